using System.Collections.Immutable;
using System.Globalization;
using Jingu.Budgets.Ledgers;
using Jingu.Budgets.Pulses;
using Jingu.Contracts.Events;
using Jingu.Contracts.Readings;
using Jingu.Edge.Acquisition.Pulses;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery.Journal;

namespace Jingu.Edge.Budgets;

/// <summary>
/// Holds dials that persons read against the registers that pulses make, at the instant of the dial. No ledger moves by
/// it: what was counted stays, and the drift is on record.
/// </summary>
internal static class Reconciling
{
    /// <summary>Why a point has nothing to reconcile.</summary>
    public const string NoPulses =
        "is not counted by pulses: a meter with a register of its own is read, and a dial beside it says nothing new.";

    private const decimal BasePerShown = 1000;
    private const decimal ThousandthsPerBase = 1000;

    /// <summary>By how much the clock of whoever declares may be ahead of the gateway's.</summary>
    private static readonly TimeSpan AheadMax = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Reads the journal and writes nothing. A dial that was read after the last reading of its meter goes on waiting.
    /// </summary>
    public static HeldDials Hold(
        JournalStore journal, Commissioned commissioned, IEnumerable<Declaration> declarations, DateTimeOffset now)
    {
        var events = ImmutableArray.CreateBuilder<GatewayEvent>();
        var answers = ImmutableArray.CreateBuilder<DeclarationAnswer>();
        var dials = ImmutableArray.CreateBuilder<DialReading>();
        foreach (var declaration in declarations)
        {
            var found = Place(commissioned.Plan, declaration) is { } pulses
                ? HoldOne(journal, pulses, [.. dials], declaration, now)
                : Refuse(declaration, now, $"{declaration.Point} {NoPulses}");
            if (found is not { } held)
                continue;
            events.Add(held.Event);
            answers.Add(held.Answer);
            if (held.Dial is { } dial)
                dials.Add(dial);
        }
        return new(events.ToImmutable(), answers.ToImmutable(), dials.ToImmutable());
    }

    /// <summary>The point's meter, where that only gives pulses.</summary>
    public static (MeterPlan Meter, PulseProfile Profile)? Place(CommissioningPlan plan, Declaration declaration) =>
        plan.Meters.FirstOrDefault(meter => meter.Points.Any(point => point.Id == declaration.Point))
            is { Profile: PulseProfile profile } meter
            ? (meter, profile)
            : null;

    private static HeldDial? HoldOne(
        JournalStore journal, (MeterPlan Meter, PulseProfile Profile) pulses, ImmutableArray<DialReading> sameTick,
        Declaration declaration, DateTimeOffset now)
    {
        var at = declaration.At ?? declaration.Made;
        if (at > now + AheadMax)
        {
            return Refuse(
                declaration, now, $"{Text(at)} lies ahead of the gateway's clock, {Text(now)}: give the instant at "
                    + "which the dial was read.");
        }
        var around = journal.ReadAround(pulses.Meter.Id, at);
        if (around.Before is not { } before)
        {
            return Refuse(
                declaration, now, $"no reading of {pulses.Meter.Id} is kept from {Text(at)} or before: read the dial "
                    + "again, now.");
        }
        if (around.After is not { } after)
            return null;
        var reading = new DialReading(
            pulses.Meter.Id, at, ToDial(declaration.Closing, pulses.Profile, before, after, at), declaration.Number);
        var last = journal.ReadDials(pulses.Meter.Id).Concat(sameTick.Where(dial => dial.Meter == pulses.Meter.Id))
            .Where(dial => dial.At <= at).OrderBy(dial => dial.At).LastOrDefault();
        var text = Describe(declaration, reading, last, pulses.Profile.Unit);
        var facts = Facts(declaration, reading, last)
            .Add("beforeAt", before.At.ToString("O", CultureInfo.InvariantCulture))
            .Add("beforeCount", Text($"{before.Count}"))
            .Add("afterAt", after.At.ToString("O", CultureInfo.InvariantCulture))
            .Add("afterCount", Text($"{after.Count}"));
        return new(
            new(EventKinds.DialRead, now, declaration.Point.Value, text, facts),
            new(declaration.Number, DeclarationState.Applied, now, text), reading);
    }

    /// <summary>The register on the straight line between the readings it lies between.</summary>
    private static Dial ToDial(
        decimal shown, PulseProfile profile, RegisterReading before, RegisterReading after, DateTimeOffset at)
    {
        var span = (after.At - before.At).Ticks;
        var rise = after.Count - before.Count;
        var register = span == 0
            ? before.Count
            : before.Count + (long)((Int128)rise * (at - before.At).Ticks / span);
        // What the last digit that was read is worth: 1234.56 kWh or m3 is good to a hundredth of one.
        var step = (long)Math.Max(1, PulseRegister.ThousandthsPerUnit * Power(shown.Scale));
        var pulse = PulseRegister.Of(1, profile.Constants.Min(constant => constant.PerUnit));
        return new((long)(shown * ThousandthsPerBase), register, step + pulse + rise);
    }

    private static decimal Power(int decimals) =>
        Enumerable.Repeat(0.1m, decimals).Aggregate(1m, (power, tenth) => power * tenth);

    private static string Describe(Declaration declaration, DialReading now, DialReading? last, BaseUnit unit)
    {
        var read = $"{declaration.By} read {Shown(now.Dial.DialThousandths, unit)} on the dial of {now.Meter} at "
            + $"{Text(now.At)}";
        if (last is null)
            return $"{read}; from there on its pulses are held against it.";
        var drift = last.Dial.DriftAt(now.Dial);
        var compared = $"{read}. Since {Text(last.At)} the dial counted "
            + $"{Shown(now.Dial.DialThousandths - last.Dial.DialThousandths, unit)} and its pulses "
            + $"{Shown(now.Dial.RegisterThousandths - last.Dial.RegisterThousandths, unit)}";
        if (!last.Dial.IsDrift(now.Dial))
            return $"{compared}: no difference that these readings could show.";
        var much = Shown(Math.Abs(drift), unit);
        return drift > 0
            ? $"{compared}: pulses of {much} were lost. Look for hours without the gateway, a loose wire, a contact "
                + "shorter than the least pulse, or a wrong pulse constant."
            : $"{compared}: {much} too much. Look for a bouncing contact, a wrong pulse constant, a slip in reading, "
                + "or a dial that has rolled over or was changed.";
    }

    private static ImmutableSortedDictionary<string, string> Facts(
        Declaration declaration, DialReading now, DialReading? last)
    {
        var facts = ImmutableSortedDictionary<string, string>.Empty
            .Add("declaration", Text($"{declaration.Number}"))
            .Add("by", declaration.By)
            .Add("reason", declaration.Reason)
            .Add("meter", now.Meter.Value)
            .Add("at", now.At.ToString("O", CultureInfo.InvariantCulture))
            .Add("dialThousandths", Text($"{now.Dial.DialThousandths}"))
            .Add("registerThousandths", Text($"{now.Dial.RegisterThousandths}"))
            .Add("doubtThousandths", Text($"{now.Dial.DoubtThousandths}"));
        return last is null
            ? facts
            : facts.Add("since", last.At.ToString("O", CultureInfo.InvariantCulture))
                .Add("driftThousandths", Text($"{last.Dial.DriftAt(now.Dial)}"))
                .Add("isDrift", last.Dial.IsDrift(now.Dial) ? "true" : "false");
    }

    private static HeldDial Refuse(Declaration declaration, DateTimeOffset now, string why) => new(
        new(
            EventKinds.DeclarationRefused, now, declaration.Point.Value,
            $"What {declaration.By} declared was not applied: {why}",
            ImmutableSortedDictionary<string, string>.Empty
                .Add("declaration", Text($"{declaration.Number}"))
                .Add("by", declaration.By)
                .Add("reason", declaration.Reason)),
        new(declaration.Number, DeclarationState.Refused, now, why),
        null);

    private static string Shown(long thousandths, BaseUnit unit) => Text(
        $"{thousandths / ThousandthsPerBase / BasePerShown:0.######} {(unit == BaseUnit.Litre ? "m3" : "kWh")}");

    private static string Text(DateTimeOffset at) => at.ToString("u", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record HeldDial(GatewayEvent Event, DeclarationAnswer Answer, DialReading? Dial);
}

/// <summary>What dial readings lead to. Nothing has happened until it is stored.</summary>
internal sealed record HeldDials(
    ImmutableArray<GatewayEvent> Events, ImmutableArray<DeclarationAnswer> Answers, ImmutableArray<DialReading> Dials);
