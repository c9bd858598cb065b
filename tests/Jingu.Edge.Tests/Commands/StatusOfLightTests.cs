using System.Text.Json.Nodes;
using Jingu.Contracts.Commands;
using Jingu.Edge.Commands;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Control.Curtailing;
using Jingu.Edge.Delivery.Journal;
using Jingu.Edge.Tests.Delivery.Signed;
using Jingu.Lighting.Zones;
using Xunit;

namespace Jingu.Edge.Tests.Commands;

/// <summary>What <c>status</c> tells of lighting zones and of limited inverters, from a real file.</summary>
[Collection(nameof(ConsoleTests))]
public sealed class StatusOfLightTests : IDisposable
{
    private static readonly DateTimeOffset Noon = SignedRig.Noon;
    private readonly TestFolder _folder = new();

    public StatusOfLightTests()
    {
        _folder.Write("gateway.key", "k1:" + new string('a', 64));
        _folder.Write("gateway.yaml", """
            schema: 1
            site: zhoushan
            gateway: gateway-1
            zone: Asia/Shanghai
            key: gateway.key
            store: journal.db
            commissioning: commissioning.yaml
            broker: {host: 127.0.0.1}
            """);
        _folder.Write("commissioning.yaml", """
            schema: 1
            ports:
              - {id: bus, kind: modbus-tcp, host: 127.0.0.1, period: 60s}
            meters:
              - id: m-1
                port: bus
                unitIdentifier: 1
                profile: huawei-sun2000
                curtailable: true
                serial: S-1
                points: [{id: pv-1, quantity: energy-generation}]
            devices:
              - {id: dali-1, kind: arlight-dali-logic-lite-ps-x1, port: bus, unitIdentifier: 10}
              - {id: mwac-1, kind: wirenboard-wb-mwac, port: bus, unitIdentifier: 13}
            lamps:
              - {id: desk-1, unit: unit-01, device: dali-1, address: 5, switchable: true, feeds: [ordinary],
                 minimum: 10, dimTo: 30}
              - {id: desk-2, unit: unit-01, device: dali-1, address: 6, switchable: true, feeds: [ordinary],
                 minimum: 10, dimTo: 30}
            sensors:
              - {id: pir-301, kind: presence, device: mwac-1, input: 3}
            zones:
              - {id: office-301, name: Office 301, kind: room, lamps: [desk-1], presence: [pir-301], absence: {}}
              - {id: office-302, name: Office 302, kind: room, lamps: [desk-2]}
            """);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Status_lists_each_zone_with_its_light_its_reason_and_the_sensors_that_failed()
    {
        var zone = CommissioningFile.Read(_folder.At("commissioning.yaml")).Zones[0].Timed;
        var begun = ZoneState.Begin(zone, 700, Noon);
        var state = begun with { Presence = [begun.Presence[0] with { Fault = SensorFault.Stuck }] };
        using (var journal = Journal())
        {
            journal.Save(
                Books.Unchanged with { Zones = [new(zone.Id, new(state, LightReason.SensorFailed))] }, [],
                new(1, [], []));
        }

        var zones = JsonNode.Parse(await RunAsync("--json"))!["zones"]!.AsArray();

        Assert.Equal(
            ("office-301", 700, "sensor-failed", "pir-301 stuck"),
            ((string)zones[0]!["zone"]!, (int)zones[0]!["light"]!, (string)zones[0]!["reason"]!,
                (string)Assert.Single(zones[0]!["failedSensors"]!.AsArray())!));
        Assert.Equal(Noon, (DateTimeOffset)zones[0]!["since"]!);
        Assert.Equal(("office-302", null), ((string)zones[1]!["zone"]!, (int?)zones[1]!["light"]));
        var table = await RunAsync();
        Assert.Contains("Office 301 is lit to 70 %: a sensor has failed.", table, StringComparison.Ordinal);
        Assert.Contains("2026-03-20 04:00:00Z", table, StringComparison.Ordinal);
        Assert.Contains("Office 302 was not decided yet", table, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_lists_an_inverter_that_was_told_a_limit_until_when_and_how_far_that_is()
    {
        var action = new CommandAction.Curtail("pv-1", 605, Noon.AddHours(1));
        var command = SignedRig.Command(action);
        using (var journal = Journal())
            journal.AddCurtailment(command, CommandJson.Write(command), Noon, Curtailment.Of(command.Id, action));

        const string Sentence = "pv-1: 60.5 % until 2026-03-20 05:00:00Z, not written yet.";
        Assert.Equal(
            Sentence, (string)Assert.Single(JsonNode.Parse(await RunAsync("--json"))!["curtailments"]!.AsArray())!);
        Assert.Contains(Sentence, await RunAsync(), StringComparison.Ordinal);
    }

    private JournalStore Journal() => new(JournalFile.Open(_folder.At("journal.db"), null).Connection);

    private async Task<string> RunAsync(params string[] args)
    {
        var (code, output) = await CapturedConsole.RunAsync(
            [StatusCommand.Create()], ["status", .. args, "--config", _folder.At("gateway.yaml")]);
        Assert.Equal(0, code);
        return output;
    }
}
