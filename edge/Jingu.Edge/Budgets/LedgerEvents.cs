using System.Collections.Immutable;
using System.Globalization;
using Jingu.Budgets.Ledgers;
using Jingu.Budgets.Use;
using Jingu.Contracts.Events;
using Jingu.Contracts.Readings;
using Jingu.Edge.Commissioning;
using NodaTime;

namespace Jingu.Edge.Budgets;

/// <summary>What is recorded about a register and its ledger. Pure.</summary>
internal static class LedgerEvents
{
    public static IEnumerable<GatewayEvent> Of(
        LedgerStep step, Ledger? before, CommissionedPoint point, long count, DateTimeOffset at, DateTimeZone zone)
    {
        var next = step.Next;
        var (kind, text) = Describe(step.Finding, next, before, point, count);
        if (kind.Length > 0)
            yield return new(kind, at, point.Id.Value, text, Facts(next, before, point, count));
        if (before is not null && before.Epoch.IsKnown && next.Epoch.Number > before.Epoch.Number)
        {
            yield return new(
                EventKinds.MultiplierChanged, at, point.Id.Value,
                Text($"{point.Meter} counts with multiplier {next.Epoch.Multiplier} from total {next.Epoch.Base} on."),
                Facts(next, before, point, count));
        }
        if (next.Resolution > (before?.Resolution ?? ResolutionLoss.None) && point.Rules.ExactMax is { } exactMax)
        {
            yield return new(
                EventKinds.ResolutionLoss, at, point.Id.Value, Resolution(next, point, exactMax),
                Facts(next, before, point, count));
        }
        foreach (var boundary in Months(step.Closed, zone))
            yield return boundary;
    }

    /// <summary>The month boundaries among closed intervals, each with the readings it lies between.</summary>
    public static IEnumerable<GatewayEvent> Months(IEnumerable<ClosedInterval> intervals, DateTimeZone zone) =>
        intervals.Where(closed => IsMonthBegin(closed.Interval.End, zone)).Select(closed => new GatewayEvent(
            EventKinds.MonthBoundary, closed.Interval.End, closed.Interval.Point.Value,
            Text($"A month begins for {closed.Interval.Point} at total {closed.Interval.Total}."),
            ImmutableSortedDictionary<string, string>.Empty
                .Add("meter", closed.Interval.Meter.Value)
                .Add("epoch", Text($"{closed.Interval.Epoch}"))
                .Add("total", Text($"{closed.Interval.Total}"))
                .Add("register", Text($"{closed.Interval.Register}"))
                .Add("quality", closed.Interval.Quality.ToString().ToLowerInvariant())
                .Add("beforeAt", closed.Before.At.ToString("O", CultureInfo.InvariantCulture))
                .Add("beforeCount", Text($"{closed.Before.Count}"))
                .Add("afterAt", closed.After.At.ToString("O", CultureInfo.InvariantCulture))
                .Add("afterCount", Text($"{closed.After.Count}"))));

    private static bool IsMonthBegin(DateTimeOffset instant, DateTimeZone zone) =>
        LocalDay.Of(instant, zone).Day == 1 && LocalDay.IsBegin(instant, zone);

    private static (string Kind, string Text) Describe(
        LedgerFinding finding, Ledger next, Ledger? before, CommissionedPoint point, long count) => finding switch
        {
            LedgerFinding.Opened =>
                (EventKinds.LedgerOpened, $"The ledger of {point.Id} begins at register {count} of {point.Meter}."),
            LedgerFinding.NotLater => (EventKinds.ReadingNotLater,
                $"A reading of {point.Meter} is not later than {before?.At:O}, where the ledger of {point.Id} stands: "
                + "nothing is counted twice, and what follows counts from there."),
            LedgerFinding.Wrapped => (EventKinds.RegisterWrapped, $"The register of {point.Meter} rolled over."),
            // Said once per swing: a register that trembles would fill the journal.
            LedgerFinding.BackFlow when before?.Shown.Count == before?.Count => (EventKinds.RegisterBackFlow,
                $"The register of {point.Meter} stepped back from {before?.Count} to {count}, within its tolerance; "
                    + "the total stands until it has come back."),
            LedgerFinding.Fell => (EventKinds.RegisterFell,
                $"The register of {point.Meter} fell from {before?.Count} to {count}; nothing is counted until it "
                    + $"is back or a person settles case {next.Case}: jingu-edge settle {next.Case}."),
            LedgerFinding.Implausible => (EventKinds.RegisterImplausible,
                $"The register of {point.Meter} rose from {before?.Count} to {count}, faster than possible; it is "
                    + $"not believed until it is back or a person settles case {next.Case}: jingu-edge settle "
                    + $"{next.Case}."),
            LedgerFinding.OtherMeter => (EventKinds.MeterChanged,
                $"{point.Meter} hangs at {point.Id} in place of {before?.Meter}; nothing is counted until closing "
                    + $"and opening reading are declared: jingu-edge replace-meter {point.Id} (case {next.Case})."),
            LedgerFinding.Recovered => (EventKinds.RegisterRecovered,
                $"The register of {point.Meter} can be believed again; case {next.Case} is closed."),
            _ => ("", ""),
        };

    private static string Resolution(Ledger ledger, CommissionedPoint point, long exactMax)
    {
        var scaling = ledger.Epoch.Scaling;
        var unit = Quantities.UnitOf(scaling.Quantity) == BaseUnit.Litre ? "L" : "Wh";
        var counts = FloatResolution.CountsPerStep(Math.Max(ledger.Count, exactMax + 1), exactMax);
        var step = Text($"{scaling.ToDouble(counts):0.###} {unit}");
        return ledger.Resolution == ResolutionLoss.Lost
            ? $"The register of {point.Meter} is a 32-bit float and has passed {exactMax} counts: it steps by {step} "
                + "now. Sums stay right, intervals get coarse; replace the meter or reset it."
            : $"The register of {point.Meter} is a 32-bit float and nears {exactMax} counts, above which it steps by "
                + $"{step}: plan to replace the meter or to reset it.";
    }

    private static ImmutableSortedDictionary<string, string> Facts(
        Ledger next, Ledger? before, CommissionedPoint point, long count)
    {
        var facts = ImmutableSortedDictionary<string, string>.Empty
            .Add("meter", point.Meter.Value)
            .Add("epoch", Text($"{next.Epoch.Number}"))
            .Add("total", Text($"{next.Total}"))
            .Add("count", Text($"{count}"));
        if (next.Doubt != LedgerDoubt.None || before is { Doubt: not LedgerDoubt.None })
            facts = facts.Add("case", Text($"{next.Case}"));
        return before is null ? facts : facts.Add("countBefore", Text($"{before.Count}"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
