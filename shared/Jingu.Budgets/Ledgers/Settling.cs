using System.Collections.Immutable;
using System.Globalization;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Budgets.Ledgers;

/// <summary>
/// Applies what a person says of a register. No interval was made while the ledger was in doubt, so none is rewritten:
/// those held back are made now, and the readings kept meanwhile are accounted on the new footing. What rests on
/// registers that a person read or confirmed is of quality manual, what rests on a person's figure is substituted.
/// Pure.
/// </summary>
public static class Settling
{
    /// <param name="ledger">The ledger as it stands.</param>
    /// <param name="meter">The meter that hangs at the point now, as commissioned.</param>
    /// <param name="rules">Its rules.</param>
    /// <param name="now">Where a replacement is put that names no instant and left no trace in the register.</param>
    public static Settled Apply(
        Ledger ledger, MeterId meter, LedgerRules rules, Settlement settlement, DateTimeOffset now) =>
        settlement switch
        {
            Settlement.Replaced replaced => Replace(ledger, rules, replaced, now),
            _ when ledger.Doubt == LedgerDoubt.None =>
                Refuse($"the register of {ledger.Point} is not in doubt: there is nothing to settle"),
            Settlement.Believed => Believe(ledger, rules),
            Settlement.NewBase rebased => Rebase(ledger, meter, rules, rebased),
            _ => throw new ArgumentOutOfRangeException(nameof(settlement)),
        };

    /// <summary>A register as its meter shows it, in counts, rounded to the nearest.</summary>
    public static long ToCount(decimal reading, Scaling scaling, long multiplier) => (long)decimal.Round(
        reading * multiplier * scaling.Denominator / scaling.Numerator, MidpointRounding.AwayFromZero);

    private static Settled Replace(
        Ledger ledger, LedgerRules rules, Settlement.Replaced replaced, DateTimeOffset now)
    {
        var said = replaced.At ?? (ledger.Held.IsEmpty ? now : ledger.Held[0].At);
        var at = said > ledger.At ? said : ledger.At;
        // The doubt of one meter says nothing against the rules of the other.
        var old = ledger.Epoch.IsKnown ? ledger : Accounting.Rescaled(ledger, rules);
        var oldRules = rules.In(ledger.At) with
        {
            Scaling = old.Epoch.Scaling,
            Multiplier = old.Epoch.Multiplier,
            Modulus = old.Epoch.Modulus,
            Changes = [],
        };
        var ruled = rules.In(at);
        var closing = ToCount(replaced.Closing, old.Epoch.Scaling, old.Epoch.Multiplier);
        var opening = ToCount(replaced.Opening, ruled.Scaling, ruled.Multiplier);
        if (!rules.IsRegister(opening))
            return Refuse($"the opening reading is nothing that the new meter can show: read {replaced.Meter} again");
        if (at - ledger.At > Accounting.GapMax)
            return Refuse($"the replacement is more than a year after the last reading at {Text(ledger.At)}");
        if (ClosingOf(old, oldRules, closing, at) is not { } end)
        {
            return Refuse(
                $"the closing reading does not follow what {ledger.Meter} last showed (count {ledger.Count} at "
                + $"{Text(ledger.At)}): it lies below it, or further above it than can have passed by {Text(at)}. "
                + "Look for a slip, or give the instant");
        }
        var (closed, first) = Advancing.To(
            old, oldRules, new(at, end.Count), closing, end.Wraps, Quality.Manual, Quality.Manual);
        var epoch = closed.Epoch.Next(end.Wraps, end.Count, replaced.Meter, ruled, opening);
        var next = Accounting.Believed(Rebased(closed, epoch, at, opening), rules, new(at, opening));
        var kept = Kept(ledger, replaced.Meter).Where(read => read.At > at);
        return Replay(Marked(next, Quality.Manual), first, rules, kept);
    }

    /// <summary>Where the old register ends, count and rollovers; null where it cannot have ended there.</summary>
    private static (long Count, long Wraps)? ClosingOf(
        Ledger ledger, LedgerRules rules, long closing, DateTimeOffset at)
    {
        var last = new RegisterReading(ledger.At, ledger.Count);
        return closing switch
        {
            _ when !rules.IsRegister(closing) => null,
            _ when Accounting.IsRise(rules, last, new(at, closing)) => (closing, ledger.Wraps),
            _ when closing < last.Count && last.Count - closing <= rules.BackFlowMax => (last.Count, ledger.Wraps),
            _ when closing < last.Count && Accounting.IsRise(rules, last, new(at, rules.Modulus + closing)) =>
                (closing, ledger.Wraps + 1),
            _ => null,
        };
    }

    private static Settled Believe(Ledger ledger, LedgerRules rules)
    {
        if (ledger.Doubt == LedgerDoubt.OtherMeter)
            return Refuse($"another meter hangs at {ledger.Point}: declare the replacement with both readings");
        ledger = Accounting.Rescaled(ledger, rules);
        var run = LastRun(ledger, rules);
        if (run[0].Count < ledger.Count || !rules.IsRegister(run[0].Count))
        {
            return Refuse(
                $"the register of {ledger.Meter} stands below what was counted (count {ledger.Count}): declare a "
                + "replacement or a new base");
        }
        if (run[0].At <= ledger.At)
            return Refuse($"{ledger.Meter} was not read since: wait for its next reading");
        var (next, first) = Advancing.To(
            ledger, rules, run[0], run[0].Count, ledger.Wraps, Quality.Manual, Quality.Manual);
        return Replay(
            Marked(Accounting.Believed(next, rules, run[0]), Quality.Manual), first, rules, run.Skip(1));
    }

    private static Settled Rebase(Ledger ledger, MeterId meter, LedgerRules rules, Settlement.NewBase rebased)
    {
        if (rebased.Amount < 0)
            return Refuse("an amount below zero would take back what was counted: give 0 or more");
        ledger = Accounting.Rescaled(ledger, rules);
        var run = LastRun(ledger, rules);
        if (!rules.IsRegister(run[0].Count))
            return Refuse($"the register shows {run[0].Count}, which no meter shows: wait for its next reading");
        var at = run[0].At > ledger.At ? run[0].At : ledger.At;
        var epoch = ledger.Epoch.Next(
            ledger.Wraps, ledger.Count, meter, rules.In(at), run[0].Count, rebased.Amount);
        var (next, first) = Advancing.ToEpoch(
            ledger, rules, run[0] with { At = at }, epoch, Quality.Substituted);
        next = Accounting.Believed(
            next with { Resolution = ResolutionLoss.None }, rules, run[0] with { At = at });
        return Replay(Marked(next, Quality.Substituted), first, rules, run.Skip(1));
    }

    /// <summary>Accounts the readings that were kept, on the ledger's new footing.</summary>
    private static Settled.Done Replay(
        Ledger ledger, ImmutableArray<ClosedInterval> first, LedgerRules rules, IEnumerable<RegisterReading> kept)
    {
        var closed = first.ToBuilder();
        foreach (var read in kept)
        {
            var step = Accounting.Account(ledger, rules, read.Count, read.At);
            ledger = step.Next;
            closed.AddRange(step.Closed);
        }
        return new(ledger, closed.ToImmutable());
    }

    private static Ledger Rebased(Ledger ledger, LedgerEpoch epoch, DateTimeOffset at, long count) => ledger with
    {
        Epoch = epoch,
        At = at,
        Count = count,
        Wraps = 0,
        Total = epoch.Base,
        Resolution = ResolutionLoss.None,
    };

    /// <summary>The quarter of an hour that has begun holds a person's word.</summary>
    private static Ledger Marked(Ledger ledger, Quality quality) =>
        ledger.Boundary is { } boundary && boundary.At < ledger.At
            ? ledger with { Boundary = boundary with { Quality = quality } }
            : ledger;

    /// <summary>
    /// The readings since the doubt began that are of the meter that hangs there: those kept, and the last one.
    /// </summary>
    private static List<RegisterReading> Kept(Ledger ledger, MeterId meter)
    {
        if (ledger.Doubt == LedgerDoubt.None || (ledger.Doubt == LedgerDoubt.OtherMeter && meter == ledger.Meter))
            return [];
        var kept = ledger.Held.ToList();
        if (kept.Count == 0 || kept[^1].At < ledger.Shown.At)
            kept.Add(ledger.Shown);
        return kept;
    }

    /// <summary>
    /// The last of the kept readings that follow each other without another fall or jump: a register that showed zero
    /// for a while and then something else stands on the latter.
    /// </summary>
    private static List<RegisterReading> LastRun(Ledger ledger, LedgerRules rules)
    {
        var kept = Kept(ledger, default);
        var from = kept.Count - 1;
        while (from > 0 && Follows(rules, kept[from - 1], kept[from]))
            from--;
        return kept[from..];
    }

    private static bool Follows(LedgerRules rules, RegisterReading before, RegisterReading after) =>
        rules.IsRegister(before.Count) && (Accounting.IsRise(rules, before, after)
            || (after.Count < before.Count && before.Count - after.Count <= rules.BackFlowMax));

    private static Settled.Refused Refuse(string why) => new(why + ".");

    private static string Text(DateTimeOffset at) => at.ToString("u", CultureInfo.InvariantCulture);
}
