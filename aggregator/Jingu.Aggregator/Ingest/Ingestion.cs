using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Contracts.Events;
using Jingu.Contracts.Faults;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Wire;
using Jingu.Mqtt;
using Jingu.Time;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Ingest;

/// <summary>Publishes with QoS 1; <see cref="MqttConnection.PublishAsync"/> in the product.</summary>
internal delegate Task<MqttOutcome> Publish(MqttMessage message, CancellationToken stop);

/// <summary>What came of handling messages.</summary>
internal abstract record Handled
{
    private Handled()
    {
    }

    public sealed record Done : Handled;

    /// <summary>Nothing was acknowledged; the same messages are to be handled again.</summary>
    /// <param name="Why">A sentence for the operator.</param>
    public sealed record Held(string Why) : Handled;
}

/// <summary>
/// The way of a batch through the aggregator: open, sort, bridge; then readings first, committed ranges second,
/// acknowledgement third. For one caller at a time.
/// </summary>
internal sealed partial class Ingestion(
    AggregatorSettings settings,
    CurrentSite site,
    IReadingStore readings,
    RelationalStore relational,
    SiteTime siteTime,
    MachineTime machineTime,
    IngestMetrics metrics,
    Publish publish,
    ILogger<Ingestion> log)
{
    /// <summary>Parked batches looked at in one go.</summary>
    public const int TakeUpMax = 64;

    private readonly EnvelopeOpening _opening = new(settings.Keys);
    private readonly BridgeBuilding _bridges = new(readings, siteTime);
    private readonly RefusalLimit _refusals = new(machineTime);
    private Drain? _heldBack;

    /// <summary>Handles what arrived; acknowledges what both stores have committed.</summary>
    public async Task<Handled> HandleAsync(IReadOnlyCollection<MqttMessage> messages, CancellationToken stop)
    {
        var batches = new List<Batch>(messages.Count);
        var asked = new List<EnvelopeHeader>();
        var refused = new List<Opening.Refused>();
        foreach (var message in messages)
        {
            switch (_opening.Open(message.Topic, message.Payload, site.Site))
            {
                case Opening.Accepted accepted:
                    batches.Add(accepted.Batch);
                    break;
                case Opening.Asked question:
                    asked.Add(question.Header);
                    break;
                case Opening.Refused refusal:
                    refused.Add(refusal);
                    break;
            }
        }
        return await GuardAsync(async () =>
        {
            var drain = Count(await PlanAsync(batches, stop), refused);
            if (PlantedBugs.Is(PlantedBug.AckBeforeCommit))
                return await AnswerAndSaveLaterAsync(drain, asked, stop);
            var (saved, held) = await SaveAsync(drain, stop);
            if (held is not null)
                return held;
            var answered = await AnswerAsync(
                saved.Acknowledgements().Concat(await InventoriesAsync(asked, stop)), stop);
            // What cannot be taken up now is later, as all that is parked.
            if (saved.Dates)
                await TakeUpAsync(stop);
            return answered;
        });
    }

    /// <summary>Looks at all parked batches again; what can be stored now is, and is parked no more.</summary>
    public Task<Handled> TakeUpAsync(CancellationToken stop) => GuardAsync(async () =>
    {
        ParkedBatch? last = null;
        while (await relational.ParkedBatchesAsync(last, TakeUpMax, stop) is { Count: > 0 } parked)
        {
            var batches = parked
                .Select(batch => (Opening: _opening.Open(batch.Envelope, site.Site), batch))
                .Where(pair => pair.Opening is Opening.Accepted)
                .Select(pair => ((Opening.Accepted)pair.Opening).Batch with { TakenUp = pair.batch })
                .Where(batch => batch.Unreadable is null)
                .ToList();
            var (saved, held) = await SaveAsync(await PlanAsync(batches, stop), stop);
            if (held is not null)
                return held;
            var count = saved.Plans.Sum(plan => plan.Stored.Length);
            if (count > 0)
                Log.TakenUp(log, count);
            last = parked[^1];
        }
        return new Handled.Done();
    });

    private async Task<Drain> PlanAsync(IReadOnlyCollection<Batch> batches, CancellationToken stop)
    {
        var known = ImmutableDictionary.CreateBuilder<StreamKey, StreamRanges>();
        foreach (var key in batches.Select(batch => batch.Key).Distinct())
            known[key] = new(await relational.CommittedAsync(key, stop), await relational.ParkedAsync(key, stop));
        var boots = batches.Any(batch => batch.Entries.Any(entry => entry is Entry.Undated))
            ? BootOffsets.Of(await relational.BootsAsync(stop), batches)
            : BootOffsets.None;
        var drain = Drain.Plan(batches, known.ToImmutable(), site.Site, boots, siteTime.GetUtcNow());
        return await _bridges.BridgeAsync(drain, stop);
    }

    /// <summary>
    /// The drain as it was saved: what the reading store does not take is parked. Held, with nothing acknowledged, when
    /// a store would lose it.
    /// </summary>
    private async Task<(Drain Saved, Handled? Held)> SaveAsync(Drain drain, CancellationToken stop)
    {
        if (readings.KeepsFrom(siteTime.GetUtcNow()) is { } keeps && drain.Earliest() < keeps)
        {
            return (drain, new Handled.Held(
                $"The reading store {readings.Description} drops what is older than {keeps:O}, and entries from "
                + $"{drain.Earliest():O} wait: lengthen its retention, and ingest goes on by itself."));
        }
        if (drain.Samples.Length + drain.Intervals.Length > 0)
            drain = drain.Without(await readings.WriteAsync(Stamped(drain), drain.Intervals, stop));
        var commit = drain.ToCommit(siteTime.GetUtcNow());
        if (!commit.IsEmpty)
            await relational.CommitAsync(commit, stop);
        foreach (var batch in commit.Parked.Except(commit.TakenUp).Where(batch => !BootOffsets.IsReason(batch.Reason)))
            Log.Parked(log, batch.Range.Last - batch.Range.First + 1, batch.Key.Gateway, batch.Reason);
        metrics.Saved(drain, commit.Counted);
        return (drain, null);
    }

    /// <summary>What is known of the streams that gateways ask about: committed or parked, it is theirs.</summary>
    private async Task<List<(EnvelopeHeader Header, Acknowledgement Content)>> InventoriesAsync(
        List<EnvelopeHeader> asked, CancellationToken stop)
    {
        var inventories = new List<(EnvelopeHeader, Acknowledgement)>();
        foreach (var header in asked)
        {
            var key = StreamKey.Of(header);
            var known = (await relational.CommittedAsync(key, stop)).Add(await relational.ParkedAsync(key, stop));
            inventories.Add((
                header with { Up = false, Kind = EnvelopeKind.Inventory, First = 0, Count = 0 },
                new(
                    known.Ranges.IsEmpty
                        ? []
                        : [new(header.Stream, known.Ranges[^1].First, known.Ranges[^1].Last, Outcome.Stored)],
                    Envelope.Version)));
        }
        return inventories;
    }

    private async Task<Handled> AnswerAsync(
        IEnumerable<(EnvelopeHeader Header, Acknowledgement Content)> answers, CancellationToken stop)
    {
        var sent = answers.Select(item => publish(Seal(item.Header, item.Content), stop)).ToList();
        foreach (var outcome in await Task.WhenAll(sent))
        {
            // The gateway sends again what it hears nothing of, and is answered then.
            if (outcome is not MqttOutcome.Ok)
                metrics.Unanswered();
        }
        return new Handled.Done();
    }

    private MqttMessage Seal(EnvelopeHeader header, Acknowledgement content) => new(
        Topics.Acknowledge(header.Site, header.Gateway),
        Envelope.Seal(header, AcknowledgementCodec.Encode(content), settings.Keys[header.Gateway]));

    private Drain Count(Drain drain, List<Opening.Refused> refused)
    {
        var events = drain.Events.ToBuilder();
        foreach (var refusal in refused)
        {
            var gateway = refusal.Gateway is { } id && settings.Keys.ContainsKey(id) ? id : default;
            if (!_refusals.IsDue(gateway))
                continue;
            Log.Refused(log, gateway == default ? "?" : gateway.Value, refusal.Why);
            if (gateway != default)
            {
                events.Add(
                    AggregatorEvents.Make(
                        siteTime, gateway, EventKinds.MessageRefused, gateway.Value,
                        $"A message was refused: {refusal.Why}."));
            }
        }
        return drain with { Events = events.ToImmutable(), Counted = drain.Counted with { Refused = refused.Count } };
    }

    private async Task<Handled> GuardAsync(Func<Task<Handled>> handle)
    {
        try
        {
            return await handle();
        }
        catch (ReadingStoreException e)
        {
            return new Handled.Held(e.Message);
        }
        catch (SqliteException e)
        {
            return new Handled.Held(
                $"The relational store in {settings.StoreFolder} failed ({e.Message}): "
                + "free space there, or mend the disk.");
        }
    }

    private ImmutableArray<StoredSample> Stamped(Drain drain) =>
        PlantedBugs.Is(PlantedBug.ArrivalTime)
            ? [.. drain.Samples.Select(sample => sample with { Instant = siteTime.GetUtcNow() })]
            : drain.Samples;

    /// <summary>
    /// A planted bug: acknowledges first and commits with the next drain, so a kill in between loses this one.
    /// </summary>
    private async Task<Handled> AnswerAndSaveLaterAsync(
        Drain drain, List<EnvelopeHeader> asked, CancellationToken stop)
    {
        await AnswerAsync(drain.Acknowledgements().Concat(await InventoriesAsync(asked, stop)), stop);
        if (_heldBack is { } before)
            await SaveAsync(before, stop);
        _heldBack = drain;
        return new Handled.Done();
    }

    private static partial class Log
    {
        [LoggerMessage(
            101, LogLevel.Warning,
            "A message on a topic of gateway {Gateway} was refused: {Why}. "
                + "Look for a wrong key, or for who else writes to the broker.")]
        public static partial void Refused(ILogger log, string gateway, string why);

        [LoggerMessage(
            102, LogLevel.Warning,
            "{Count} entries of gateway {Gateway} are parked: {Reason}. "
                + "Complete site.yaml and send SIGHUP, or update jingu-aggregator.")]
        public static partial void Parked(ILogger log, long count, GatewayId gateway, string reason);

        [LoggerMessage(103, LogLevel.Information, "{Count} parked entries were taken up.")]
        public static partial void TakenUp(ILogger log, int count);
    }
}
