using System.Diagnostics;
using System.Globalization;
using Jingu.Simulators.Boards;
using Jingu.Simulators.Campus;
using Jingu.Time;
using NodaTime;
using Xunit;

namespace Jingu.Simulators.Tests.Campus;

/// <summary>
/// A foreign judge switches: mbpoll, and libmodbus inside it, writes coils and valve registers, reads them and the
/// inputs back, and the registers of the meters behind stand still.
/// </summary>
public sealed class ForeignSwitchTests
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb[CampusPlan.ZoneDefault];

    /// <summary>A Wednesday at ten.</summary>
    private static readonly DateTimeOffset Morning =
        LocalMonth.TryParse("2017-03", Zone)!.Value.From.AddDays(7).AddHours(10);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_coil_that_mbpoll_writes_takes_the_load_from_the_meter_below(bool rtu)
    {
        await using var campus = Start(rtu);
        var relays = campus.Plan.Boards.First(board => board.Kind == BoardKind.WaveshareRelay8);
        campus.ShowInstant(Morning);

        await PollAsync(campus, relays, "-r", "0", "-t", "0", "1");
        Assert.Contains("[0]: \t1", await PollAsync(campus, relays, "-r", "0", "-c", "8", "-t", "0"));
        var at = await CountedAsync(campus, "m-circuit-01", Morning);
        var later = await CountedAsync(campus, "m-circuit-01", Morning.AddHours(2));
        Assert.Equal(at, later);

        await PollAsync(campus, relays, "-r", "0", "-t", "0", "0");
        Assert.True(await CountedAsync(campus, "m-circuit-01", Morning.AddHours(4)) > later);
        Assert.Equal([true, false], campus.Switches.Events.Select(one => one.IsCut));
        Assert.All(campus.Switches.Events, one => Assert.Equal("s-circuit-01", one.Point?.Value));
    }

    [Fact]
    public async Task A_valve_that_mbpoll_closes_is_seen_at_its_end_switch_and_in_the_water()
    {
        await using var campus = Start(rtu: false);
        var valves = campus.Plan.Boards.First(board => board.Kind == BoardKind.WbMwac);
        campus.ShowInstant(Morning);

        await PollAsync(campus, valves, "-r", "0", "-t", "0", "1");
        Assert.Contains("[0]: \t0", await PollAsync(campus, valves, "-r", "0", "-c", "6", "-t", "1"));
        campus.ShowInstant(Morning.AddSeconds(10));
        Assert.Contains("[0]: \t1", await PollAsync(campus, valves, "-r", "0", "-c", "6", "-t", "1"));
        Assert.Contains("[8]: \t65534", await PollAsync(campus, valves, "-r", "8", "-c", "1", "-t", "4"));
        var closed = await CountedAsync(campus, "m-unit-01-water", Morning.AddMinutes(1));
        Assert.Equal(closed, await CountedAsync(campus, "m-unit-01-water", Morning.AddHours(3)));
    }

    [Fact]
    public async Task A_valve_inside_a_meter_closes_by_its_register_and_tells_where_it_stands()
    {
        await using var campus = Start(rtu: false);
        var valve = campus.Plan.Boards.First(board => board.Kind == BoardKind.XintaiValve);
        campus.ShowInstant(Morning);

        await PollAsync(campus, valve, "-r", "28", "-t", "4", "2");
        Assert.Contains("[28]: \t1", await PollAsync(campus, valve, "-r", "28", "-c", "1", "-t", "4"));
        campus.ShowInstant(Morning.AddMinutes(1));
        Assert.Contains("[28]: \t2", await PollAsync(campus, valve, "-r", "28", "-c", "1", "-t", "4"));
        var closed = await CountedAsync(campus, valve.Id, Morning.AddMinutes(2));
        Assert.Equal(closed, await CountedAsync(campus, valve.Id, Morning.AddHours(3)));
    }

    [Fact]
    public async Task A_stuck_valve_inside_a_meter_lets_the_water_run()
    {
        await using var campus = Start(rtu: false);
        var valve = campus.Plan.Boards.First(board => board.Kind == BoardKind.XintaiValve);
        campus.ShowInstant(Morning);
        campus.SetStuck(valve.Outputs[0].Point, true);

        await PollAsync(campus, valve, "-r", "28", "-t", "4", "2");
        var told = await CountedAsync(campus, valve.Id, Morning.AddMinutes(2));
        Assert.True(await CountedAsync(campus, valve.Id, Morning.AddHours(3)) > told);
        Assert.Contains("[28]: \t1", await PollAsync(campus, valve, "-r", "28", "-c", "1", "-t", "4"));
    }

    [Fact]
    public async Task A_lamp_that_mbpoll_dims_draws_less_and_its_level_is_remembered()
    {
        await using var campus = Start(rtu: false);
        var lamps = campus.Plan.Boards.First(board => board.Kind == BoardKind.DaliGateway);
        campus.ShowInstant(Morning);
        var full = await RisenAsync(campus, "m-unit-01-electricity", Morning, hours: 1);

        campus.ShowInstant(Morning.AddHours(1));
        await PollAsync(campus, lamps, "-r", "384", "-t", "4", "209");
        Assert.Contains("[2688]: \t209", await PollAsync(campus, lamps, "-r", "2688", "-c", "1", "-t", "4"));
        // The members of the group remember it too, and lamp 63 is none of them.
        Assert.Contains("[2560]: \t209", await PollAsync(campus, lamps, "-r", "2560", "-c", "1", "-t", "4"));
        Assert.Contains("[2623]: \t254", await PollAsync(campus, lamps, "-r", "2623", "-c", "1", "-t", "4"));
        var load = campus.Lighting(new("l-unit-01"));
        Assert.InRange(load.ShareAt(Morning.AddHours(2).ToUnixTimeMilliseconds()), 285, 300);
        var dimmed = await RisenAsync(campus, "m-unit-01-electricity", Morning.AddHours(1), hours: 1);
        Assert.True(dimmed < full, $"{dimmed} Wh dimmed, {full} Wh before");
        var written = Assert.Single(campus.Switches.Events);
        Assert.Equal(("l-unit-01", true, SwitchCause.Written), (written.Point?.Value, written.IsCut, written.Cause));
    }

    [Fact]
    public async Task A_gateway_that_lies_shows_what_it_was_told_and_the_lamp_stays()
    {
        await using var campus = Start(rtu: false);
        var lamps = campus.Plan.Boards.First(board => board.Kind == BoardKind.DaliGateway);
        campus.ShowInstant(Morning);
        campus.SetStuck(new("l-unit-01"), true);
        await PollAsync(campus, lamps, "-r", "384", "-t", "4", "209");
        Assert.Contains("[2688]: \t209", await PollAsync(campus, lamps, "-r", "2688", "-c", "1", "-t", "4"));
        Assert.Equal(1000, campus.Lighting(new("l-unit-01")).ShareAt(Morning.ToUnixTimeMilliseconds()));

        campus.SetFailed(new("l-unit-02"), true);
        var other = campus.Plan.Boards.Last(board => board.Kind == BoardKind.DaliGateway);
        Assert.Contains("[0]: \t2", await PollAsync(campus, other, "-r", "0", "-c", "1", "-t", "4"));
        Assert.Equal(0, campus.Lighting(new("l-unit-02")).ShareAt(Morning.ToUnixTimeMilliseconds()));
    }

    private static async Task<long> RisenAsync(VirtualCampus campus, string meter, DateTimeOffset from, int hours)
    {
        var before = await CountedAsync(campus, meter, from);
        return await CountedAsync(campus, meter, from.AddHours(hours)) - before;
    }

    private static VirtualCampus Start(bool rtu) => VirtualCampus.Start(
        CampusPlan.Small(units: 2, circuits: 2, water: true, rtu: rtu),
        new(3, Morning.AddDays(-1), Morning.AddDays(1)),
        MachineTime.OfThisMachine);

    /// <summary>What a meter has counted at an instant, by the log of what it served.</summary>
    private static async Task<long> CountedAsync(VirtualCampus campus, string meter, DateTimeOffset instant)
    {
        campus.ShowInstant(instant);
        var plan = campus.Plan.Meter(new(meter));
        await using var client = WireReading.ClientOf(campus.EndpointOf(plan.Gateway, plan.Port));
        await client.ExecuteAsync(WireReading.CounterOf(plan), TimeSpan.FromSeconds(2), default);
        await Testing.Eventually.UntilAsync(() => campus.Log.LastServed(plan.Points[0].Id) == instant);
        return campus.Log.RegisterAt(plan.Points[0].Id, instant)!.Value;
    }

    private static async Task<string> PollAsync(VirtualCampus campus, BoardPlan board, params string[] what)
    {
        var endpoint = campus.EndpointOf(board.Gateway, board.Port);
        string[] line = endpoint.Device is null
            ? ["-m", "tcp", "-p", endpoint.TcpPort.ToString(CultureInfo.InvariantCulture)]
            : ["-m", "rtu", "-b", "9600", "-P", "none"];
        // mbpoll takes the values to write after the place to write them to.
        var isWrite = !what.Contains("-c");
        string[] options = isWrite ? what[..^1] : what;
        var where = endpoint.Device ?? endpoint.Host!;
        string[] values = isWrite ? ["--", where, what[^1]] : [where];
        var address = board.UnitIdentifier.ToString(CultureInfo.InvariantCulture);
        using var mbpoll = Process.Start(new ProcessStartInfo(
            "mbpoll", ["-a", address, "-0", "-1", "-o", "5", .. line, .. options, .. values])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var printed = mbpoll.StandardOutput.ReadToEndAsync();
        var complained = mbpoll.StandardError.ReadToEndAsync();
        await mbpoll.WaitForExitAsync();
        var said = await printed + await complained;
        Assert.True(mbpoll.ExitCode == 0, said);
        return said;
    }
}
