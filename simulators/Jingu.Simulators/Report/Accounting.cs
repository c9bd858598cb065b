using System.Collections.Immutable;

namespace Jingu.Simulators.Report;

/// <summary>
/// Compares what the gateways' journals say was made with what the aggregator's stores say is there, journal by journal
/// and stream by stream.
/// </summary>
internal static class Accounting
{
    private const string Intervals = "intervals";

    /// <param name="read">Meter-instants that the simulator answered.</param>
    /// <param name="living">The journals of the gateways at the end of the run.</param>
    /// <param name="replaced">The journals of cards that were taken out, as they were at that moment.</param>
    /// <param name="stored">What the aggregator has.</param>
    public static DeliveryReport Delivery(
        long read,
        ImmutableArray<JournalStatistics> living,
        ImmutableArray<JournalStatistics> replaced,
        StoredDelivery stored)
    {
        var there = stored.Streams.ToLookup(stream => (stream.Journal, stream.Stream));
        long lost = 0, taken = 0;
        foreach (var (journal, name, stream) in Streams(living))
            lost += Gone(stream, Sum(there[(journal, name)])).Items;
        foreach (var (journal, name, stream) in Streams(replaced))
        {
            var gone = Gone(stream, Sum(there[(journal, name)]));
            lost += gone.AcknowledgedEntries;
            taken += gone.AcknowledgedEntries > 0 ? 0 : gone.Items;
        }
        return new(
            SamplesRead: read,
            SamplesStored: stored.SamplesStored,
            IntervalsMade: Streams([.. living, .. replaced]).Where(each => each.Name == Intervals).Sum(
                each => each.Stream.Made),
            IntervalsStored: stored.IntervalsStored,
            Redelivered: Math.Max(
                stored.Redelivered, living.Sum(each => each.Redelivered) + replaced.Sum(each => each.Redelivered)),
            DuplicatesStored: stored.DuplicatesStored,
            Parked: stored.Parked,
            Refused: stored.Refused,
            Lost: lost,
            TakenByCards: taken,
            Bridged: stored.Bridged);
    }

    private static IEnumerable<(string Journal, string Name, StreamStatistics Stream)> Streams(
        ImmutableArray<JournalStatistics> journals) =>
        journals.SelectMany(journal => journal.Streams.Select(stream => (journal.Journal, stream.Key, stream.Value)));

    private static (long Entries, long Items, long Missing) Sum(IEnumerable<StoredStream> streams) =>
        streams.Aggregate(
            (Entries: 0L, Items: 0L, Missing: 0L),
            (sum, stream) =>
                (sum.Entries + stream.Entries, sum.Items + stream.Items, sum.Missing + stream.MissingItems));

    /// <summary>How many items are not stored, and how many entries are not that the aggregator acknowledged.</summary>
    private static (long Items, long AcknowledgedEntries) Gone(
        StreamStatistics made, (long Entries, long Items, long Missing) stored) =>
        (Math.Max(0, made.Made - stored.Items) + Math.Max(0, made.Missing - stored.Missing),
            Math.Max(0, made.Acknowledged - stored.Entries));
}
