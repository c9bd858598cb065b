using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Budgets.Ledgers;

/// <summary>
/// The rules by which registers become ledgers and intervals: pure, deterministic, integer. Energy that a gap hid is
/// kept whole, because it is a difference of registers; only its spread over the gap's intervals is estimated.
/// </summary>
public static class Accounting
{
    /// <summary>
    /// A longer silence is no gap but a wrong clock or a forgotten meter: held until a person settles it.
    /// </summary>
    public static readonly TimeSpan GapMax = TimeSpan.FromDays(400);

    /// <summary>Begins a ledger at a register: its total starts at the register's own value.</summary>
    public static LedgerStep Open(PointId point, MeterId meter, LedgerRules rules, long count, DateTimeOffset at)
    {
        var total = rules.Scaling.Floor(count);
        var boundary = Interval.StartOf(at) == at ? new LedgerBoundary(at, total, Close: true) : null;
        return new(
            new(point, meter, at, count, Wraps: 0, total, boundary, Opening: true, LedgerDoubt.None), [],
            LedgerFinding.Opened);
    }

    /// <summary>Accounts a reading of the meter that the ledger stands on.</summary>
    public static LedgerStep Account(Ledger ledger, LedgerRules rules, long count, DateTimeOffset at)
    {
        if (at <= ledger.At)
            return new(ledger, [], LedgerFinding.NotLater);
        var elapsed = at - ledger.At;
        if (count >= ledger.Count)
        {
            return elapsed <= GapMax && !IsTheDoubtedJump(ledger, count)
                && rules.IsPossible(count - ledger.Count, elapsed)
                ? Advance(ledger, rules, count, ledger.Wraps, at, Believed(ledger))
                : Hold(ledger, count, LedgerDoubt.Implausible, LedgerFinding.Implausible);
        }
        // Only a first fall can be a rollover: time that passes while one is held makes it no more likely.
        return ledger.Doubt != LedgerDoubt.Fell && elapsed <= GapMax && count >= 0 && ledger.Count < rules.Modulus
            && rules.IsPossible(rules.Modulus - ledger.Count + count, elapsed)
            ? Advance(ledger, rules, count, ledger.Wraps + 1, at, LedgerFinding.Wrapped)
            : Hold(ledger, count, LedgerDoubt.Fell, LedgerFinding.Fell);
    }

    /// <summary>A jump that was not believed stays so however long it stands there: a person settles it.</summary>
    private static bool IsTheDoubtedJump(Ledger ledger, long count) =>
        ledger.Doubt == LedgerDoubt.Implausible && count >= ledger.DoubtCount;

    private static LedgerFinding Believed(Ledger ledger) =>
        ledger.Doubt == LedgerDoubt.None ? LedgerFinding.Normal : LedgerFinding.Recovered;

    private static LedgerStep Hold(Ledger ledger, long count, LedgerDoubt doubt, LedgerFinding finding) =>
        ledger.Doubt == doubt
            ? new(ledger, [], LedgerFinding.StillHeld)
            : new(ledger with { Doubt = doubt, DoubtCount = count }, [], finding);

    private static LedgerStep Advance(
        Ledger ledger, LedgerRules rules, long count, long wraps, DateTimeOffset at, LedgerFinding finding)
    {
        var total = rules.Scaling.Floor((wraps * rules.Modulus) + count);
        var next = ledger with
        {
            At = at,
            Count = count,
            Wraps = wraps,
            Total = total,
            Doubt = LedgerDoubt.None,
            DoubtCount = 0,
        };
        var close = at - ledger.At <= rules.CloseMax;
        var closed = ImmutableArray.CreateBuilder<Interval>();
        for (var boundary = Interval.StartOf(ledger.At) + Interval.Length; boundary <= at; boundary += Interval.Length)
        {
            var there = new LedgerBoundary(
                boundary, boundary == at ? total : Between(ledger, next, boundary), boundary == at || close);
            if (next.Boundary is { } before)
                closed.Add(Between(before, there, next, rules));
            next = next with { Boundary = there, Opening = next.Opening && closed.Count == 0 };
        }
        return new(next, closed.ToImmutable(), finding);
    }

    /// <summary>
    /// The total at an instant between two readings, on the straight line between them, rounded down.
    /// </summary>
    private static long Between(Ledger before, Ledger after, DateTimeOffset at)
    {
        var passed = (at - before.At).Ticks / TimeSpan.TicksPerMillisecond;
        var whole = (after.At - before.At).Ticks / TimeSpan.TicksPerMillisecond;
        return before.Total + (long)((Int128)(after.Total - before.Total) * passed / whole);
    }

    private static Interval Between(LedgerBoundary start, LedgerBoundary end, Ledger ledger, LedgerRules rules) => new(
        ledger.Point,
        start.At,
        end.Total - start.Total,
        start.Close && end.Close ? Quality.Measured : Quality.Estimated,
        end.Total,
        RegisterAt(end.Total, ledger.Wraps, rules),
        ledger.Meter,
        ledger.Opening);

    /// <summary>
    /// What the register showed where the ledger stood at a total: the total less the rollovers before it.
    /// </summary>
    private static long RegisterAt(long total, long wraps, LedgerRules rules)
    {
        var register = total - rules.Scaling.Floor(wraps * rules.Modulus);
        return register >= 0 || wraps == 0 ? register : total - rules.Scaling.Floor((wraps - 1) * rules.Modulus);
    }
}
