using System.Collections.Immutable;
using System.Text.Json;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Planning.Importing;
using Jingu.Budgets.DemandResponse;
using Jingu.Contracts.Readings;
using Jingu.Time;
using NodaTime;
using NodaTime.Text;

namespace Jingu.Aggregator.Planning.DemandResponse;

/// <summary>What somebody asks for.</summary>
/// <param name="DepthThousandths">Of the peak, or</param>
/// <param name="TargetWatts">so many W.</param>
internal sealed record DemandOrder(
    string Id, DateTimeOffset From, DateTimeOffset To, long? DepthThousandths, long? TargetWatts, string By,
    string Reason);

/// <summary>What came of it.</summary>
internal abstract record DemandOutcome
{
    private DemandOutcome()
    {
    }

    public sealed record Planned(DemandRecord Record) : DemandOutcome;

    /// <param name="Why">A sentence for whoever asked; nothing was ordered.</param>
    public sealed record Refused(string Why) : DemandOutcome;
}

/// <summary>
/// Takes orders of demand response: checks, plans, stores; the next policies carry it. What is ordered never changes.
/// Safe from any thread.
/// </summary>
internal sealed class DemandDesk(
    AggregatorSettings settings, CurrentSite site, Plans plans, DemandStore store, DemandUse use, SiteTime time)
{
    /// <summary>Nothing is ordered further ahead: a plan grows old.</summary>
    public static readonly TimeSpan AheadMax = TimeSpan.FromDays(7);

    private const long Whole = 1000;
    private const int QuartersOfHour = 4;

    /// <summary>Raised after an event was stored or called off; handlers return at once.</summary>
    public event Action? Changed;

    /// <summary>Plans an event and stores it for the next policies.</summary>
    public async Task<DemandOutcome> OrderAsync(DemandOrder order, CancellationToken stop)
    {
        var outcome = await PlanAsync(order, stop);
        if (outcome is not DemandOutcome.Planned { Record: var record })
            return outcome;
        if (!await store.TryAddAsync(record, stop))
        {
            return new DemandOutcome.Refused(
                $"Event '{order.Id}' was ordered before, or another one lies in its time: see /api/demand-response.");
        }
        Changed?.Invoke();
        return outcome;
    }

    /// <summary>What would be ordered, by what is known now; nothing is stored.</summary>
    public async Task<DemandOutcome> PlanAsync(DemandOrder order, CancellationToken stop)
    {
        if (Objection(order) is { } objection)
            return new DemandOutcome.Refused(objection);
        var plan = await plans.CurrentAsync(null, stop);
        var notes = ImmutableArray.CreateBuilder<string>();
        var sheddable = plan.Sheddable();
        if (sheddable.IsEmpty)
            return new DemandOutcome.Refused("Nothing is declared sheddable: import it into 'sheddable'.");
        foreach (var unit in sheddable.Select(load => load.Unit).Distinct()
            .Where(unit => plan.Ladder(unit, Resource.Electricity).Drill))
        {
            notes.Add($"{unit} is in a drill: nothing of it is shed.");
        }
        var day = Instant.FromDateTimeOffset(order.From).InZone(site.Site.Zone).Date;
        foreach (var held in plan.Calendar(day).Windows(order.From, site.Site.Zone)
            .Where(window => window.From < order.To && window.To > order.From))
        {
            notes.Add($"From {held.From:u} to {held.To:u} gateways shed nothing: the calendar says "
                + $"{JsonNamingPolicy.KebabCaseLower.ConvertName(held.Reason.ToString())}.");
        }
        var baselines = await use.BaselinesAsync(site.Site, plan, order.From, order.To, [], stop);
        var peak = PeakOf(baselines, (int)((order.To - order.From) / TimeSpan.FromMinutes(15)));
        if (order.TargetWatts is null && peak is null)
        {
            return new DemandOutcome.Refused(
                "No baseline is known: no day of the same kind within 30 days was measured whole at these hours, "
                + "without event or cut. Ask for targetWatts instead.");
        }
        var target = order.TargetWatts ?? peak!.Value * order.DepthThousandths!.Value / Whole;
        var shed = ShedPlan.Of(
            target, order.From, order.To,
            [.. sheddable.Where(load => !plan.Ladder(load.Unit, Resource.Electricity).Drill)]);
        if (shed.ShortWatts > 0)
        {
            notes.Add(FormattableString.Invariant(
                $"The depth is not reached by {shed.ShortWatts} W: all that may be shed is declared to bring ")
                + FormattableString.Invariant($"{shed.ExpectedWatts} W of {target} W."));
        }
        var record = new DemandRecord(
            order.Id, order.From, order.To, order.DepthThousandths, target, peak, Baseline.Method,
            [
                .. baselines.OfType<Baseline>().SelectMany(baseline => baseline.Days).Distinct().OrderDescending()
                    .Take(Baseline.DaysMax).Select(LocalDatePattern.Iso.Format),
            ],
            shed.ExpectedWatts, shed.ShortWatts,
            [
                .. shed.Loads.Select(load => new DemandLoad(
                    load.Point.Value, load.Gateway.Value, load.Unit.Value, PlanWords.Of(load.Kind),
                    load.ExpectedWatts, load.From, load.To)),
            ],
            notes.ToImmutable(), order.By, order.Reason, time.GetUtcNow());
        if (record.Loads.IsEmpty)
            return new DemandOutcome.Refused($"Nothing can be shed. {string.Join(' ', notes)}");
        return new DemandOutcome.Planned(record);
    }

    /// <summary>Null: it is called off; otherwise why not.</summary>
    public async Task<string?> CallOffAsync(string id, string by, string reason, CancellationToken stop)
    {
        if (!await store.TryCallOffAsync(id, time.GetUtcNow(), by, reason, stop))
            return $"No event '{id}' is there to be called off.";
        Changed?.Invoke();
        return null;
    }

    private string? Objection(DemandOrder order)
    {
        var now = time.GetUtcNow();
        static bool IsQuarter(DateTimeOffset at) => Contracts.Readings.Interval.StartOf(at) == at;
        return order switch
        {
            _ when settings.Signing.IsEmpty => "No key signs here: make one with 'jingu-aggregator enroll'.",
            _ when !DemandEvent.IsId(order.Id) => $"id: '{order.Id}' is not 1 to 48 of a-z, 0-9 and -.",
            _ when !IsQuarter(order.From) || !IsQuarter(order.To) =>
                "start, end: write quarter hours, such as 2026-07-21T14:00:00+08:00.",
            _ when order.From <= now => $"start: {order.From:u} has passed. An event is announced before it begins.",
            _ when order.From - now > AheadMax => $"start: {AheadMax.TotalDays:0} days ahead at most.",
            _ when order.To <= order.From || order.To - order.From > DemandEvent.LengthMax =>
                $"end: an event lasts {DemandEvent.LengthMax.TotalHours:0} hours at most.",
            { DepthThousandths: null, TargetWatts: null } or { DepthThousandths: not null, TargetWatts: not null } =>
                "Give one of depthThousandths and targetWatts.",
            { DepthThousandths: <= 0 or > Whole } => "depthThousandths: 1 to 1000.",
            { TargetWatts: <= 0 } => "targetWatts: above 0.",
            _ => null,
        };
    }

    /// <summary>The highest quarter hour of all buildings together, W; null where one of them is not known.</summary>
    private static long? PeakOf(ImmutableArray<Baseline?> baselines, int quarters) =>
        baselines.IsEmpty || baselines.Any(baseline => baseline is null)
            ? null
            : Enumerable.Range(0, quarters)
                .Max(quarter => baselines.Sum(baseline => baseline!.Curve[quarter])) * QuartersOfHour;
}
