using System.Globalization;
using System.Text.Json;
using Jingu.Lighting.Zones;
using Xunit;

namespace Jingu.Lighting.Tests.Zones;

/// <summary>
/// A zone through a timetable of site time: Monday 5 October 2026 and the days after it. Between two lines it is asked
/// every ten seconds and whenever it said it wanted to be, its sensors read every time; its state goes through JSON.
/// </summary>
internal sealed class ZoneTable
{
    private static readonly TimeSpan Zone8 = TimeSpan.FromHours(8);
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(10);

    private readonly Zone _zone;
    private readonly bool[] _isOccupied;
    private readonly long[] _lux;
    private readonly DateTimeOffset?[] _silentSince;
    private Func<int, long>? _room;
    private int _flicker;
    private ZoneInputs _input = new() { BuildingInUse = true };
    private ZoneState? _state;
    private ZoneStep _step;
    private DateTimeOffset _now;

    private ZoneTable(Zone zone, string from, int? shown)
    {
        _zone = zone;
        _isOccupied = new bool[zone.PresenceSensors];
        _lux = new long[zone.LuxSensors];
        _silentSince = new DateTimeOffset?[zone.PresenceSensors + zone.LuxSensors];
        _now = Parse(from);
        _input = _input with { Shown = shown };
        _step = Ask();
    }

    /// <summary>Changes of light so far.</summary>
    public int Moves { get; private set; }

    /// <summary>Begins dark, with nobody there and no light.</summary>
    public static ZoneTable With(ZoneRules rules, string from = "05 07:00", int? shown = 0) =>
        new(SomeZone.With(rules), from, shown);

    public static ZoneTable With(Zone zone, string from = "05 07:00") => new(zone, from, shown: 0);

    /// <summary>Lets time pass until then.</summary>
    public ZoneTable At(string time)
    {
        var until = Parse(time);
        Assert.True(until >= _now, $"{time} is over");
        while (_now < until)
        {
            var next = _now + Tick;
            if (_step.Next < next)
                next = _step.Next;
            _now = next < until ? next : until;
            _step = Ask();
        }
        return this;
    }

    public ZoneTable Somebody(int sensor = 0) => Change(() => _isOccupied[sensor] = true);

    public ZoneTable Nobody(int sensor = 0) => Change(() => _isOccupied[sensor] = false);

    public ZoneTable Lux(long lux, int sensor = 0) => Change(() => (_lux[sensor], _room) = (lux, null));

    /// <summary>
    /// From now on all light sensors show what the light of the zone gives, and a lux more every other time, as real
    /// ones do.
    /// </summary>
    public ZoneTable Room(Func<int, long> luxOfLight) => Change(() => _room = luxOfLight);

    public ZoneTable PresenceFails(int sensor = 0) => Change(() => _silentSince[sensor] = _now);

    public ZoneTable LuxFails(int sensor = 0) => Change(() => _silentSince[_zone.PresenceSensors + sensor] = _now);

    public ZoneTable SensorsReturn() => Change(() => Array.Clear(_silentSince));

    public ZoneTable Press(SwitchKind kind, int light = 0) => Change(() =>
    {
        if (_input.Press?.At == _now)
            _now += TimeSpan.FromMilliseconds(1);
        _input = _input with { Press = new(_now, kind, light) };
    });

    /// <summary>Somebody orders light from afar, until then.</summary>
    public ZoneTable Order(string id, int light, string until) => OrderOnce(new(id, "Wang", light, Parse(until)));

    /// <summary>Somebody ends what was ordered.</summary>
    public ZoneTable Release() => OrderOnce(new("release", "Wang", null, default));

    public ZoneTable BuildingInUse(bool? isInUse) => Change(() => _input = _input with { BuildingInUse = isInUse });

    public ZoneTable LadderCap(int? cap) => Change(() => _input = _input with { LadderCap = cap });

    public ZoneTable DemandCap(int? cap) => Change(() => _input = _input with { DemandCap = cap });

    /// <summary>The gateway is off until then, and goes on from its stored state.</summary>
    public ZoneTable Off(string until)
    {
        _now = Parse(until);
        return Change(() => { });
    }

    /// <summary>The gateway forgets the zone.</summary>
    public ZoneTable Forget() => Change(() => _state = null);

    public ZoneTable Expect(int light, LightReason reason)
    {
        Assert.Equal((Text(_now), light, reason), (Text(_now), _step.Light, _step.Reason));
        return this;
    }

    /// <summary>The light lies there.</summary>
    public ZoneTable ExpectBetween(int least, int most)
    {
        Assert.True(
            _step.Light >= least && _step.Light <= most,
            $"{Text(_now)}: {_step.Light} ({_step.Reason}), not between {least} and {most}");
        return this;
    }

    public ZoneTable ExpectPresenceFault(SensorFault fault, int sensor = 0)
    {
        Assert.Equal((Text(_now), fault), (Text(_now), _step.State.Presence[sensor].Fault));
        return this;
    }

    public ZoneTable ExpectLuxFault(SensorFault fault, int sensor = 0)
    {
        Assert.Equal((Text(_now), fault), (Text(_now), _step.State.Lux[sensor].Fault));
        return this;
    }

    public int MovesSince(int moves) => Moves - moves;

    private ZoneTable OrderOnce(ZoneOrder order)
    {
        Change(() => _input = _input with { Order = order });
        _input = _input with { Order = null };
        return this;
    }

    private ZoneTable Change(Action change)
    {
        change();
        _step = Ask();
        return this;
    }

    private ZoneStep Ask()
    {
        if (_room is { } room)
            Array.Fill(_lux, room(_state?.Light ?? 0) + (_flicker++ % 2));
        var inputs = _input with
        {
            Presence = [.. _isOccupied.Select((isOccupied, index) => new PresenceReading(isOccupied, ReadAt(index)))],
            Lux = [.. _lux.Select((lux, index) => new LuxReading(lux, ReadAt(_zone.PresenceSensors + index)))],
        };
        var step = ZoneLight.Next(_zone, _state, inputs, _now);
        Assert.True(step.Next > _now, $"{Text(_now)}: asks for {Text(step.Next)}");
        if (_state is not null && _state.Light != step.Light)
            Moves++;
        _state = JsonSerializer.Deserialize<ZoneState>(JsonSerializer.Serialize(step.State))!;
        Assert.Equal(JsonSerializer.Serialize(step.State), JsonSerializer.Serialize(_state));
        return step;
    }

    private DateTimeOffset ReadAt(int sensor) => _silentSince[sensor] ?? _now;

    private static DateTimeOffset Parse(string time)
    {
        var parts = time.Split(' ');
        return new DateTimeOffset(2026, 10, int.Parse(parts[0], CultureInfo.InvariantCulture), 0, 0, 0, Zone8)
            + TimeSpan.Parse(parts[1], CultureInfo.InvariantCulture);
    }

    private static string Text(DateTimeOffset at) =>
        at.ToOffset(Zone8).ToString("dd HH:mm:ss", CultureInfo.InvariantCulture);
}
