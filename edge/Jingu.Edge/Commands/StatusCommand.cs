using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Jingu.Budgets.Ledgers;
using Jingu.Contracts.Wire;
using Jingu.Edge.Clock;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Control.Zones;
using Jingu.Edge.Delivery.Journal;
using Jingu.Edge.Delivery.Signed;
using Jingu.Time;
using Jingu.Time.Kernel;

namespace Jingu.Edge.Commands;

/// <summary>
/// <c>jingu-edge status</c>: meters, quality, ledgers, backlog, disk, clock and acknowledgements, from the gateway's
/// own file, whether it runs or not.
/// </summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var command = new Command(
            "status", "Show meters, ledgers, backlog, disk, clock and acknowledgements of a gateway.") { config, json };
        command.SetAction(async (parsed, _) =>
        {
            var options = GatewayFile.Read(parsed.GetValue(config)!);
            var plan = CommissioningFile.Read(options.CommissioningFile);
            using var journal = new JournalStore(JournalFile.OpenToRead(options.StoreFile));
            var machine = MachineTime.OfThisMachine;
            var site = new RunningSiteTime(machine);
            var clock = ClockReport.Make(new LinuxBootClock(machine), site, options.Clock, journal);
            var status = Status.Of(options, plan, journal, clock, site.GetUtcNow());
            await (parsed.GetValue(json) ? Screen.JsonAsync(ToJson(status)) : WriteTablesAsync(status));
            return ExitCodes.Good;
        });
        return command;
    }

    private static JsonObject ToJson(Status status) => new()
    {
        ["gateway"] = status.Gateway,
        ["journal"] = status.Journal,
        ["newestReading"] = status.Stored.Newest?.ToString("O"),
        ["clockTrust"] = status.Stored.Trust?.ToString().ToLowerInvariant(),
        ["clock"] = new JsonObject
        {
            ["trust"] = ClockKeeper.Name(status.Clock.Trust),
            ["since"] = status.Clock.Since?.ToString("O"),
            ["uncertaintySeconds"] = status.Clock.Uncertainty?.TotalSeconds,
            ["mayDateTurnAndCut"] = status.Clock.MayDateTurnAndCut,
            ["bootsWithoutOffset"] = status.Clock.BootsWithoutOffset,
            ["text"] = status.Clock.Sentence,
        },
        ["policyVersion"] = status.PolicyVersion,
        ["policy"] = status.Policy,
        ["leases"] = new JsonArray([.. status.Leases.Select(JsonNode (lease) => lease)]),
        ["backlogHours"] = Math.Round(status.BacklogHours, 3),
        ["diskFreeBytes"] = status.DiskFreeBytes,
        ["streams"] = new JsonObject(status.Streams.Select(stream => KeyValuePair.Create(
            Topics.NameOf(stream.Status.Stream), (JsonNode?)new JsonObject
            {
                ["lastSequence"] = stream.Status.LastSequence,
                ["backlog"] = stream.Status.Backlog,
                ["parked"] = stream.Status.Parked,
                ["refused"] = stream.Status.Refused,
                ["acknowledgedUpTo"] = stream.AcknowledgedUpTo?.ToString("O"),
            }))),
        ["meters"] = new JsonArray([.. status.Meters.Select(JsonNode (meter) => new JsonObject
        {
            ["meter"] = meter.Plan.Id.Value,
            ["port"] = meter.Plan.Port,
            ["quality"] = meter.Quality,
            ["lastReading"] = meter.LastReading?.ToString("O"),
            ["answeredPercent"] = meter.AnsweredPercent,
        })]),
        ["pulses"] = new JsonArray([.. status.Pulses.Select(JsonNode (loss) => new JsonObject
        {
            ["meter"] = loss.Meter.Value,
            ["lossMax"] = loss.Most,
            ["unit"] = loss.Unit,
        })]),
        ["switchPoints"] = new JsonArray([.. status.Switches.Select(JsonNode (point) => new JsonObject
        {
            ["switchPoint"] = point.Plan.Id.Value,
            ["unit"] = point.Plan.Unit.Value,
            ["device"] = point.Plan.Board,
            ["output"] = (point.Plan as SwitchPointPlan)?.Output,
            ["lamp"] = (point.Plan as LampPlan)?.Place,
            ["setPoint"] = (point.Plan as SetPointPlan)?.Place,
            ["switchable"] = point.Plan.IsSwitchable,
            ["stands"] = point.Stands,
            ["contactOpen"] = point.Last?.IsContactOpen,
            ["since"] = point.Last?.At.ToString("O"),
            ["fault"] = point.Last?.Fault,
        })]),
        ["zones"] = new JsonArray([.. status.Zones.Select(JsonNode (zone) => new JsonObject
        {
            ["zone"] = zone.Plan.Id.Value,
            ["name"] = zone.Plan.Name,
            ["light"] = zone.Kept?.State.Light,
            ["reason"] = zone.Kept is { } kept ? ZoneEvents.NameOf(kept.Reason) : null,
            ["since"] = zone.Kept?.State.LightSince.ToString("O"),
            ["chosenUntil"] = zone.Kept?.State.Choice?.Until.ToString("O"),
            ["failedSensors"] = new JsonArray([.. zone.Failed.Select(sensor => JsonValue.Create(sensor))]),
        })]),
        ["curtailments"] = new JsonArray([.. status.Curtailments.Select(JsonNode (sentence) => sentence)]),
        ["commands"] = new JsonArray([.. status.Commands.Select(JsonNode (received) => new JsonObject
        {
            ["id"] = received.Command.Id,
            ["subject"] = CommandAnswer.SubjectOf(received.Command),
            ["by"] = received.Command.By,
            ["taken"] = received.Taken.ToString("O"),
            ["state"] = received.State.ToString().ToLowerInvariant(),
            ["answer"] = received.Answer,
        })]),
        ["ledgers"] = new JsonArray([.. status.Ledgers.Select(JsonNode (ledger) => new JsonObject
        {
            ["point"] = ledger.Point.Value,
            ["meter"] = ledger.Meter.Value,
            ["at"] = ledger.At.ToString("O"),
            ["register"] = ledger.Count,
            ["total"] = ledger.Total,
            ["doubt"] = ledger.Doubt == LedgerDoubt.None ? null : ledger.Doubt.ToString().ToLowerInvariant(),
        })]),
    };

    private static async Task WriteTablesAsync(Status status)
    {
        var newest = status.Stored.Newest is { } at ? $"{Instant(at)}, {Age(status.Now - at)} ago" : "none yet";
        await Screen.TableAsync(["gateway", status.Gateway],
        [
            ["journal", status.Journal],
            ["newest reading", newest],
            ["clock at it", status.Stored.Trust?.ToString().ToLowerInvariant() ?? "not known yet"],
            ["clock now", status.Clock.Sentence],
            .. status.Clock.Since is { } since ? [["clock so since", Instant(since)]] : Array.Empty<string[]>(),
            .. status.Pulses.Select(loss => (string[])["pulses", loss.Sentence]),
            ["policy", status.Policy],
            .. status.Leases.Select(lease => (string[])["lease", lease]),
            .. status.Curtailments.Select(sentence => (string[])["curtailment", sentence]),
            ["backlog", string.Create(CultureInfo.InvariantCulture, $"{status.BacklogHours:0.00} h")],
            ["disk free", string.Create(CultureInfo.InvariantCulture, $"{status.DiskFreeBytes / 1e9:0.0} GB")],
        ]);
        await Screen.TableAsync(
            ["stream", "entries", "backlog", "parked", "refused", "acknowledged up to"],
            status.Streams.Select(stream => (string[])
            [
                Topics.NameOf(stream.Status.Stream), Whole(stream.Status.LastSequence), Whole(stream.Status.Backlog),
                Whole(stream.Status.Parked), Whole(stream.Status.Refused),
                stream.AcknowledgedUpTo is { } upTo ? Instant(upTo) : "nothing yet",
            ]));
        await Screen.TableAsync(
            ["meter", "port", "quality", "last reading", "answered"],
            status.Meters.Select(meter => (string[])
            [
                meter.Plan.Id.Value, meter.Plan.Port, meter.Quality,
                meter.LastReading is { } last ? Instant(last) : "none",
                meter.AnsweredPercent is { } percent ? $"{Whole(percent)} %" : "",
            ]));
        if (!status.Switches.IsEmpty)
        {
            await Screen.TableAsync(
                ["switch point", "unit", "device", "switchable", "stands", "contact", "since", "fault"],
                status.Switches.Select(point => (string[])
                [
                    point.Plan.Id.Value, point.Plan.Unit.Value, $"{point.Plan.Board} {point.Plan.Place}",
                    point.Plan.IsSwitchable ? "yes" : "no", point.Stands, point.Contact,
                    point.Last is { } seen ? Instant(seen.At) : "", point.Last?.Fault ?? "",
                ]));
        }
        if (!status.Zones.IsEmpty)
        {
            await Screen.TableAsync(
                ["zone", "light", "since", "failed sensors"],
                status.Zones.Select(zone => (string[])
                [
                    zone.Plan.Id.Value, zone.Sentence,
                    zone.Kept is { } kept ? Instant(kept.State.LightSince) : "", string.Join(", ", zone.Failed),
                ]));
        }
        await Screen.TableAsync(
            ["point", "meter", "total", "at", "doubt"],
            status.Ledgers.Select(ledger => (string[])
            [
                ledger.Point.Value, ledger.Meter.Value, $"{Whole(ledger.Total)} {status.UnitOf(ledger)}",
                Instant(ledger.At),
                ledger.Doubt switch
                {
                    LedgerDoubt.None => "",
                    LedgerDoubt.Fell => "its register fell",
                    _ => "its register rose too fast",
                },
            ]));
    }

    private static string Instant(DateTimeOffset at) => at.ToString("u", CultureInfo.InvariantCulture);

    private static string Whole(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Age(TimeSpan age) => age < TimeSpan.FromMinutes(2)
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, age.TotalSeconds):0} s")
        : age < TimeSpan.FromHours(2)
            ? string.Create(CultureInfo.InvariantCulture, $"{age.TotalMinutes:0} min")
            : string.Create(CultureInfo.InvariantCulture, $"{age.TotalHours:0} h");
}
