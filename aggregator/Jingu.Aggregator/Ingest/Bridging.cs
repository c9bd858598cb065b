using System.Collections.Immutable;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;

namespace Jingu.Aggregator.Ingest;

/// <summary>
/// A gateway whose journal was lost begins its ledgers anew, or goes on from an older copy of them; what its meters
/// counted in between stands in their registers only. The intervals between the last one of the old journal and the
/// first one of the new are made here, of quality estimated: their sum is exact, their spread is linear. Pure.
/// </summary>
internal static class Bridging
{
    /// <summary>A gap longer than a journal keeps its intervals is a case for a person.</summary>
    public static readonly TimeSpan GapMax = TimeSpan.FromDays(400);

    /// <param name="last">The last interval of the point that starts before <paramref name="first"/>; null without
    /// one.</param>
    public static Bridge Between(StoredInterval? last, StoredInterval first)
    {
        if (last is null || last.Origin.Journal == first.Origin.Journal)
            return new Bridge.NotNeeded();
        var (old, fresh) = (last.Interval, first.Interval);
        var delta = fresh.Register - fresh.Amount - old.Register;
        if (old.Meter != fresh.Meter)
        {
            return new Bridge.Impossible(
                $"meter {old.Meter} hung at point {fresh.Point} before and meter {fresh.Meter} after");
        }

        var count = (int)Math.Min((fresh.Start - old.End) / Interval.Length, int.MaxValue);
        if (delta < 0 && (count > 0 || fresh.Opening))
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

        if (count > 0)
            return new Bridge.Made(Spread(last, first, delta, count), 0);
        // The journal was lost within one quarter of an hour, or goes on from an older copy of its ledger: what is
        // missing or too much belongs to the first intervals themselves.
        return delta == 0 ? new Bridge.NotNeeded() : new Bridge.Made([], delta);
    }

    /// <summary>
    /// Moves an amount into the first of these intervals, which follow one another; what is too much is taken from as
    /// many of them as it needs. Null when they do not hold so much.
    /// </summary>
    public static IReadOnlyList<StoredInterval>? Shift(IReadOnlyList<StoredInterval> intervals, long shift)
    {
        var shifted = intervals.ToList();
        for (var i = 0; i < shifted.Count && shift != 0; i++)
        {
            var interval = shifted[i].Interval;
            var amount = Math.Max(0, interval.Amount + shift);
            shift -= amount - interval.Amount;
            shifted[i] = shifted[i] with
            {
                Interval = interval with
                {
                    Amount = amount,
                    Quality = Quality.Estimated,
                    Total = interval.Total - shift,
                    Register = interval.Register - shift,
                },
            };
        }
        return shift == 0 ? shifted : null;
    }

    private static ImmutableArray<StoredInterval> Spread(
        StoredInterval last, StoredInterval first, long delta, int count)
    {
        var made = ImmutableArray.CreateBuilder<StoredInterval>(count);
        long before = 0;
        for (var i = 1; i <= count; i++)
        {
            var upTo = (long)((Int128)delta * i / count);
            var start = last.Interval.End + ((i - 1) * Interval.Length);
            made.Add(new(
                new Interval(
                    first.Interval.Point, start, upTo - before, Quality.Estimated, last.Interval.Total + upTo,
                    last.Interval.Register + upTo, first.Interval.Meter, false),
                new EntryKey(
                    first.Origin.Gateway, default, JournalStream.Intervals,
                    start.ToUnixTimeSeconds() / (long)Interval.Length.TotalSeconds)));
            before = upTo;
        }
        return made.MoveToImmutable();
    }
}

/// <summary>What came of looking for a gap before the first interval of a journal.</summary>
internal abstract record Bridge
{
    private Bridge()
    {
    }

    public sealed record NotNeeded : Bridge;

    /// <param name="Between">The intervals made, of the journal of zeros, which is the aggregator.</param>
    /// <param name="Shift">What the first intervals of the new journal are to hold more, or less.</param>
    public sealed record Made(ImmutableArray<StoredInterval> Between, long Shift) : Bridge;

    /// <summary>A person must settle it; nothing is invented.</summary>
    public sealed record Impossible(string Why) : Bridge;
}
