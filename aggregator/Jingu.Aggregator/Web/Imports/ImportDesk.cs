using System.Collections.Immutable;
using System.Security.Cryptography;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Planning;
using Jingu.Aggregator.Planning.Importing;

namespace Jingu.Aggregator.Web.Imports;

/// <summary>
/// What the API and the pages show before an import and do with it. Safe from any thread; throws what the stores throw.
/// </summary>
internal sealed class ImportDesk(Plans plans, StoredCampus campus)
{
    private const int IdBytes = 8;

    /// <summary>A name for an import that nobody else gave.</summary>
    public static string NewId() => "page-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));

    /// <summary>What an import would change, with what was used of the running month's budgets.</summary>
    /// <param name="complaints">What reading the rows already found.</param>
    public async Task<PreviewOutcome> PreviewAsync(
        PlanTable table, ImmutableArray<RawRow> rows, List<PlanComplaint> complaints, CancellationToken stop)
    {
        var outcome = await plans.PreviewAsync(table, rows, complaints, stop);
        if (outcome is not PreviewOutcome.Made { Preview: { Budgets.IsEmpty: false } preview })
            return outcome;
        var now = await campus.GetAsync(stop);
        var units = now.Units.ToDictionary(unit => unit.Id);
        return new PreviewOutcome.Made(preview with
        {
            Budgets =
            [
                .. preview.Budgets.Select(change => change.Month == now.Month
                    && units.TryGetValue(change.Unit, out var unit)
                        ? change with
                        {
                            Used = (change.Resource == "water" ? unit.Water : unit.Electricity).Used,
                        }
                        : change),
            ],
        });
    }

    /// <summary>Stores it, and whoever looks at the campus next sees it.</summary>
    /// <inheritdoc cref="Plans.ImportAsync"/>
    public async Task<ImportOutcome> ImportAsync(
        ImportHead? head, PlanTable table, ImmutableArray<RawRow> rows, List<PlanComplaint> complaints,
        string? previewed, CancellationToken stop)
    {
        var outcome = await plans.ImportAsync(head, table, rows, complaints, stop, previewed);
        campus.Forget();
        return outcome;
    }
}
