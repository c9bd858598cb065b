using System.Text.Json;
using Jingu.Contracts.Readings;
using Jingu.Simulators.Boards;
using Jingu.Simulators.Campus;
using Jingu.Simulators.Clock;
using Jingu.Simulators.People;
using Jingu.Simulators.Report;
using NodaTime;

namespace Jingu.Simulators.Bench;

/// <summary>
/// The manager orders demand response, once in a run: on the sixth working day, or the last one of a shorter run, at
/// noon for the afternoon's peak. The clock stands until the gateways that are reached have it in their policies.
/// </summary>
internal sealed class ShedEvent
{
    /// <summary>So many days of baseline, where the run has them.</summary>
    private const int DaysBefore = 5;

    /// <summary>Of the peak; more than is judged, for a plan is made of declared figures.</summary>
    private const long Depth = 400;

    private const string Id = "afternoon-peak";
    private static readonly LocalTime Noon = new(12, 20, 37);
    private static readonly LocalTime Begin = new(14, 0);
    private static readonly LocalTime End = new(16, 0);
    private static readonly TimeSpan DeliverMax = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    /// <summary>
    /// After the end everything is looked at: loads return one after another, circuits after a pause.
    /// </summary>
    private static readonly TimeSpan BackWithin = TimeSpan.FromMinutes(45);

    private readonly VirtualCampus _campus;
    private readonly DateTimeOffset _ordered;
    private readonly DateTimeOffset _from;
    private readonly DateTimeOffset _to;

    private ShedEvent(VirtualCampus campus, LocalDate day, DateTimeZone zone)
    {
        DateTimeOffset At(LocalTime time) => zone.AtLeniently(day.At(time)).ToDateTimeOffset().ToUniversalTime();
        (_campus, _ordered, _from, _to) = (campus, At(Noon), At(Begin), At(End));
    }

    /// <exception cref="BenchException">The run has no working day with another one before it.</exception>
    public static ShedEvent Of(VirtualCampus campus, BenchPeriod period, DateTimeZone zone)
    {
        var first = Instant.FromDateTimeOffset(period.From).InZone(zone).Date;
        var days = Enumerable.Range(0, (int)(period.To - period.From).TotalDays).Select(first.PlusDays)
            .Where(day => day.DayOfWeek is not (IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday)).ToList();
        return days.Count >= 2
            ? new(campus, days[Math.Min(DaysBefore, days.Count - 1)], zone)
            : throw new BenchException(
                ExitCodes.BadInput, "--demand-response: needs two working days, one of them for the baseline.");
    }

    /// <summary>Rows of the planning table <c>sheddable</c>: chillers first, then lamps, then circuits.</summary>
    public static string Sheddable(VirtualCampus campus) => string.Join('\n',
        from board in campus.Plan.Boards
        from output in board.Outputs
        let row = RowOf(campus, output)
        where row is not null
        select FormattableString.Invariant($"{output.Point},{board.Gateway},{output.Unit},")
            + FormattableString.Invariant($"{row.Value.Kind},{row.Value.Place},{row.Value.Watts},synthetic"));

    public DateTimeOffset? NextAfter(DateTimeOffset now) => now < _ordered ? _ordered : null;

    /// <summary>Orders it, if it is time.</summary>
    public async Task ReachedAsync(
        DateTimeOffset instant, AggregatorApi api, ClockServer clock, PolicyRounds policies, CancellationToken stop)
    {
        if (instant != _ordered)
            return;
        if (await clock.DrainAsync(DeliverMax, stop) is { } late)
            throw new BenchException(ExitCodes.PromiseBroken, late);
        var sent = await api.SendAsync(
            "api/demand-response",
            JsonSerializer.Serialize(
                new ShedOrder(Id, _from, _to, Depth, "manager", "afternoon peak"), ShedJson.Default.ShedOrder),
            stop);
        if (sent.Refused is { } why)
            throw new BenchException(ExitCodes.PromiseBroken, $"The aggregator refuses the event: {why}");
        await policies.PublishAsync(stop);
    }

    /// <summary>After the run.</summary>
    public async Task<PromiseReport> JudgeAsync(AggregatorApi api, CancellationToken stop)
    {
        var mains = _campus.Plan.Points.Where(point => point.Role == Role.Main
            && point.Resource == Resource.Electricity && point.Direction == Direction.Import).ToList();
        var quarters = Enumerable.Range(0, (int)((_to - _from) / Quarter)).Select(place => _from + (place * Quarter))
            .ToList();
        var told = await api.ShedAsync(Id, stop);
        return ShedPromise.Judge(new(
            [.. quarters.Select(at => mains.Sum(point => _campus.UntouchedUse(point, at, at + Quarter)))],
            [.. quarters.Select(at => mains.Sum(point => _campus.Use(point, at, at + Quarter)))],
            [.. told.Plan.Loads.Select(load => load.SwitchPoint).Where(point => !IsBack(point))],
            told));
    }

    private bool IsBack(string point)
    {
        var output = _campus.Plan.Outputs.First(output => output.Point.Value == point);
        if (output.IsSetPoint)
            return _campus.ChillersStandNormally;
        return output.IsLamp
            ? LightAt(output, _from) == LightAt(output, _to + BackWithin)
            : _campus.WasFed(output.Point, _from.AddTicks(-1)) == _campus.WasFed(output.Point, _to + BackWithin);
    }

    private int LightAt(OutputPlan lamp, DateTimeOffset at) =>
        _campus.Lighting(lamp.Point).ShareAt(at.ToUnixTimeMilliseconds() - 1);

    private static (string Kind, int Place, long Watts)? RowOf(VirtualCampus campus, OutputPlan output)
    {
        const int LampWattsPerHead = 20;
        const int AirWattsPerHead = 60;
        const int OnlyWattsPerHead = 250;
        var heads = campus.Plan.Unit(output.Unit).Headcount;
        return output switch
        {
            { IsProtected: true } or { Resource: Resource.Water } => null,
            { IsSetPoint: true } => output.Output == VirtualChiller.LimitRegister
                ? ("set-point", 1, campus.RatedOf(output) * 4 / 10)
                : null,
            { IsLamp: true } => ("lamp", 2, heads * LampWattsPerHead),
            // Air conditioning where the unit has more circuits than one, else the only one.
            _ when HasOneCircuit(campus, output) => ("circuit", 3, heads * OnlyWattsPerHead),
            { Output: 1 } => ("circuit", 3, heads * AirWattsPerHead),
            _ => null,
        };
    }

    private static bool HasOneCircuit(VirtualCampus campus, OutputPlan circuit) => campus.Plan.Outputs.Count(
        output => output.Unit == circuit.Unit && output.Resource == Resource.Electricity
            && output is { IsProtected: false, IsLamp: false, IsSetPoint: false }) == 1;
}
