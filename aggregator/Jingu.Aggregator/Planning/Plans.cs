using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Planning.Importing;
using Jingu.Time;

namespace Jingu.Aggregator.Planning;

/// <summary>What came of an import.</summary>
internal abstract record ImportOutcome
{
    private ImportOutcome()
    {
    }

    /// <param name="IsNew">False when the same import had been stored before: nothing changed.</param>
    public sealed record Stored(long Number, bool IsNew) : ImportOutcome;

    /// <summary>Nothing was stored.</summary>
    public sealed record Refused(ImmutableArray<PlanComplaint> Complaints) : ImportOutcome;

    /// <summary>Nothing was stored: the id belongs to another import, or others kept coming in between.</summary>
    public sealed record Conflict(string Why) : ImportOutcome;
}

/// <summary>Takes in planning data, whole or not at all. Safe from any thread and beside other replicas.</summary>
internal sealed class Plans(PlanStore store, CurrentSite site, SiteTime time)
{
    /// <summary>How often an import is checked anew because another one was stored in between.</summary>
    private const int AttemptsMax = 5;

    /// <summary>Raised after an import was stored; handlers return at once.</summary>
    public event Action? Imported;

    /// <summary>The plan as of an import, or as it stands.</summary>
    public async Task<Plan> CurrentAsync(long? asOf, CancellationToken stop) =>
        new(await store.LoadAsync(asOf, stop));

    /// <summary>Every import with its rows: the whole history.</summary>
    public Task<ImmutableArray<StoredImport>> ImportsAsync(CancellationToken stop) => store.LoadAsync(null, stop);

    /// <param name="complaints">What reading the rows already found.</param>
    public async Task<ImportOutcome> ImportAsync(
        ImportHead? head,
        PlanTable table,
        ImmutableArray<RawRow> raw,
        List<PlanComplaint> complaints,
        CancellationToken stop)
    {
        var rows = PlanChecks.Check(table, raw, site.Site, complaints);
        if (complaints.Count > 0 || head is null)
            return new ImportOutcome.Refused([.. complaints]);
        var import = new PlanImport(head, table, rows, time.GetUtcNow());
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            if (await store.FindAsync(head.Id, stop) is { } found)
            {
                return found.Hash == import.ContentHash()
                    ? new ImportOutcome.Stored(found.Number, IsNew: false)
                    : new ImportOutcome.Conflict(
                        $"Import '{head.Id}' was stored before with other content: give this one another id.");
            }
            var plan = await CurrentAsync(null, stop);
            if (table == PlanTable.Adjustments
                && AdjustmentChecks.Check(plan, import) is { IsEmpty: false } refused)
            {
                return new ImportOutcome.Refused(refused);
            }
            if (PolicyChecks.Check(plan, import, site.Site) is { IsEmpty: false } faults)
                return new ImportOutcome.Refused(faults);
            if (!await store.TryAppendAsync(import, plan.Number, stop))
                continue;
            Imported?.Invoke();
            return new ImportOutcome.Stored(plan.Number + 1, IsNew: true);
        }
        return new ImportOutcome.Conflict("Other imports keep coming in between: send it again.");
    }
}
