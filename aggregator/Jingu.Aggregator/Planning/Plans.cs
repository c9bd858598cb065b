using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Planning.Importing;
using Jingu.Aggregator.Planning.Previews;
using Jingu.Time;
using NodaTime;

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

/// <summary>What came of looking at what an import would change.</summary>
internal abstract record PreviewOutcome
{
    private PreviewOutcome()
    {
    }

    public sealed record Made(PlanPreview Preview) : PreviewOutcome;

    /// <summary>It could not be imported.</summary>
    public sealed record Refused(ImmutableArray<PlanComplaint> Complaints) : PreviewOutcome;
}

/// <summary>Takes in planning data, whole or not at all. Safe from any thread and beside other replicas.</summary>
internal sealed class Plans(PlanStore store, CurrentSite site, SiteTime time)
{
    /// <summary>How often an import is checked anew because another one was stored in between.</summary>
    private const int AttemptsMax = 5;

    /// <summary>Raised after an import was stored; handlers return at once.</summary>
    public event Action? Imported;

    /// <summary>The site's local day.</summary>
    public LocalDate Today => Instant.FromDateTimeOffset(time.GetUtcNow()).InZone(site.Site.Zone).Date;

    /// <summary>The plan as of an import, or as it stands.</summary>
    public async Task<Plan> CurrentAsync(long? asOf, CancellationToken stop) =>
        new(await store.LoadAsync(asOf, stop));

    /// <summary>Every import with its rows: the whole history.</summary>
    public Task<ImmutableArray<StoredImport>> ImportsAsync(CancellationToken stop) => store.LoadAsync(null, stop);

    /// <summary>A table as it stands on the site's local day.</summary>
    public async Task<ImmutableArray<KeptRow>> KeptAsync(PlanTable table, CancellationToken stop) =>
        (await CurrentAsync(null, stop)).Kept(table, Today);

    /// <summary>What an import would change; stores nothing.</summary>
    /// <param name="complaints">What reading the rows already found.</param>
    public async Task<PreviewOutcome> PreviewAsync(
        PlanTable table, ImmutableArray<RawRow> raw, List<PlanComplaint> complaints, CancellationToken stop)
    {
        var rows = PlanChecks.Check(table, raw, site.Site, complaints);
        if (complaints.Count > 0)
            return new PreviewOutcome.Refused([.. complaints]);
        var import = new PlanImport(new("preview", "", ""), table, rows, time.GetUtcNow());
        var plan = await CurrentAsync(null, stop);
        return Faults(plan, NewIn(plan, import)) is { IsEmpty: false } faults
            ? new PreviewOutcome.Refused(faults)
            : new PreviewOutcome.Made(Previewing.Of(plan, import, NewIn(plan, import), site.Site, Today));
    }

    /// <param name="complaints">What reading the rows already found.</param>
    /// <param name="previewed">
    /// The stamp of a preview: what would change anything else is not stored. Null: nobody looked at one.
    /// </param>
    public async Task<ImportOutcome> ImportAsync(
        ImportHead? head,
        PlanTable table,
        ImmutableArray<RawRow> raw,
        List<PlanComplaint> complaints,
        CancellationToken stop,
        string? previewed = null)
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
            var added = NewIn(plan, import);
            if (Faults(plan, added) is { IsEmpty: false } faults)
                return new ImportOutcome.Refused(faults);
            if (previewed is not null && Previewing.Of(plan, import, added, site.Site, Today).Stamp != previewed)
            {
                return new ImportOutcome.Conflict(
                    "This would change something else than what was previewed: the rows or the plan are not the same "
                    + "any more. Look at a new preview.");
            }
            if (!await store.TryAppendAsync(added, import.ContentHash(), plan.Number, stop))
                continue;
            Imported?.Invoke();
            return new ImportOutcome.Stored(plan.Number + 1, IsNew: true);
        }
        return new ImportOutcome.Conflict("Other imports keep coming in between: send it again.");
    }

    private PlanImport NewIn(Plan plan, PlanImport import) =>
        import with { Rows = import.Beside(plan.Kept(import.Table, Today).Select(kept => kept.Row)) };

    /// <summary>What is wrong beyond columns.</summary>
    private ImmutableArray<PlanComplaint> Faults(Plan plan, PlanImport import) =>
        import.Table == PlanTable.Adjustments
            ? AdjustmentChecks.Check(plan, import)
            : PolicyChecks.Check(plan, import, site.Site);
}
