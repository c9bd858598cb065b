using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Edge.Clock;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery.Journal;
using Jingu.Modbus;
using Jingu.Time;

namespace Jingu.Edge.Control.Curtailing;

/// <summary>
/// The inverters that may be told a limit. What is to be done stands in the journal's file: after a crash anywhere it
/// goes on, and what is over is lifted. One that does not answer is asked again now and then: to be limited until its
/// time is over, to be let go for as long as it takes.
/// </summary>
/// <param name="inverters">By the point at which their generation is measured.</param>
/// <param name="period">How often new commands, and those under way, are looked at; site time.</param>
internal sealed class Curtailments(
    ImmutableDictionary<PointId, Inverter> inverters, TimeSpan period, JournalStore journal, ClockKeeper clock,
    SiteTime site)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    /// <summary>After an inverter did not answer: its port has others to ask.</summary>
    public static readonly TimeSpan SilentFor = TimeSpan.FromSeconds(30);

    private readonly Dictionary<PointId, DateTimeOffset> _silentUntil = [];

    public static Curtailments Of(
        CommissioningPlan plan, IReadOnlyDictionary<string, IMeterPort> ports, JournalStore journal, ClockKeeper clock,
        SiteTime site) => new(
            plan.Curtailable.ToImmutableDictionary(
                pair => pair.Point,
                pair => Open(pair.Inverter, plan.Ports.First(port => port.Id == pair.Inverter.Port), ports)),
            // With the polls of a bench they cost its clock nothing.
            site.IsBench && !plan.Ports.IsEmpty ? plan.Ports.Min(port => port.Period) : LookEvery, journal, clock,
            site);

    /// <summary>Looks until stopped; where no inverter may be told a limit it returns nothing to wait for.</summary>
    public ImmutableArray<Task> Run(CancellationToken stop) =>
        inverters.IsEmpty ? [] : [RunAsync(site.Join("inverters"), stop)];

    /// <summary>Looks at every inverter that is told a limit, and does what is to be done now.</summary>
    public async Task LookAsync(CancellationToken stop)
    {
        foreach (var curtailment in journal.ReadCurtailments())
        {
            var now = site.GetUtcNow();
            // What is no longer declared so is not addressed any more, not even to let it go: a person has changed that
            // on site.
            if (!inverters.TryGetValue(curtailment.Point, out var inverter)
                || now < _silentUntil.GetValueOrDefault(curtailment.Point)
                || IsQuiet(curtailment, now))
            {
                continue;
            }
            await LookAsync(curtailment, inverter, stop);
        }
    }

    private async Task LookAsync(Curtailment curtailment, Inverter inverter, CancellationToken stop)
    {
        var look = await inverter.LookAsync(stop);
        var now = site.GetUtcNow();
        if (look.Fault is not null)
            _silentUntil[curtailment.Point] = now + SilentFor;
        if (CurtailmentRules.Next(curtailment, look, now, clock.MayDateTurnAndCut) is not { } step)
            return;
        if (step.Does == CurtailmentDeed.Lift)
        {
            // Needs no room in the journal: what may still stand is lifted.
            await inverter.LiftAsync(stop);
            return;
        }
        try
        {
            if (journal.SaveCurtailment(step) && step.Does == CurtailmentDeed.Limit)
                await inverter.LimitAsync(step.Next.Tenths, stop);
        }
        catch (JournalFullException)
        {
            // Nothing that is not stored is done; the next look asks again.
        }
    }

    /// <summary>It was measured, and stands until its time is over.</summary>
    private bool IsQuiet(Curtailment curtailment, DateTimeOffset now) =>
        curtailment.State == CurtailmentState.Measured && now < curtailment.Until && clock.MayDateTurnAndCut;

    private async Task RunAsync(IParticipant participant, CancellationToken stop)
    {
        using var joined = participant;
        while (true)
        {
            await LookAsync(stop);
            await participant.WaitUntilAsync(site.GetUtcNow() + period, stop);
        }
    }

    private static Inverter Open(
        MeterPlan meter, PortPlan port, IReadOnlyDictionary<string, IMeterPort> ports)
    {
        var line = (ModbusMeterPort)ports[port.Id];
        return new(
            meter, line.Client, line.ReaderOf(meter.Address, meter.Profile, port.AnswerMax), port.AnswerMax);
    }
}
