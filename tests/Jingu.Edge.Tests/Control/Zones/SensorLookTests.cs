using Jingu.Edge.Commissioning;
using Jingu.Edge.Commissioning.Zones;
using Jingu.Edge.Control.Zones;
using Jingu.Lighting.Zones;
using Jingu.Lines;
using Jingu.Lines.I2c;
using Jingu.Lines.Simulated;
using Jingu.Modbus;
using Jingu.Modbus.Boards;
using Jingu.Testing;
using Jingu.Time;
using Xunit;

namespace Jingu.Edge.Tests.Control.Zones;

/// <summary>Sensors at lines and parts that a simulator serves, and at discrete inputs that pymodbus serves.</summary>
public sealed class SensorLookTests : IAsyncDisposable
{
    private static readonly LineAddress Address = new("ceiling", 1);
    private static readonly I2cAddress Part = new(1, Bh1750.AddressLow);

    private readonly SimulatedLinesServer _server = SimulatedLinesServer.Start(MachineTime.OfThisMachine);
    private readonly SimulatedLine _line;
    private readonly SimulatedLightSensor _light;
    private readonly FakeTime _time = new(new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));
    private readonly SensorReadings _readings = new();
    private readonly StandingTime _site;
    private readonly SimulatedLines _lines;

    public SensorLookTests()
    {
        _line = _server.Add(new SimulatedLine(Address));
        _light = _server.AddSensor(new SimulatedLightSensor(Part));
        _site = new(_time);
        _lines = new(_server.EndPoint, _site);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Who_is_there_or_walked_by_since_the_last_look_is_seen()
    {
        await using var look = Line(new SensorPlan.Presence("pir-1", new("lines", 1), ActiveIsOccupied: true));
        Assert.Equal((false, false, true), (await SeesAsync(look), await SeesAsync(look), await SeesAsync(look, true)));
        Assert.True(await SeesAsync(look));
        Assert.True(await SeesAsync(look, false));
        Assert.False(await SeesAsync(look));
        _line.Drive(true, Now());
        _line.Drive(false, Now());
        Assert.True(await SeesAsync(look));
        Assert.False(await SeesAsync(look));
        Assert.Equal(_time.GetUtcNow(), _readings.Take().Presence["pir-1"].At);
    }

    [Fact]
    public async Task A_contact_that_closes_while_nobody_is_there_is_read_the_other_way_round()
    {
        await using var look = Line(new SensorPlan.Presence("pir-1", new("lines", 1), ActiveIsOccupied: false));
        Assert.Equal((true, true, false), (
            await SeesAsync(look), await SeesAsync(look, true), await SeesAsync(look)));
    }

    [Fact]
    public async Task A_push_is_one_use_and_a_toggle_is_one_for_each_way()
    {
        await using var push = Line(new SensorPlan.Switch("wall-1", new("lines", 1), IsPush: true));
        await using var toggle = Line(new SensorPlan.Switch("wall-2", new("lines", 1), IsPush: false));
        async Task<string> UsedAsync(params bool[] levels)
        {
            foreach (var level in levels)
                _line.Drive(level, Now());
            await push.LookAsync(default);
            await toggle.LookAsync(default);
            return string.Join(' ', _readings.Take().Used);
        }

        Assert.Equal("", await UsedAsync());
        Assert.Equal("wall-1 wall-2", await UsedAsync(true));
        Assert.Equal("wall-2", await UsedAsync(false));
        // On and off again, or twice pushed: as it was.
        Assert.Equal("wall-1", await UsedAsync(true, false));
        Assert.Equal("", await UsedAsync(true, false, true, false));
    }

    [Fact]
    public async Task A_line_that_goes_tells_nothing_and_is_opened_again_when_it_is_back()
    {
        await using var look = Line(new SensorPlan.Presence("pir-1", new("lines", 1), ActiveIsOccupied: true));
        Assert.True(await SeesAsync(look, true));
        var before = _readings.Take().Presence["pir-1"];
        _time.Advance(TimeSpan.FromMinutes(1));
        _line.IsUnplugged = true;
        for (var i = 0; i < 2; i++)
        {
            await look.LookAsync(default);
            var image = _readings.Take();
            Assert.Equal(before, image.Presence["pir-1"]);
            Assert.NotEmpty(image.Faults["pir-1"]);
        }
        _line.IsUnplugged = false;
        Assert.True(await SeesAsync(look));
        Assert.Empty(_readings.Take().Faults);
    }

    [Fact]
    public async Task A_light_sensor_is_measured_and_one_that_goes_is_told_and_opened_again()
    {
        await using var look = new LightLook(new SensorPlan.LightPart("lux-1", Part, null), _lines, _readings, _site);
        _light.Lux = 300;
        await look.LookAsync(default);
        Assert.Equal(new LuxReading(300, _time.GetUtcNow()), _readings.Take().Lux["lux-1"]);
        _light.IsUnplugged = true;
        for (var i = 0; i < 2; i++)
        {
            await look.LookAsync(default);
            Assert.Contains("0x23", _readings.Take().Faults["lux-1"], StringComparison.Ordinal);
        }
        (_light.IsUnplugged, _light.Lux) = (false, 120);
        _time.Advance(TimeSpan.FromMinutes(1));
        await look.LookAsync(default);
        Assert.Equal(new LuxReading(120, _time.GetUtcNow()), _readings.Take().Lux["lux-1"]);
    }

    [Fact]
    public async Task A_discrete_input_of_a_modbus_device_tells_of_people_and_of_a_switch()
    {
        using var board = await RelayBoard.StartAsync(unitIdentifier: 13, coils: 4, inputs: 4);
        await using var port = (ModbusMeterPort)MeterPort.Open(
            new PortSettings.Tcp("127.0.0.1", board.Port), MachineTime.OfThisMachine);
        var plan = new BoardPlan.Modbus(
            "mwac-1", "bus", 13, new BoardProfile("coils", "coils", "", "", "", new BoardOutputs.Coils(0, 4))
            {
                Inputs = 4,
            });
        BitLook Bit(SensorPlan sensor, int input) =>
            new(sensor, input, plan, port.Client, TimeSpan.FromSeconds(5), _readings, _site);
        await using var pir = Bit(new SensorPlan.Presence("pir-1", new("mwac-1", 2), ActiveIsOccupied: true), 2);
        await using var wall = Bit(new SensorPlan.Switch("wall-1", new("mwac-1", 3), IsPush: false), 3);
        async Task<(bool, string)> LookAsync()
        {
            await pir.LookAsync(default);
            await wall.LookAsync(default);
            var image = _readings.Take();
            return (image.Presence["pir-1"].IsOccupied, string.Join(' ', image.Used));
        }

        Assert.Equal((false, ""), await LookAsync());
        await board.SetInputAsync(1, true);
        Assert.Equal((true, ""), await LookAsync());
        await board.SetInputAsync(2, true);
        Assert.Equal((true, "wall-1"), await LookAsync());
        Assert.Equal((true, ""), await LookAsync());
        Assert.Empty(board.Writes);
    }

    private LineLook Line(SensorPlan plan) => new(
        plan, new InputSettings(Address, LineBias.PullDown, ActiveLevel.High, LineEdges.Both, TimeSpan.Zero), _lines,
        _readings, _site);

    private async Task<bool> SeesAsync(LineLook look, bool? level = null)
    {
        if (level is { } driven)
            _line.Drive(driven, Now());
        await look.LookAsync(default);
        return _readings.Take().Presence["pir-1"].IsOccupied;
    }

    private TimeSpan Now() => _time.GetElapsedTime(0);

    private sealed class StandingTime(FakeTime time) : SiteTime
    {
        public override bool IsBench => true;

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

        public override IParticipant Join(string name) => throw new NotSupportedException("nobody waits here");
    }
}
