using System.Globalization;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Commissioning.Zones;
using Jingu.Edge.Tests.Control;
using Jingu.Lighting.Timetables;
using Jingu.Lighting.Zones;
using Jingu.Lines.I2c;
using NodaTime;
using Xunit;

namespace Jingu.Edge.Tests.Commissioning.Zones;

/// <summary>Sensors and lighting zones in commissioning.yaml.</summary>
public sealed class ZoneConfigurationTests : IDisposable
{
    private const string Good = """
        schema: 1
        place: {latitude: 29.985, longitude: 122.207}
        ports:
          - {id: bus, kind: modbus-tcp, host: 127.0.0.1, period: 60s}
        meters:
          - {id: msw-301, port: bus, unitIdentifier: 20, profile: wirenboard-wb-msw-v3, serial: S-20, points: []}
          - id: m-1
            port: bus
            unitIdentifier: 1
            profile: eastron-sdm120
            serial: S-1
            points: [{id: light-3, quantity: energy-import}]
        devices:
          - {id: dali-1, kind: arlight-dali-logic-lite-ps-x1, port: bus, unitIdentifier: 10}
          - {id: mwac-1, kind: wirenboard-wb-mwac, port: bus, unitIdentifier: 13}
          - id: lines-1
            kind: gpio
            outputs: []
            inputs:
              - {chip: pinctrl-bcm2711, offset: 17}
              - {chip: pinctrl-bcm2711, offset: 18}
        lamps:
          - {id: desk-1, unit: unit-01, device: dali-1, address: 5, switchable: true, feeds: [ordinary],
             minimum: 10, dimTo: 30}
          - {id: desk-2, unit: unit-01, device: dali-1, address: 6, switchable: true, feeds: [ordinary],
             minimum: 10, dimTo: 30}
          - {id: hall-1, unit: unit-01, device: dali-1, address: 7, switchable: true, feeds: [ordinary],
             minimum: 1, dimTo: 30}
          - {id: exit-1, unit: unit-01, device: dali-1, address: 9, feeds: [emergency-lighting]}
          - {id: spare-1, unit: unit-01, device: dali-1, address: 10, feeds: [ordinary]}
        sensors:
          - {id: pir-301, kind: presence, device: lines-1, input: 1}
          - {id: pir-hall, kind: presence, device: mwac-1, input: 3, active: nobody}
          - {id: wall-301, kind: switch, device: lines-1, input: 2, contact: push}
          - {id: lux-301, kind: light, meter: msw-301}
        zones:
          - id: office-301
            name: Office 301
            kind: room
            lamps: [desk-1, desk-2]
            presence: [pir-301]
            light: [lux-301]
            switches: [wall-301]
            onLight: 900
            dimFor: 4m
            switchHolds: 90m
            absence: {hold: 20m, autoOn: true}
            daylight: {targetLux: 500, fullLux: 600, deadBand: 12, stepEvery: 15s}
            schedule:
              - {from: "07:30", to: sunset+30m}
              - {from: sunrise-1h, to: "12:00", on: rest}
            sweep: {at: ["20:00", "22:30"], warning: 10m}
            sensors: {staleAfter: 3m}
          - id: hall-3
            kind: corridor
            lamps: [hall-1]
            presence: [pir-hall]
            leadsTo: [office-301]
            corridor: {floor: 50, hours: [{from: "08:00", to: "18:00", on: every}], keep: 10m}
        """;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_zone_is_what_the_file_says()
    {
        var plan = Read(Good);
        var office = plan.Zones[0];
        Assert.Equal(("office-301", "Office 301"), (office.Id.Value, office.Name));
        Assert.Equal(["desk-1", "desk-2"], office.Lamps.Select(lamp => lamp.Id.Value));
        Assert.Equal(["pir-301", "lux-301", "wall-301"], [.. office.Presence, .. office.Light, .. office.Switches]);
        var rules = office.Timed.Rules;
        Assert.Equal((900, 100), (rules.OnLight, rules.MinLight));
        Assert.Equal((TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(90)), (rules.DimFor, rules.SwitchHolds));
        Assert.Equal(new AbsenceRule { Hold = TimeSpan.FromMinutes(20), AutoOn = true }, rules.Absence);
        Assert.Equal(
            new DaylightRule(500, 600) { DeadBandPercent = 12, StepEvery = TimeSpan.FromSeconds(15) }, rules.Daylight);
        Assert.Equal(
            "Clock 07:30:00 Sunset 00:30:00 Working, Sunrise -01:00:00 Clock 12:00:00 Rest",
            string.Join(", ", rules.Schedule!.Windows.Select(
                window => $"{Text(window.From)} {Text(window.To)} {window.On}")));
        Assert.True(rules.Sweep!.At.SequenceEqual([new LocalTime(20, 0), new LocalTime(22, 30)]));
        Assert.Equal(TimeSpan.FromMinutes(3), rules.Sensors.StaleAfter);
        var corridor = plan.Zones[1];
        Assert.Equal((50, "hall-3"), (corridor.Timed.Rules.Corridor!.Floor, corridor.Name));
        Assert.Equal("office-301", Assert.Single(corridor.LeadsTo).Value);
    }

    [Fact]
    public void Only_lamps_of_zones_know_one_and_without_a_clock_no_time_of_day_counts()
    {
        var plan = Read(Good);
        Assert.Equal(
            ["office-301", "office-301", "hall-3", null, null], plan.Lamps.Select(lamp => lamp.Zone?.Value));
        Assert.Equal(
            (null, null), (plan.Zones[0].Untimed.Rules.Schedule, plan.Zones[0].Untimed.Rules.Sweep));
        Assert.NotNull(plan.Zones[0].Untimed.Rules.Absence);
    }

    [Fact]
    public void Sensors_are_inputs_of_lines_or_modbus_devices_or_light_sensors()
    {
        var sensors = Read(Good).Sensors;
        Assert.Equal(new SensorPlan.Presence("pir-301", new("lines-1", 1), ActiveIsOccupied: true), sensors[0]);
        Assert.Equal(new SensorPlan.Presence("pir-hall", new("mwac-1", 3), ActiveIsOccupied: false), sensors[1]);
        Assert.Equal(new SensorPlan.Switch("wall-301", new("lines-1", 2), IsPush: true), sensors[2]);
        Assert.Equal(new SensorPlan.LightOfMeter("lux-301", new("msw-301"), 0), sensors[3]);
    }

    [Fact]
    public void A_light_sensor_on_a_bus_of_this_machine_needs_the_driver_set_that_speaks_to_it()
    {
        var file = Good.Replace("meter: msw-301}", "part: {bus: 1, address: 0x23}}", StringComparison.Ordinal);
        if (I2cLibraries.Parts is not null)
        {
            Assert.Equal(new SensorPlan.LightPart("lux-301", new(1, 0x23), null), Read(file).Sensors[3]);
            return;
        }
        CommissioningMistake.AssertNamed(
            () => Read(file),
            "sensors[3].part: I2C bus 1 address 0x23 cannot be read by a jingu-edge of the driver set native: install "
            + "one of the set nuget");
    }

    [Fact]
    public void A_simulated_light_sensor_needs_no_driver()
    {
        var sensors = Read(Good.Replace(
            "meter: msw-301}", "part: {bus: 1, address: 0x5C}, simulator: {host: 127.0.0.1, port: 99}}",
            StringComparison.Ordinal)).Sensors;
        Assert.Equal(new SensorPlan.LightPart("lux-301", new(1, 0x5C), ("127.0.0.1", 99)), sensors[3]);
    }

    [Theory]
    [InlineData("lamps: [hall-1]", "lamps: [hall-1, desk-2]",
        "zones[1].lamps: desk-2 is already in zone office-301: two rules would fight over it")]
    [InlineData("lamps: [hall-1]", "lamps: [hall-1, exit-1]",
        "zones[1].lamps: exit-1 is not declared switchable and ordinary: no rule may ever address it")]
    [InlineData("lamps: [hall-1]", "lamps: [spare-1]", "spare-1 is not declared switchable and ordinary")]
    [InlineData("lamps: [hall-1]", "lamps: [hall-9]", "zones[1].lamps: there is no lamp 'hall-9'")]
    [InlineData("lamps: [hall-1]", "lamps: [hall-1, hall-1]", "it names a lamp twice")]
    [InlineData("presence: [pir-301]", "presence: [pir-999]",
        "zones[0].presence: there is no sensor 'pir-999' of that kind: use one of pir-301, pir-hall")]
    [InlineData("presence: [pir-301]", "presence: [lux-301]", "there is no sensor 'lux-301' of that kind")]
    [InlineData("    light: [lux-301]\n", "", "daylight needs a sensor that sees light")]
    [InlineData("    presence: [pir-301]\n", "", "absence needs a sensor that sees people")]
    [InlineData("place: {latitude: 29.985, longitude: 122.207}\n", "", "needs the site's coordinates")]
    [InlineData("latitude: 29.985", "latitude: 92", "place.latitude: '92' must be degrees from -90 to 90")]
    [InlineData("kind: room", "kind: hall", "zones[0].kind: 'hall' is not known")]
    [InlineData("kind: room", "kind: corridor", "a corridor says under corridor how far it is dimmed")]
    [InlineData("kind: corridor", "kind: room", "zones[1].corridor: a room goes dark")]
    [InlineData("leadsTo: [office-301]", "leadsTo: [office-302]", "there is no other zone 'office-302'")]
    [InlineData("id: hall-3", "id: office-301", "zone office-301 is already used in line")]
    [InlineData("onLight: 900", "onLight: 0", "onLight must be 1 to 1000")]
    [InlineData("hold: 20m", "hold: 20s", "absence.hold must be 1 min to 2 h")]
    [InlineData("staleAfter: 3m", "staleAfter: 90s",
        "zones[0].sensors: lux-301 is read every 1m, and not believed 90s after a reading: set staleAfter to 2m")]
    [InlineData("corridor: {floor: 50,", "sensors: {staleAfter: 3s}\n    corridor: {floor: 50,",
        "zones[1].sensors: pir-hall is read every 2s, and not believed 3s after a reading: set staleAfter to 4s or "
        + "more.")]
    [InlineData("to: sunset+30m", "to: moonrise", "'moonrise' is no time of day")]
    [InlineData("to: sunset+30m", "to: sunset+9h", "within 4 h of sunrise or sunset")]
    [InlineData("targetLux: 500", "targetLuks: 500", "zones[0].daylight")]
    [InlineData("input: 2, contact: push", "input: 1, contact: push",
        "sensors[2].input: input 1 of lines-1 is already the sensor pir-301")]
    [InlineData("device: lines-1, input: 2, contact: push", "device: mwac-1, input: 2, contact: push",
        "sensors[2].device: mwac-1 is asked now and then and would miss a push")]
    [InlineData("device: lines-1, input: 1}", "device: dali-1, input: 1}", "dali-1 has no inputs")]
    [InlineData("device: lines-1, input: 1}", "device: lines-9, input: 1}", "there is no device 'lines-9'")]
    [InlineData("meter: msw-301}", "meter: m-1}",
        "sensors[3].meter: m-1 is of profile eastron-sdm120, which shows no illuminance")]
    [InlineData("meter: msw-301}", "meter: m-9}", "there is no meter 'm-9'")]
    [InlineData("meter: msw-301}", "meter: msw-301, part: {bus: 1, address: 0x23}}", "one of meter and part")]
    [InlineData("id: pir-hall", "id: pir-301", "sensor pir-301 is already used in line")]
    [InlineData("kind: light, meter", "kind: lux, meter", "sensors[3].kind: 'lux' is not known")]
    public void A_mistake_is_named_with_file_line_and_key(string right, string wrong, string sentence) =>
        CommissioningMistake.AssertNamed(() => Read(CommissioningMistake.In(Good, right, wrong)), sentence);

    private static string Text(DayMark mark) => mark switch
    {
        DayMark.Clock clock => $"Clock {clock.Time.ToString("HH:mm:ss", CultureInfo.InvariantCulture)}",
        DayMark.Sunrise sunrise => $"Sunrise {sunrise.Offset}",
        _ => $"Sunset {((DayMark.Sunset)mark).Offset}",
    };

    private CommissioningPlan Read(string text) => CommissioningFile.Read(
        _folder.Write("commissioning.yaml", text), DateTimeZoneProviders.Tzdb["Asia/Shanghai"]);
}
