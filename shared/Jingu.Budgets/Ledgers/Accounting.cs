using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Budgets.Ledgers;

/// <summary>
/// The rules by which registers become ledgers and intervals: pure, deterministic, integer. Every fall is classified
/// and none is guessed: normal, declared (<see cref="Settling"/>), rollover, back-flow, spurious (it comes back), or
/// unexplained, which is held for a person. Energy that a gap hid is kept whole, because it is a difference of
/// registers; only its spread over the gap's intervals is estimated.
/// </summary>
public static class Accounting
{
    /// <summary>
    /// A longer silence is no gap but a wrong clock or a forgotten meter: held until a person settles it.
    /// </summary>
    public static readonly TimeSpan GapMax = TimeSpan.FromDays(400);

    /// <summary>
    /// Readings kept while in doubt: 100 days of quarter hours. Later ones cost spread, never energy: the last one is
    /// always kept besides.
    /// </summary>
    public const int HeldMax = 9_600;

    /// <summary>Begins a ledger at a register: its total starts at the register's own value.</summary>
    /// <param name="count">A count that the register can show: see <see cref="LedgerRules.IsRegister"/>.</param>
    public static LedgerStep Open(PointId point, MeterId meter, LedgerRules rules, long count, DateTimeOffset at)
    {
        var epoch = LedgerEpoch.First(meter, rules.In(at));
        var total = epoch.TotalOf(0, count);
        var boundary = Interval.StartOf(at) == at ? new LedgerBoundary(at, total, Quality.Measured) : null;
        var ledger = new Ledger(
            point, epoch, at, count, Wraps: 0, total, boundary, Opening: true, new RegisterReading(at, count));
        return new(WithResolution(ledger, rules), [], LedgerFinding.Opened);
    }

    /// <summary>Accounts a reading of the meter that the ledger stands on.</summary>
    public static LedgerStep Account(Ledger ledger, LedgerRules rules, long count, DateTimeOffset at)
    {
        if (at <= ledger.Shown.At)
            return new(ledger, [], LedgerFinding.NotLater);
        ledger = Rescaled(ledger, rules);
        var read = new RegisterReading(at, count);
        return count >= ledger.Count ? AccountRise(ledger, rules, read) : AccountFall(ledger, rules, read);
    }

    /// <summary>
    /// Takes note of a reading of another meter than the one the ledger stands on: nothing is counted until a person
    /// has said what the two registers showed.
    /// </summary>
    public static LedgerStep AccountOther(Ledger ledger, long count, DateTimeOffset at) =>
        at <= ledger.Shown.At
            ? new(ledger, [], LedgerFinding.NotLater)
            : Hold(ledger, new(at, count), LedgerDoubt.OtherMeter, LedgerFinding.OtherMeter);

    /// <summary>
    /// The ledger on the scaling in force at its last believed reading. A scaling that was changed without a date, or
    /// after its date, holds from there on: what has been counted is not rewritten.
    /// </summary>
    internal static Ledger Rescaled(Ledger ledger, LedgerRules rules)
    {
        var now = rules.In(ledger.At);
        var epoch = ledger.Epoch;
        if (!epoch.IsKnown)
        {
            var adopted = epoch with { Scaling = now.Scaling, Multiplier = now.Multiplier, Modulus = now.Modulus };
            return ledger with { Epoch = adopted };
        }
        return epoch.Scaling == now.Scaling && epoch.Modulus == now.Modulus
            ? ledger
            : ledger with
            {
                Epoch = epoch.Next(ledger.Wraps, ledger.Count, ledger.Meter, now, ledger.Count),
                Wraps = 0,
                Resolution = ResolutionLoss.None,
            };
    }

    /// <summary>True when the register can have gone from one reading to the next without a fall.</summary>
    internal static bool IsRise(LedgerRules rules, RegisterReading from, RegisterReading to)
    {
        var (counts, elapsed) = (to.Count - from.Count, to.At - from.At);
        return counts >= 0 && elapsed <= GapMax
            && (rules.In(from.At).IsPossible(counts, elapsed) || rules.In(to.At).IsPossible(counts, elapsed));
    }

    /// <summary>The ledger with a reading believed and every doubt gone.</summary>
    internal static Ledger Believed(Ledger next, LedgerRules rules, RegisterReading read) => WithResolution(
        next with { Shown = read, Doubt = LedgerDoubt.None, DoubtCount = 0, Held = [] }, rules);

    private static LedgerStep AccountRise(Ledger ledger, LedgerRules rules, RegisterReading read)
    {
        var last = new RegisterReading(ledger.At, ledger.Count);
        if (IsOfTheDoubtedKind(ledger, rules, read))
            return Hold(ledger, read, ledger.Doubt, LedgerFinding.StillHeld);
        if (rules.IsRegister(read.Count) && IsRise(rules, last, read))
            return Advance(ledger, rules, read, ledger.Wraps, Back(ledger));
        // Just after a rollover a register may swing back across its zero.
        return ledger.Wraps > 0 && rules.Modulus - read.Count + ledger.Count <= rules.BackFlowMax
            ? StandStill(ledger, rules, read, LedgerFinding.BackFlow)
            : Hold(ledger, read, LedgerDoubt.Implausible, LedgerFinding.Implausible);
    }

    private static LedgerStep AccountFall(Ledger ledger, LedgerRules rules, RegisterReading read)
    {
        var last = new RegisterReading(ledger.At, ledger.Count);
        if (rules.IsRegister(read.Count) && ledger.Count - read.Count <= rules.BackFlowMax
            && !IsOfTheDoubtedKind(ledger, rules, read) && read.At - ledger.At <= GapMax)
        {
            var stepsBack = ledger.Doubt == LedgerDoubt.None && read.Count < ledger.Shown.Count;
            return StandStill(ledger, rules, read, stepsBack ? LedgerFinding.BackFlow : Back(ledger));
        }
        // Only a first fall can be a rollover: time that passes while one is held makes it no more likely.
        return ledger.Doubt != LedgerDoubt.Fell && rules.IsRegister(read.Count)
            && IsRise(rules, last, read with { Count = rules.Modulus + read.Count })
            ? Advance(ledger, rules, read, ledger.Wraps + 1, LedgerFinding.Wrapped)
            : Hold(ledger, read, LedgerDoubt.Fell, LedgerFinding.Fell);
    }

    /// <summary>
    /// A jump that was not believed stays so however long it stands there, and a register that climbs from where it
    /// fell to has not come back: a person settles both.
    /// </summary>
    private static bool IsOfTheDoubtedKind(Ledger ledger, LedgerRules rules, RegisterReading read) =>
        ledger.Doubt switch
        {
            LedgerDoubt.Implausible => read.Count >= ledger.DoubtCount - rules.BackFlowMax,
            LedgerDoubt.Fell => IsRise(rules, ledger.Shown, read),
            _ => false,
        };

    private static LedgerFinding Back(Ledger ledger) =>
        ledger.Doubt == LedgerDoubt.None ? LedgerFinding.Normal : LedgerFinding.Recovered;

    private static LedgerStep Hold(Ledger ledger, RegisterReading read, LedgerDoubt doubt, LedgerFinding finding)
    {
        var held = ledger.Held;
        var isFirstOfQuarter = held.IsEmpty || Interval.StartOf(held[^1].At) != Interval.StartOf(read.At);
        var next = ledger with
        {
            Shown = read,
            Held = isFirstOfQuarter && held.Length < HeldMax ? held.Add(read) : held,
        };
        return ledger.Doubt == doubt
            ? new(next, [], LedgerFinding.StillHeld)
            : new(next with { Doubt = doubt, DoubtCount = read.Count }, [], finding);
    }

    private static LedgerStep Advance(
        Ledger ledger, LedgerRules rules, RegisterReading read, long wraps, LedgerFinding finding)
    {
        var (next, closed) = Advancing.To(ledger, rules, read, read.Count, wraps);
        return new(Believed(next, rules, read), closed, finding);
    }

    /// <summary>The register shows less than it did, and the total stands: no interval is below zero.</summary>
    private static LedgerStep StandStill(
        Ledger ledger, LedgerRules rules, RegisterReading read, LedgerFinding finding)
    {
        var (next, closed) = Advancing.To(
            ledger, rules, read with { Count = ledger.Count }, read.Count, ledger.Wraps);
        return new(Believed(next, rules, read), closed, finding);
    }

    private static Ledger WithResolution(Ledger ledger, LedgerRules rules)
    {
        var loss = FloatResolution.At(ledger.Count, rules.ExactMax);
        return loss > ledger.Resolution ? ledger with { Resolution = loss } : ledger;
    }
}
