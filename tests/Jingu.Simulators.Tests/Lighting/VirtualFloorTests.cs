using Jingu.Lines;
using Jingu.Lines.I2c;
using Jingu.Lines.Simulated;
using Jingu.Modbus.Transactions;
using Jingu.Simulators.Campus;
using Jingu.Simulators.Lighting;
using Jingu.Simulators.Tests.Campus;
using Jingu.Time;
using NodaTime;
using Xunit;

namespace Jingu.Simulators.Tests.Lighting;

/// <summary>The office week's people and daylight, in front of inputs, lines and light sensors.</summary>
public sealed class VirtualFloorTests : IAsyncDisposable
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb[CampusPlan.ZoneDefault];

    /// <summary>A Monday.</summary>
    private static readonly DateTimeOffset Monday =
        new LocalDate(2026, 6, 1).AtStartOfDayInZone(Zone).ToDateTimeOffset().ToUniversalTime();

    private readonly VirtualCampus _campus = VirtualCampus.Start(
        CampusPlan.Small(units: 1, circuits: 1, mains: true, floor: true),
        new CampusOptions(1, Monday, Monday.AddDays(1)), MachineTime.OfThisMachine);

    public ValueTask DisposeAsync() => _campus.DisposeAsync();

    [Fact]
    public void Sensors_see_nobody_at_night_and_people_by_day_who_press_for_light_in_the_dark()
    {
        var (seen, presses, wall) = (0, 0, _campus.Floor!.IsClosed(3));
        foreach (var at in Minutes(Monday, hours: 24))
        {
            _campus.ShowInstant(at);
            var isSeen = _campus.Floor.IsClosed(2);
            var hour = (at - Monday).TotalHours;
            Assert.False(isSeen && hour is < 7 or > 22, $"seen at {hour:0.0}");
            seen += isSeen ? 1 : 0;
            presses += _campus.Floor.IsClosed(3) != wall ? 1 : 0;
            wall = _campus.Floor.IsClosed(3);
        }
        Assert.True(seen > 240, $"seen in {seen} minutes");
        // Nobody lights the lamps here, so whoever misses light presses again and again, never oftener than each 5 min.
        Assert.InRange(presses, 10, 24 * 12);
        Assert.True(Room(OfficeZone.InnerRow).Below > TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task All_light_sensors_show_the_daylight_of_their_room_and_what_its_lamps_add()
    {
        var zones = _campus.Plan.Floor!.Zones;
        foreach (var zone in zones)
            _campus.Lighting(zone.Lamps.Point).Set(0, Monday.ToUnixTimeMilliseconds());
        _campus.ShowInstant(Monday.AddHours(1));
        Assert.InRange(await LuxAsync(OfficeZone.WindowRow), 0, 1);
        Assert.InRange(await LuxAsync(OfficeZone.InnerRow), 0, 1);
        foreach (var zone in zones)
            _campus.Lighting(zone.Lamps.Point).Set(1000, Monday.AddHours(1).ToUnixTimeMilliseconds());
        _campus.ShowInstant(Monday.AddHours(2));
        // 375 lx at the desk, of which the sensor sees 0.35; noise is a few lux.
        Assert.InRange(await LuxAsync(OfficeZone.WindowRow), 126, 136);
        Assert.InRange(await LuxAsync(OfficeZone.SmallOffice), 126, 136);
        _campus.ShowInstant(Monday.AddHours(12));
        Assert.True(await LuxAsync(OfficeZone.WindowRow) > await LuxAsync(OfficeZone.MeetingRoom) + 50);
    }

    [Fact]
    public void What_lamps_of_zones_draw_is_in_their_meter_in_the_units_and_in_the_main_above()
    {
        var lamps = _campus.Lighting(new("l-inner-row"));
        var (random, level) = (new Random(4), 0);
        for (var at = Monday; at < Monday.AddHours(6); at += TimeSpan.FromSeconds(random.Next(10, 400)))
            lamps.Set(level = random.Next(0, 1001), at.ToUnixTimeMilliseconds());
        long Use(string point) => _campus.Use(
            _campus.Plan.Points.First(one => one.Id.Value == point), Monday, Monday.AddHours(8));
        var (light, unit, main) = (Use("inner-row-light"), Use("unit-01-electricity"), Use("building-1-import"));
        long Untouched(string point) => _campus.UntouchedUse(
            _campus.Plan.Points.First(one => one.Id.Value == point), Monday, Monday.AddHours(8));
        var standby = Untouched("inner-row-light");
        Assert.InRange(standby, 23, 25);
        Assert.True(light > 1000, $"{light} Wh");
        Assert.InRange(unit - Untouched("unit-01-electricity"), light - standby - 2, light - standby + 2);
        Assert.InRange(main - Untouched("building-1-import"), light - standby - 2, light - standby + 2);
    }

    private static IEnumerable<DateTimeOffset> Minutes(DateTimeOffset from, int hours) =>
        Enumerable.Range(0, hours * 60).Select(minute => from.AddMinutes(minute));

    private Room Room(OfficeZone zone) => _campus.Floor!.Rooms.First(room => room.Room.Plan == zone).Room;

    private async Task<double> LuxAsync(OfficeZone room)
    {
        var zone = _campus.Plan.Floor!.Zones.First(zone => zone.Room == room);
        if (zone.Lux is SensorWire.Ceiling ceiling)
        {
            var answer = _campus.Floor!.Ceiling(ceiling.Meter).Answer(new ModbusRequest.ReadRegisters(1, 4, 9, 2));
            var values = Assert.IsType<ModbusResult.Registers>(answer).Values;
            return ((values[0] << 16) | values[1]) / 100.0;
        }
        var parts = new SimulatedLines(_campus.Floor!.Lines, new StandingTime(Monday));
        var address = ((SensorWire.Part)zone.Lux!).Address;
        var opening = await parts.OpenLightSensorAsync(new(FloorPlan.Bus, address), CancellationToken.None);
        await using var sensor = Assert.IsType<LineOpening<ILightSensor>.Opened>(opening).Line;
        return Assert.IsType<LightOutcome.Light>(await sensor.MeasureAsync(CancellationToken.None)).Lux;
    }
}
