using System.Collections.Immutable;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Planning.Importing;
using Jingu.Aggregator.Reporting.Sharing;
using Jingu.Budgets.Allocation;
using Jingu.Contracts.Ids;
using NodaTime;
using NodaTime.Text;

namespace Jingu.Aggregator.Planning;

/// <summary>
/// Checks rules of shared meters beyond their columns: the meter can be shared, and on no day do its rules contradict
/// each other.
/// </summary>
internal static class AllocationChecks
{
    public static ImmutableArray<PlanComplaint> Check(Plan plan, PlanImport import, Site site)
    {
        ImmutableArray<PlanComplaint> alone = [.. import.Rows.SelectMany(row => Alone(row, site))];
        return alone.IsEmpty ? Together(plan.With(import), import) : alone;
    }

    private static IEnumerable<PlanComplaint> Alone(PlanRow row, Site site)
    {
        if (SharedMeters.Objection(site, PointOf(row)) is { } objection)
            yield return new(row.Number, "point", objection);
        var isFixed = PlanWords.Allocations.GetValueOrDefault(row.Text("rule"), AllocationRule.Remainder)
            == AllocationRule.Fixed;
        if (isFixed != row.TextOrNull("thousandths") is not null)
        {
            yield return new(
                row.Number, "thousandths",
                isFixed ? "is missing: say which part is fixed." : $"does not go with rule {row.Text("rule")}: leave "
                    + "it empty.");
        }
    }

    /// <summary>Told once for each meter and day, at the last row about it.</summary>
    private static ImmutableArray<PlanComplaint> Together(Plan after, PlanImport import)
    {
        var complaints = ImmutableArray.CreateBuilder<PlanComplaint>();
        var told = new HashSet<(PointId, LocalDate)>();
        foreach (var row in import.Rows.Reverse())
        {
            foreach (var day in after.SharingChanges(PointOf(row), row.Day("from")))
            {
                if (told.Add((PointOf(row), day)) && Contradiction(after, PointOf(row), day) is { } why)
                    complaints.Add(new(row.Number, "rule", $"on {LocalDatePattern.Iso.Format(day)}: {why}"));
            }
        }
        return complaints.ToImmutable();
    }

    private static string? Contradiction(Plan after, PointId point, LocalDate day) => SharedMeter.Complaint(
    [
        .. from rule in after.SharingOn(day)
           where rule.Point == point
           select new AllocationParty(rule.Unit, 0, rule.Rule, rule.Key),
    ]);

    private static PointId PointOf(PlanRow row) => new(row.Text("point"));
}
