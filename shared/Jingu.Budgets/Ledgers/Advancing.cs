using System.Collections.Immutable;
using Jingu.Contracts.Readings;

namespace Jingu.Budgets.Ledgers;

/// <summary>
/// Carries a ledger to a believed reading: over rollovers, changes of the multiplier and the quarter hours in between,
/// each of which closes an interval. Totals between two readings lie on the straight line, rounded down.
/// </summary>
internal sealed class Advancing
{
    private readonly LedgerRules _rules;
    private readonly RegisterReading _to;
    private readonly RegisterReading _before;
    private readonly RegisterReading _after;
    private readonly bool _isClose;
    private readonly Quality _read;
    private readonly Quality _spread;
    private readonly ImmutableArray<ClosedInterval>.Builder _closed = ImmutableArray.CreateBuilder<ClosedInterval>();

    private Advancing(
        Ledger ledger, LedgerRules rules, RegisterReading to, long shown, Quality read, Quality spread)
    {
        _rules = rules;
        _before = new(ledger.At, ledger.Doubt == LedgerDoubt.None ? ledger.Shown.Count : ledger.Count);
        (_to, _after) = (to, to with { Count = shown });
        (_read, _spread) = (read, spread);
        _isClose = to.At - ledger.At <= rules.CloseMax;
    }

    /// <summary>To a reading.</summary>
    /// <param name="to">The reading; its count is at or above the ledger's, or the register has rolled over.</param>
    /// <param name="shown">What the register showed: less than the count while it has swung back.</param>
    /// <param name="wraps">Rollovers of the epoch by then.</param>
    /// <param name="read">Quality of a boundary that is read, or read closely on both sides.</param>
    /// <param name="spread">Quality of a boundary on the line across a gap.</param>
    public static (Ledger Next, ImmutableArray<ClosedInterval> Closed) To(
        Ledger ledger, LedgerRules rules, RegisterReading to, long shown, long wraps,
        Quality read = Quality.Measured, Quality spread = Quality.Estimated)
    {
        var advancing = new Advancing(ledger, rules, to, shown, read, spread);
        foreach (var change in rules.Changes)
        {
            if (change.From <= ledger.At || change.From > to.At)
                continue;
            (ledger, wraps) = advancing.Change(ledger, change, wraps);
        }
        var next = advancing.Step(ledger, to.At, to.Count, wraps, to.At);
        return (next, advancing._closed.ToImmutable());
    }

    /// <summary>To an instant at which a new epoch begins with a total that a person gave.</summary>
    public static (Ledger Next, ImmutableArray<ClosedInterval> Closed) ToEpoch(
        Ledger ledger, LedgerRules rules, RegisterReading to, LedgerEpoch epoch, Quality quality)
    {
        var advancing = new Advancing(ledger, rules, to, to.Count, quality, quality);
        var next = advancing.Step(
            ledger,
            ledger with { Epoch = epoch, At = to.At, Count = to.Count, Wraps = 0, Total = epoch.Base },
            to.At);
        return (next, advancing._closed.ToImmutable());
    }

    /// <summary>
    /// To where the multiplier changes: the register there lies between the readings, in whole counts.
    /// </summary>
    private (Ledger Next, long Wraps) Change(Ledger ledger, ScalingChange change, long wraps)
    {
        var modulus = ledger.Epoch.Modulus;
        var from = ((Int128)ledger.Wraps * modulus) + ledger.Count;
        var to = ((Int128)wraps * modulus) + _to.Count;
        var raw = from + ((to - from) * Milliseconds(ledger.At, change.From) / Milliseconds(ledger.At, _to.At));
        var (wrapsThere, count) = ((long)(raw / modulus), (long)(raw % modulus));
        var there = Step(ledger, change.From, count, wrapsThere, _to.At);
        var epoch = there.Epoch.Next(wrapsThere, count, there.Meter, _rules.After(change), count);
        return (there with { Epoch = epoch, Wraps = 0 }, wraps - wrapsThere);
    }

    private Ledger Step(Ledger ledger, DateTimeOffset at, long count, long wraps, DateTimeOffset readAt) => Step(
        ledger,
        ledger with { At = at, Count = count, Wraps = wraps, Total = ledger.Epoch.TotalOf(wraps, count) },
        readAt);

    /// <summary>Closes the intervals that end after one instant and at or before another.</summary>
    /// <param name="readAt">Where the next real reading is.</param>
    private Ledger Step(Ledger ledger, Ledger next, DateTimeOffset readAt)
    {
        for (var at = Interval.StartOf(ledger.At) + Interval.Length; at <= next.At; at += Interval.Length)
        {
            var isRead = at == readAt;
            var there = new LedgerBoundary(
                at, at == next.At ? next.Total : Between(ledger, next, at), isRead || _isClose ? _read : _spread);
            if (next.Boundary is { } before)
            {
                _closed.Add(new(
                    Make(before, there, next),
                    isRead ? _after : _before,
                    _after));
            }
            next = next with { Boundary = there, Opening = next.Opening && _closed.Count == 0 };
        }
        return next;
    }

    private static long Between(Ledger before, Ledger after, DateTimeOffset at) =>
        before.Total + (long)((Int128)(after.Total - before.Total)
            * Milliseconds(before.At, at) / Milliseconds(before.At, after.At));

    private static long Milliseconds(DateTimeOffset from, DateTimeOffset to) =>
        (to - from).Ticks / TimeSpan.TicksPerMillisecond;

    private static Interval Make(LedgerBoundary start, LedgerBoundary end, Ledger next) => new(
        next.Point,
        start.At,
        end.Total - start.Total,
        Worse(start.Quality, end.Quality),
        end.Total,
        RegisterAt(end.Total, next),
        next.Meter,
        next.Opening,
        next.Epoch.Number);

    /// <summary>In the order in which they say less of the meter: measured, estimated, substituted, manual.</summary>
    private static Quality Worse(Quality one, Quality other) => (Quality)Math.Max((int)one, (int)other);

    /// <summary>What the register showed where the ledger stood at a total at or below the next one.</summary>
    private static long RegisterAt(long total, Ledger next)
    {
        var register = next.Epoch.Scaling.Floor(next.Count) - (next.Total - total);
        return register < 0 && next.Wraps > 0 ? register + next.Epoch.Scaling.Floor(next.Epoch.Modulus) : register;
    }
}
