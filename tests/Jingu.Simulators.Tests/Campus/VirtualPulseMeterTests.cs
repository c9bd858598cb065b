using System.Net;
using Jingu.Lines;
using Jingu.Lines.Simulated;
using Jingu.Simulators.Campus;
using Jingu.Testing;
using Jingu.Time;
using Xunit;

namespace Jingu.Simulators.Tests.Campus;

/// <summary>Meters that show a contact and nothing else, over the socket that gateways use.</summary>
public sealed class VirtualPulseMeterTests
{
    private static readonly DateTimeOffset From = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);

    [Fact]
    public void Two_main_water_meters_of_the_campus_give_pulses() => Assert.Equal(
        ["m-building-1-water", "m-building-2-water"],
        from meter in CampusPlan.Default().Meters
        where meter.Kind == DeviceKind.PulseWater
        select meter.Id.Value);

    [Fact]
    public async Task The_pulses_that_were_served_are_what_the_log_says_also_to_a_gateway_that_was_away()
    {
        var plan = CampusPlan.Small(units: 2, water: true, mains: true);
        await using var campus = VirtualCampus.Start(plan, new(1, From, From.AddDays(1)), MachineTime.OfThisMachine);
        var meter = plan.Meters.Single(meter => meter.Kind == DeviceKind.PulseWater);
        var endpoint = campus.EndpointOf(meter.Gateway, meter.Port);
        var lines = new SimulatedLines(IPEndPoint.Parse($"{endpoint.Host}:{endpoint.TcpPort}"), new StandingTime(From));
        var instant = campus.EarliestStart;
        var first = await SequenceAsync(lines, meter, campus, instant);
        var last = 0L;
        for (instant += Step; instant <= From.AddHours(12); instant += Step)
            last = await SequenceAsync(lines, meter, campus, instant);

        // What was served is written down when the answer has left, which may be after it has arrived.
        await Eventually.UntilAsync(() => campus.Log.LastServed(meter.Points[0].Id) == instant - Step);
        Assert.True(campus.Log.TryDelta(
            meter.Points[0].Id, campus.EarliestStart, instant - Step, out var litres, out var why), why);
        Assert.True(litres > 0);
        Assert.Equal(litres, (last - first) * VirtualPulseMeter.LitresPerPulse);
    }

    /// <summary>A new connection each time, as of a gateway that starts again.</summary>
    private static async Task<long> SequenceAsync(
        SimulatedLines lines, MeterPlan meter, VirtualCampus campus, DateTimeOffset instant)
    {
        campus.ShowInstant(instant);
        var opening = await lines.OpenInputAsync(
            new(new(meter.Id.Value, 0), LineBias.AsIs, ActiveLevel.High, LineEdges.Rising, TimeSpan.Zero), default);
        await using var line = Assert.IsType<LineOpening<IInputLine>.Opened>(opening).Line;
        return Assert.IsType<EdgesOutcome.Taken>(await line.TakeAsync(TimeSpan.Zero, default)).Sequence;
    }
}
