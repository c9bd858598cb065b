using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Jingu.Edge.Delivery.Journal;

namespace Jingu.Edge.Commissioning;

/// <summary>
/// What the gateway read last, from its own file, whether it runs or not: the newest <see cref="EntriesMax"/> entries
/// of samples.
/// </summary>
/// <param name="Trust">How far the clock was believed at the newest of them; null when there are none.</param>
internal sealed record StoredReadings(
    ImmutableDictionary<MeterId, StoredMeter> Meters, DateTimeOffset? Newest, ClockTrust? Trust)
{
    /// <summary>Entries that are looked at: an hour and more of polls every few seconds.</summary>
    public const int EntriesMax = 1000;

    private const int ChunkEntries = 200;

    public static StoredReadings Read(JournalStore journal)
    {
        var last = journal.LastSequence(JournalStream.Samples);
        var meters = new Dictionary<MeterId, StoredMeter>();
        (DateTimeOffset? newest, ClockTrust? trust) = (null, null);
        for (var end = last; end > 0 && end > last - EntriesMax; end -= ChunkEntries)
        {
            var batch = journal.Read(
                JournalStream.Samples, Math.Max(1, end - ChunkEntries + 1), end, ChunkEntries, int.MaxValue);
            var entries = BatchCodec.Decode(BatchCodec.Encode(batch.Catalogues, batch.Entries), out var catalogues);
            foreach (var entry in entries.OfType<Entry.Samples>().Reverse())
            {
                (newest, trust) = (newest ?? entry.Items.Max(sample => sample.Instant), trust ?? entry.Trust);
                foreach (var sample in entry.Items.Reverse())
                {
                    var meter = catalogues[entry.Catalogue].Meters[sample.MeterIndex];
                    var known = meters.GetValueOrDefault(meter.Id) ?? StoredMeter.Nothing;
                    meters[meter.Id] = known.AndBefore(sample, meter);
                }
            }
        }
        return new(meters.ToImmutableDictionary(), newest, trust);
    }
}

/// <summary>One meter's newest polls.</summary>
/// <param name="Last">The newest poll.</param>
/// <param name="LastAnswer">When it answered last.</param>
/// <param name="Measured">Two of its answers, the newest first, with the layout they were taken in: the newest of those
/// with the most values, because a busy port leaves some out in turn.</param>
internal sealed record StoredMeter(
    Sample? Last, DateTimeOffset? LastAnswer, ImmutableArray<(Sample Sample, ImmutableArray<Scaling> Layout)> Measured,
    int Polls, int Answered)
{
    public static readonly StoredMeter Nothing = new(null, null, [], 0, 0);

    /// <summary>The same with the poll before.</summary>
    public StoredMeter AndBefore(Sample sample, CatalogueMeter meter)
    {
        var answered = sample.Quality != Quality.Missing;
        return new(
            Last ?? sample,
            LastAnswer ?? (answered ? sample.Instant : null),
            answered
                ? [.. Measured.Add((sample, meter.Layout))
                    .OrderByDescending(measured => ValuesIn(measured.Sample)).Take(2)
                    .OrderByDescending(measured => measured.Sample.Instant)]
                : Measured,
            Polls + 1,
            Answered + (answered ? 1 : 0));
    }

    private static int ValuesIn(Sample sample) => sample.Values.Count(value => value is not null);
}
