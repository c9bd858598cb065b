using System.Collections.Immutable;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Wire;

namespace Jingu.Aggregator.Web;

/// <summary>What was delivered, counted by queries of the stores.</summary>
/// <param name="SamplesStored">Answered samples.</param>
/// <param name="IntervalsStored">Intervals that gateways made.</param>
/// <param name="DuplicatesStored">Values that one entry accounts for more than once.</param>
/// <param name="Redelivered">Entries that arrived again after they were stored or parked.</param>
/// <param name="Parked">Entries that wait to be known.</param>
/// <param name="Refused">Messages that failed authentication or address.</param>
/// <param name="Bridged">Intervals made here over lost journals.</param>
internal sealed record DeliveryReport(
    string Store,
    long SamplesStored,
    long SamplesMissingStored,
    long IntervalsStored,
    long DuplicatesStored,
    long Redelivered,
    long Parked,
    long Refused,
    long Bridged,
    ImmutableArray<StreamReport> Streams)
{
    /// <summary>What was delivered, doubled, parked and refused, counted by queries of the stores.</summary>
    public static async Task<DeliveryReport> MakeAsync(
        IReadingStore readings, RelationalStore relational, CancellationToken stop)
    {
        var stored = await readings.CountAsync(stop);
        var (counts, parked) = await relational.CountsAsync(stop);
        var events = await relational.EventCountsAsync(stop);
        var samples = stored.PerStream.Where(count => count.Origin.Stream == JournalStream.Samples).ToList();
        var intervals = stored.PerStream
            .Where(count => count.Origin.Stream == JournalStream.Intervals)
            .ToLookup(IsBridge);
        return new(
            readings.Description,
            samples.Sum(count => count.Items),
            samples.Sum(count => count.MissingItems),
            intervals[false].Sum(count => count.Items),
            stored.Duplicates,
            counts.Redelivered,
            parked,
            counts.Refused,
            intervals[true].Sum(count => count.Items),
            [.. stored.PerStream.Select(StreamReport.Of), .. events.Select(
                item => StreamReport.Of(item.Key, item.Count))]);
    }

    /// <summary>The journal of zeros is the aggregator itself.</summary>
    private static bool IsBridge(StreamCount count) => count.Origin.Journal == default(JournalId);
}

/// <summary>One stream of one journal: what of it lies in the stores.</summary>
internal sealed record StreamReport(
    string Gateway, string Journal, string Stream, long Entries, long Items, long MissingItems)
{
    public static StreamReport Of(StreamCount count) => new(
        count.Origin.Gateway.Value,
        count.Origin.Journal.ToString(),
        Topics.NameOf(count.Origin.Stream),
        count.Entries,
        count.Items,
        count.MissingItems);

    public static StreamReport Of(StreamKey key, long count) =>
        new(key.Gateway.Value, key.Journal.ToString(), Topics.NameOf(key.Stream), count, count, 0);
}
