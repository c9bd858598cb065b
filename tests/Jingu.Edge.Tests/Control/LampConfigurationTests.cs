using Jingu.Budgets.Switching;
using Jingu.Contracts.Readings;
using Jingu.Edge.Commissioning;
using Jingu.Modbus.Boards;
using Jingu.Yaml;
using Xunit;

namespace Jingu.Edge.Tests.Control;

/// <summary>Lamps, groups and dimmers in commissioning.yaml.</summary>
public sealed class LampConfigurationTests : IDisposable
{
    private const string Good = """
        schema: 1
        ports:
          - {id: bus, kind: modbus-tcp, host: 127.0.0.1, period: 60s}
        meters:
          - id: m-1
            port: bus
            unitIdentifier: 1
            profile: eastron-sdm120
            serial: S-1
            points: [{id: light-3, quantity: energy-import}]
        devices:
          - {id: dali-1, kind: arlight-dali-logic-lite-ps-x1, port: bus, unitIdentifier: 10}
          - {id: dimmer-1, kind: dimmer, port: bus, unitIdentifier: 11, outputs: 4, firstOutput: 100, full: 10000}
          - {id: relays, kind: waveshare-relay-8ch, port: bus, unitIdentifier: 12}
        lamps:
          - id: desk-1
            unit: unit-01
            device: dali-1
            address: 5
            switchable: true
            feeds: [ordinary]
            minimum: 10
            dimTo: 30
            fade: 2s
            below: light-3
            rating: 800
          - id: floor-1
            unit: unit-01
            device: dali-1
            group: 2
            members: [6, 7, 8]
            switchable: true
            feeds: [ordinary]
            minimum: 10
            dimTo: 50
          - id: exit-1
            unit: unit-01
            device: dali-1
            address: 9
            feeds: [emergency-lighting]
          - id: hall-1
            unit: unit-01
            device: dimmer-1
            address: 3
            switchable: true
            feeds: [ordinary]
            minimum: 20
            dimTo: 40
        """;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_lamp_is_what_the_file_says()
    {
        var lamps = Read(Good).Lamps;
        var desk = lamps[0];
        Assert.Equal(("desk-1", "unit-01", Resource.Electricity), (desk.Id.Value, desk.Unit.Value, desk.Resource));
        Assert.Equal(("dali-1", new LampAddress(IsGroup: false, 5)), (desk.Board, desk.Address));
        Assert.True(desk.IsSwitchable);
        // 10 % and 30 % of light on DALI's curve.
        Assert.Equal((new LampRange(170, 254), 209), (desk.Point.Lamp!, desk.DimTo));
        Assert.Equal((TimeSpan.FromSeconds(2), 800), (desk.Travel, desk.Rating));
        Assert.Equal((new LampAddress(IsGroup: true, 2), "6 7 8"), (
            lamps[1].Address, string.Join(' ', lamps[1].Members)));
        // Of 10,000 counts, in proportion.
        Assert.Equal((new LampRange(2000, 10_000), 4009), (lamps[3].Point.Lamp!, lamps[3].DimTo));
    }

    [Fact]
    public void What_is_not_said_of_a_lamp_is_that_it_may_not_be_addressed()
    {
        Assert.False(Read(Good).Lamps[2].IsSwitchable);
        Assert.False(Read(Good.Replace(
            "    switchable: true\n    feeds: [ordinary]\n    minimum: 10\n    dimTo: 50", "    feeds: [ordinary]",
            StringComparison.Ordinal)).Lamps[1].IsSwitchable);
    }

    [Theory]
    [InlineData("members: [6, 7, 8]", "members: [6, 9]",
        "lamps[1].members: address 9 is exit-1, which is emergency-lighting and is never addressed: take it out")]
    [InlineData("members: [6, 7, 8]", "members: [5, 6]", "address 5 is declared by desk-1 already")]
    [InlineData("members: [6, 7, 8]", "members: [64]", "'64' is no address: use 0 to 63")]
    [InlineData("    members: [6, 7, 8]\n", "", "lamps[1].members: is missing: list the addresses")]
    [InlineData("address: 5", "address: 5\n    members: [6]", "members: belongs to a group")]
    [InlineData("address: 5", "address: 9", "lamp 9 of dali-1 is already declared")]
    [InlineData("address: 5", "address: 64", "address: '64' must be a whole number from 0 to 63")]
    [InlineData("address: 5", "address: 5\n    group: 1", "a lamp has an address or is a group")]
    [InlineData("group: 2", "group: 16", "group: '16' must be a whole number from 0 to 15")]
    [InlineData("address: 3", "address: 0", "address: '0' must be a whole number from 1 to 4")]
    [InlineData("address: 3", "group: 1", "dimmer-1 knows no groups")]
    [InlineData("device: dimmer-1", "device: relays", "lamps[3].device: relays has no lamps: choose a DALI gateway")]
    [InlineData("device: dimmer-1", "device: dali-9", "there is no device 'dali-9'")]
    [InlineData("feeds: [emergency-lighting]", "switchable: true\n    feeds: [emergency-lighting]",
        "lamps[2].switchable: it feeds emergency-lighting, which is never cut")]
    [InlineData("minimum: 10", "minimum: 0", "lamps[0].minimum: '0' must be a whole number from 1 to 99")]
    [InlineData("dimTo: 30", "dimTo: 5", "lamps[0].dimTo: 5 % is less light than minimum, 10 %")]
    [InlineData("dimTo: 30", "dimTo: 100", "lamps[0].dimTo: '100' must be a whole number from 1 to 99")]
    [InlineData("    rating: 800\n", "", "lamps[0].rating: is missing")]
    [InlineData("minimum: 20", "below: light-3\n    rating: 5\n    minimum: 20", "light-3 lies below desk-1 too")]
    [InlineData("id: floor-1", "id: desk-1", "switch point, lamp or set point desk-1 is already used")]
    [InlineData("full: 10000", "full: 0", "devices[1].full: '0' must be a whole number")]
    [InlineData("fade: 2s", "fade: 1h", "lamps[0].fade")]
    [InlineData("fade: 2s", "colour: red", "lamps[0].colour")]
    public void A_mistake_is_named_with_file_line_key_and_what_to_do(string right, string wrong, string sentence) =>
        CommissioningMistake.AssertNamed(() => Read(CommissioningMistake.In(Good, right, wrong)), sentence);

    [Fact]
    public void A_switch_point_cannot_be_an_output_of_a_device_with_lamps()
    {
        var mistake = Assert.Throws<ConfigurationException>(() => Read(Good + """

            switchPoints:
              - {id: sp-1, unit: unit-01, resource: electricity, switchable: true, feeds: [ordinary], device: dali-1,
                 output: 1, cut: energise, contact: NC, powerUp: released, busLoss: last, travel: 0ms}
            """));
        Assert.Contains("dali-1 has no output: choose another device", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_tells_what_nobody_can_prove_what_is_never_addressed_and_a_port_that_waits_too_short()
    {
        var findings = LampCheck.Offline(Read(Good.Replace(
            "period: 60s}", "period: 60s, answerMax: 50ms}", StringComparison.Ordinal))).ToList();
        Assert.Equal(
            ["Warning floor-1", "Good exit-1", "Warning hall-1", "Failed dali-1"],
            findings.Select(finding => $"{finding.Severity} {finding.Subject}"));
        Assert.Contains("no group of dali-1 that is declared here holds lamp 9", findings[1].Text,
            StringComparison.Ordinal);
        Assert.Contains(
            "may take 100ms to answer, and bus waits only 50ms", findings[3].Text, StringComparison.Ordinal);
    }

    private CommissioningPlan Read(string text) => CommissioningFile.Read(_folder.Write("commissioning.yaml", text));
}
