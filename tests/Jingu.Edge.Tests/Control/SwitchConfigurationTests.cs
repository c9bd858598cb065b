using Jingu.Budgets.Switching;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Edge.Commissioning;
using Jingu.Yaml;
using Xunit;

namespace Jingu.Edge.Tests.Control;

/// <summary>Devices that switch, and switch points, in commissioning.yaml.</summary>
public sealed class SwitchConfigurationTests : IDisposable
{
    private const string Good = """
        schema: 1
        ports:
          - {id: bus, kind: modbus-tcp, host: 127.0.0.1, period: 60s}
          - {id: frames, kind: dlt645-over-tcp, host: 127.0.0.1, port: 5000, period: 60s}
        meters:
          - id: m-1
            port: bus
            unitIdentifier: 1
            profile: eastron-sdm120
            serial: S-1
            points: [{id: unit-01-power, quantity: energy-import}]
          - id: w-1
            port: bus
            unitIdentifier: 20
            profile: xintai-water
            serial: W-1
            points: [{id: unit-01-water, quantity: volume}]
        devices:
          - {id: relays, kind: waveshare-relay-8ch, port: bus, unitIdentifier: 10}
          - {id: room, kind: wirenboard-wb-mwac, port: bus, unitIdentifier: 11}
          - {id: valve, kind: xintai-water, port: bus, unitIdentifier: 20}
          - {id: plain, kind: coils, port: bus, unitIdentifier: 12, outputs: 4, inputs: 2}
          - id: lines
            kind: gpio
            outputs: [{chip: pinctrl-bcm2711, offset: 5, active: low}]
            inputs: [{chip: pinctrl-bcm2711, offset: 6}]
        switchPoints:
          - id: sp-1
            unit: unit-01
            resource: electricity
            switchable: true
            feeds: [ordinary]
            device: relays
            output: 3
            cut: energise
            contact: NC
            powerUp: released
            busLoss: last
            travel: 100ms
            feedback: {device: plain, input: 2, active: on}
            rating: 22000
            below: unit-01-power
          - id: sp-2
            unit: unit-01
            resource: water
            switchable: true
            feeds: [ordinary]
            device: valve
            output: 1
            powerUp: last
            busLoss: last
            travel: 20s
          - id: sp-3
            unit: unit-01
            resource: electricity
            feeds: [fire-pumps, lifts]
            device: relays
            output: 4
            cut: energise
            contact: NC
            powerUp: last
            busLoss: last
            travel: 0ms
        restoreButtons:
          - {id: button-01, unit: unit-01, device: lines, input: 1, press: 2s}
        """;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_switch_point_is_what_the_file_says()
    {
        var plan = Read(Good);
        var point = plan.SwitchPoints[0];
        Assert.Equal(new SwitchPointId("sp-1"), point.Id);
        Assert.Equal((new UnitId("unit-01"), Resource.Electricity), (point.Unit, point.Resource));
        Assert.True(point.IsSwitchable);
        Assert.Equal(("relays", 3), (point.Board, point.Output));
        Assert.Equal((CutSense.Energise, ContactKind.NormallyClosed), (point.Cut, point.Contact));
        Assert.Equal((WhenLost.Released, WhenLost.Last), (point.PowerUp, point.BusLoss));
        Assert.Equal(TimeSpan.FromMilliseconds(100), point.Travel);
        Assert.Equal(new FeedbackPlan("plain", 2, ActiveIsOn: true), point.Feedback);
        Assert.Equal(22_000, point.Rating);
        Assert.Equal(new PointId("unit-01-power"), point.Below);
        Assert.Equal(5, plan.Boards.Length);
        Assert.Equal(
            [new ButtonPlan("button-01", new("unit-01"), "lines", 1, TimeSpan.FromSeconds(2))],
            plan.Buttons.AsEnumerable());
    }

    [Fact]
    public void A_meter_s_own_valve_cuts_by_closing_and_stays()
    {
        var valve = Read(Good).SwitchPoints[1];
        Assert.Equal((CutSense.Energise, ContactKind.Latching), (valve.Cut, valve.Contact));
        Assert.Null(valve.WithoutSupply);
    }

    [Fact]
    public void What_is_not_said_is_not_switchable()
    {
        var point = Read(Good).SwitchPoints[2];
        Assert.False(point.IsSwitchable);
        Assert.Equal([CircuitKind.FirePumps, CircuitKind.Lifts], point.Point.Feeds.AsEnumerable());
    }

    /// <summary>What one declaration protects, another could switch.</summary>
    [Fact]
    public void A_board_is_declared_once_also_where_two_ports_lead_to_it()
    {
        var twice = Good
            .Replace(
                "ports:", "ports:\n  - {id: bus-2, kind: modbus-rtu-over-tcp, host: 127.0.0.1, port: 502, period: 60s}",
                StringComparison.Ordinal)
            .Replace("port: bus, unitIdentifier: 12,", "port: bus-2, unitIdentifier: 10,", StringComparison.Ordinal);
        Assert.Contains(
            "devices[3].unitIdentifier: 10 on bus-2 is already the board in line",
            Assert.Throws<ConfigurationException>(() => Read(twice)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kind: waveshare-relay-8ch", "kind: relais", "devices[0].kind: 'relais' is not known: use one of")]
    [InlineData("unitIdentifier: 10}", "unitIdentifier: 0}", "devices[0].unitIdentifier: '0' must be a whole number")]
    [InlineData("unitIdentifier: 10}", "unitIdentifier: 1}", "devices[0].unitIdentifier: 1 on bus is the meter m-1")]
    [InlineData("unitIdentifier: 12,", "unitIdentifier: 10,", "is already the board in line")]
    [InlineData("port: bus, unitIdentifier: 10}", "port: frames, unitIdentifier: 10}", "does not speak Modbus")]
    [InlineData("port: bus, unitIdentifier: 10}", "port: none, unitIdentifier: 10}", "there is no port 'none'")]
    [InlineData("outputs: 4,", "outputs: 255,", "outputs: '255' must be a whole number from 1 to 254")]
    [InlineData("outputs: 4,", "outputs: 4, firstOutput: 252,", "coil 255 (0x00FF) switches every relay")]
    [InlineData("outputs: 4,", "outputs: 4, colour: red,", "devices[3].colour")]
    [InlineData("offset: 6}", "offset: 5}", "devices[4].inputs: pinctrl-bcm2711 line 5 is already used by lines")]
    [InlineData("id: room", "id: relays", "device relays is already used")]
    [InlineData("id: sp-2", "id: sp-1", "switch point, lamp or set point sp-1 is already used")]
    [InlineData("device: relays", "device: relais", "switchPoints[0].device: there is no device 'relais'")]
    [InlineData("output: 3", "output: 9", "switchPoints[0].output: '9' must be a whole number from 1 to 8")]
    [InlineData("output: 3", "output: 4", "is already switched by the point in line")]
    [InlineData("cut: energise\n    contact: NC\n    powerUp: released", "contact: NC\n    powerUp: released",
        "switchPoints[0].cut: is missing")]
    [InlineData("contact: NC", "contact: nc",
        "switchPoints[0].contact: 'nc' is not known: use one of latching, NC, NO")]
    [InlineData("powerUp: released", "powerUp: off", "switchPoints[0].powerUp: 'off' is not known")]
    [InlineData("busLoss: last\n    travel: 100ms", "travel: 100ms", "switchPoints[0].busLoss: is missing")]
    [InlineData("travel: 100ms", "travel: 1h", "switchPoints[0].travel")]
    [InlineData("input: 2", "input: 3", "switchPoints[0].feedback.input: '3' must be a whole number from 1 to 2")]
    [InlineData("{device: plain, input: 2", "{device: relays, input: 1", "relays has no input: choose another device")]
    [InlineData("active: on}", "active: yes}",
        "switchPoints[0].feedback.active: 'yes' is not known: use one of on, cut")]
    [InlineData("    rating: 22000\n", "", "switchPoints[0].rating: is missing")]
    [InlineData("below: unit-01-power", "below: unit-02-power", "no meter here measures unit-02-power")]
    [InlineData("below: unit-01-power", "below: unit-01-water", "unit-01-water measures water, not what is switched")]
    [InlineData("resource: water", "resource: gas", "switchPoints[1].resource: 'gas' is not known")]
    [InlineData("device: valve\n    output: 1", "device: valve\n    output: 1\n    cut: release\n    contact: NO",
        "switchPoints[1].cut: a meter's own valve cuts by closing")]
    [InlineData("feeds: [fire-pumps, lifts]", "feeds: [fire-pump]", "switchPoints[2].feeds: 'fire-pump' is not known")]
    [InlineData("feeds: [fire-pumps, lifts]", "switchable: true\n    feeds: [ordinary, lifts]",
        "switchPoints[2].switchable: it feeds lifts, which is never cut")]
    [InlineData("    feeds: [fire-pumps, lifts]\n", "", "switchPoints[2].feeds: is missing")]
    [InlineData("    feeds: [ordinary]\n    device: relays", "    feeds: []\n    device: relays",
        "switchPoints[0].feeds: is empty")]
    [InlineData("unit: unit-01, device: lines", "unit: unit-02, device: lines",
        "restoreButtons[0].unit: no switch point of unit-02 is switchable here")]
    [InlineData("device: lines, input", "device: none, input", "restoreButtons[0].device: there is no device 'none'")]
    [InlineData("device: lines, input", "device: plain, input",
        "restoreButtons[0].device: plain is asked now and then and would miss a press")]
    [InlineData("input: 1, press", "input: 2, press",
        "restoreButtons[0].input: '2' must be a whole number from 1 to 1")]
    [InlineData("press: 2s", "press: 100ms", "restoreButtons[0].press")]
    [InlineData("feedback: {device: plain, input: 2,", "feedback: {device: lines, input: 1,",
        "restoreButtons[0].input: input 1 of lines is already the feedback of sp-1")]
    [InlineData("rating: 22000", "rating: 22000\n    colour: red", "switchPoints[0].colour: is not known here")]
    [InlineData("rating: 22000", "rating: 22000\n    exception: {by: Li, reason: pump}",
        "switchPoints[0].exception.date: is missing")]
    [InlineData("rating: 22000", "rating: 22000\n    exception: {by: Li, reason: pump, date: soon}", "is no date")]
    public void A_mistake_is_named_with_file_line_key_and_what_to_do(string right, string wrong, string sentence) =>
        CommissioningMistake.AssertNamed(() => Read(CommissioningMistake.In(Good, right, wrong)), sentence);

    [Theory]
    [InlineData("contact: NC", "contact: NO", true)]
    [InlineData("cut: energise", "cut: release", false)]
    [InlineData("powerUp: released", "powerUp: energised", false)]
    [InlineData("busLoss: last\n    travel: 100ms", "busLoss: energised\n    travel: 100ms", false)]
    public void Supply_that_goes_with_gateway_bus_or_relay_is_refused_unless_the_site_signs(
        string right, string wrong, bool isSafe)
    {
        var text = CommissioningMistake.In(Good, right, wrong);
        if (isSafe)
        {
            Read(text);
            return;
        }
        var refused = Assert.Throws<ConfigurationException>(() => Read(text));
        Assert.Contains("sp-1 loses its supply when", refused.Message, StringComparison.Ordinal);
        Assert.Contains("exception: {by, reason, date}", refused.Message, StringComparison.Ordinal);
        var signed = Read(text.Replace(
            "rating: 22000", "rating: 22000\n    exception: {by: Li Wei, reason: kitchen only, date: 2026-01-31}",
            StringComparison.Ordinal));
        Assert.Equal(new SignedException("Li Wei", "kitchen only", "2026-01-31"), signed.SwitchPoints[0].Exception);
    }

    private CommissioningPlan Read(string text) => CommissioningFile.Read(_folder.Write("commissioning.yaml", text));
}
