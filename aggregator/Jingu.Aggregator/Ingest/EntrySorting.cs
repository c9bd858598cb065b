using System.Collections.Immutable;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;

namespace Jingu.Aggregator.Ingest;

/// <summary>What of one entry can be stored now, and why the rest cannot.</summary>
/// <param name="Unknown">Null: all of it can be stored. Else the entry stays parked until the rest is known.</param>
internal sealed record SortedEntry(
    ImmutableArray<StoredSample> Samples,
    ImmutableArray<StoredInterval> Intervals,
    StoredEvent? Event,
    string? Unknown);

/// <summary>
/// Sorts the items of an entry into known and unknown. The known ones of a half-known entry are stored at once, so that
/// one new meter does not hold back its neighbours; storing them again later changes nothing. Pure.
/// </summary>
internal static class EntrySorting
{
    /// <summary>Instants outside these are no site's time; such entries wait until somebody has looked.</summary>
    private static readonly DateTimeOffset InstantMin = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset InstantMax = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static SortedEntry Sort(Entry entry, EntryKey key, Batch batch, Site site, BootOffsets boots)
    {
        switch (boots.Date(entry, key.Gateway))
        {
            case null:
                return new([], [], null, BootOffsets.Reason(((Entry.Undated)entry).Boot));
            case Entry.Samples samples:
                return Sort(samples, key, batch.Catalogues[samples.Catalogue], site);
            case Entry.Intervals intervals:
                return Sort(intervals, key, site);
            case Entry.Event item:
                return IsSane(item.Item.Instant)
                    ? new([], [], new(key.Gateway, key, item.Trust, item.Item), null)
                    : new([], [], null, $"an event at {item.Item.Instant:O}");
            default:
                throw new ArgumentOutOfRangeException(nameof(entry));
        }
    }

    private static SortedEntry Sort(Entry.Samples entry, EntryKey key, Catalogue catalogue, Site site)
    {
        var stored = ImmutableArray.CreateBuilder<StoredSample>(entry.Items.Length);
        string? unknown = null;
        var before = -1;
        var occurrence = 0;
        foreach (var sample in entry.Items)
        {
            occurrence = sample.MeterIndex == before ? occurrence + 1 : 0;
            before = sample.MeterIndex;
            var meter = catalogue.Meters[sample.MeterIndex];
            if (Objection(sample, meter, key.Gateway, site) is { } objection)
                unknown ??= objection;
            else
                stored.Add(new(meter.Id, sample.Instant, sample.Quality, Values(sample, meter), key, occurrence));
        }
        return new(stored.ToImmutable(), [], null, unknown);
    }

    private static SortedEntry Sort(Entry.Intervals entry, EntryKey key, Site site)
    {
        var stored = ImmutableArray.CreateBuilder<StoredInterval>(entry.Items.Length);
        string? unknown = null;
        foreach (var interval in entry.Items)
        {
            if (Objection(interval, key.Gateway, site) is { } objection)
                unknown ??= objection;
            else
                stored.Add(new(interval, key));
        }
        return new([], stored.ToImmutable(), null, unknown);
    }

    private static string? Objection(Sample sample, CatalogueMeter meter, GatewayId gateway, Site site) => sample switch
    {
        _ when !site.Reads(gateway, meter.Id) => $"meter {meter.Id} is not one of gateway {gateway}'s in site.yaml",
        _ when !IsSane(sample.Instant) => $"meter {meter.Id} at {sample.Instant:O}",
        _ => null,
    };

    private static string? Objection(Interval interval, GatewayId gateway, Site site) => interval switch
    {
        _ when !site.Measures(gateway, interval.Point) =>
            $"point {interval.Point} is not one of gateway {gateway}'s in site.yaml",
        _ when !site.Reads(gateway, interval.Meter) =>
            $"meter {interval.Meter} is not one of gateway {gateway}'s in site.yaml",
        _ when !IsSane(interval.Start) || Interval.StartOf(interval.Start) != interval.Start =>
            $"point {interval.Point} from {interval.Start:O}, which is no quarter of an hour",
        _ when interval.Amount < 0 => $"point {interval.Point} from {interval.Start:O}: an amount below zero",
        _ => null,
    };

    private static ImmutableArray<StoredValue> Values(Sample sample, CatalogueMeter meter)
    {
        var values = ImmutableArray.CreateBuilder<StoredValue>(sample.Values.Length);
        for (var i = 0; i < sample.Values.Length; i++)
        {
            if (sample.Values[i] is { } count)
                values.Add(new(meter.Layout[i], count));
        }
        return values.ToImmutable();
    }

    private static bool IsSane(DateTimeOffset instant) => instant >= InstantMin && instant < InstantMax;
}
