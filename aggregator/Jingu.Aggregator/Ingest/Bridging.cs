using System.Collections.Immutable;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;

namespace Jingu.Aggregator.Ingest;

/// <summary>
/// A gateway whose journal was lost begins its ledgers anew; what its meters counted in between stands in their
/// registers only. The intervals between the last one of the old journal and the opening one of the new are made here,
/// of quality estimated: their sum is exact, their spread is linear. Pure.
/// </summary>
internal static class Bridging
{
    /// <summary>A gap longer than a journal keeps its intervals is a case for a person.</summary>
    public static readonly TimeSpan GapMax = TimeSpan.FromDays(400);

    /// <param name="last">The last interval of the point that starts before <paramref name="opening"/>; null without
    /// one.</param>
    public static Bridge Between(StoredInterval? last, StoredInterval opening)
    {
        if (last is null || last.Origin.Journal == opening.Origin.Journal)
            return new Bridge.NotNeeded();
        var (old, fresh) = (last.Interval, opening.Interval);
        var delta = fresh.Register - fresh.Amount - old.Register;
        if (old.Meter != fresh.Meter)
        {
            return new Bridge.Impossible(
                $"meter {old.Meter} hung at point {fresh.Point} before and meter {fresh.Meter} after");
        }

        if (delta < 0)
        {
            return new Bridge.Impossible(
                $"the register of point {fresh.Point} stood at {old.Register} before "
                + $"and at {fresh.Register - fresh.Amount} after");
        }

        if (fresh.Start - old.End > GapMax)
        {
            return new Bridge.Impossible(
                $"point {fresh.Point} was without intervals from {old.End:O} to {fresh.Start:O}");
        }

        var count = (int)((fresh.Start - old.End) / Interval.Length);
        if (count > 0)
            return new Bridge.Made(Spread(last, opening, delta, count), opening);
        // The journal was lost within one quarter of an hour: what is missing belongs to the opening interval itself.
        return delta == 0
            ? new Bridge.NotNeeded()
            : new Bridge.Made(
                [],
                opening with { Interval = fresh with { Amount = fresh.Amount + delta, Quality = Quality.Estimated } });
    }

    private static ImmutableArray<StoredInterval> Spread(
        StoredInterval last, StoredInterval opening, long delta, int count)
    {
        var made = ImmutableArray.CreateBuilder<StoredInterval>(count);
        long before = 0;
        for (var i = 1; i <= count; i++)
        {
            var upTo = (long)((Int128)delta * i / count);
            var start = last.Interval.End + ((i - 1) * Interval.Length);
            made.Add(new(
                new Interval(
                    opening.Interval.Point, start, upTo - before, Quality.Estimated, last.Interval.Total + upTo,
                    last.Interval.Register + upTo, opening.Interval.Meter, false),
                new EntryKey(
                    opening.Origin.Gateway, default, JournalStream.Intervals,
                    start.ToUnixTimeSeconds() / (long)Interval.Length.TotalSeconds)));
            before = upTo;
        }
        return made.MoveToImmutable();
    }
}

/// <summary>What came of looking for a gap before an opening interval.</summary>
internal abstract record Bridge
{
    private Bridge()
    {
    }

    public sealed record NotNeeded : Bridge;

    /// <param name="Between">The intervals made, of the journal of zeros, which is the aggregator.</param>
    /// <param name="Opening">The opening interval as it is to be stored.</param>
    public sealed record Made(ImmutableArray<StoredInterval> Between, StoredInterval Opening) : Bridge;

    /// <summary>A person must settle it; nothing is invented.</summary>
    public sealed record Impossible(string Why) : Bridge;
}
