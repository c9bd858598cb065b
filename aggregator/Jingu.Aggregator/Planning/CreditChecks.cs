using System.Collections.Immutable;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Planning.Importing;
using Jingu.Contracts.Ids;
using NodaTime;
using NodaTime.Text;

namespace Jingu.Aggregator.Planning;

/// <summary>
/// Checks rules of PV credits beyond their columns: the plant exists, and on no day is more than all of it given away,
/// or two parts of it at once.
/// </summary>
internal static class CreditChecks
{
    private const long Thousandths = 1000;

    public static ImmutableArray<PlanComplaint> Check(Plan plan, PlanImport import, Site site)
    {
        ImmutableArray<PlanComplaint> alone = [.. import.Rows.SelectMany(row => Alone(row, site))];
        return alone.IsEmpty ? Together(plan.With(import), import) : alone;
    }

    private static IEnumerable<PlanComplaint> Alone(PlanRow row, Site site)
    {
        if (site.Plants.All(plant => plant.Id != PlantOf(row)))
        {
            yield return new(
                row.Number, "plant",
                $"'{PlantOf(row)}' is no plant of the site: add it to 'plants' of site.yaml, or correct it.");
        }
        var isNone = row.Text("part") == PlanWords.None;
        if (isNone == row.TextOrNull("thousandths") is not null)
        {
            yield return new(
                row.Number, "thousandths",
                isNone ? "does not go with part none: leave it empty." : "is missing: say how much is credited.");
        }
    }

    /// <summary>Told once for each plant and day, at the last row about it.</summary>
    private static ImmutableArray<PlanComplaint> Together(Plan after, PlanImport import)
    {
        var complaints = ImmutableArray.CreateBuilder<PlanComplaint>();
        var told = new HashSet<(PlantId, LocalDate)>();
        foreach (var row in import.Rows.Reverse())
        {
            foreach (var day in after.CreditChanges(PlantOf(row), row.Day("from")))
            {
                if (told.Add((PlantOf(row), day)) && Contradiction(after, PlantOf(row), day) is { } why)
                    complaints.Add(new(row.Number, "part", $"on {LocalDatePattern.Iso.Format(day)}: {why}"));
            }
        }
        return complaints.ToImmutable();
    }

    private static string? Contradiction(Plan after, PlantId plant, LocalDate day)
    {
        var rules = after.CreditsOn(day).Where(rule => rule.Plant == plant).ToList();
        if (rules.Select(rule => rule.Part).Distinct().Count() > 1)
            return $"units take different parts of {plant}: use generation or self-consumed for all of them.";
        return rules.Sum(rule => rule.Thousandths) > Thousandths
            ? $"the credits of {plant} add up to more than 1000 thousandths: lower them."
            : null;
    }

    private static PlantId PlantOf(PlanRow row) => new(row.Text("plant"));
}
