using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Control;
using Jingu.Edge.Control.Trials;
using Jingu.Edge.Delivery.Journal;
using Jingu.Modbus;
using Jingu.Modbus.Links;
using Jingu.Time;
using Jingu.Yaml;

namespace Jingu.Edge.Commands;

/// <summary>
/// <c>jingu-edge prove-switch POINT</c>: with a person at the board, while no gateway runs on its line. What was seen
/// is written into the gateway's file, and the gateway records it as an event.
/// </summary>
internal static class ProveSwitchCommand
{
    private const int NameMax = 200;

    public static Command Create()
    {
        var point = new Argument<string>("POINT") { Description = "The switch point's id in commissioning.yaml." };
        var config = CommonOptions.Config();
        var by = new Option<string?>("--by") { Description = "Who proves it.", HelpName = "NAME" };
        var json = CommonOptions.Json();
        var command = new Command(
            "prove-switch", "Prove a switch point on site: switch, pull the bus, power-cycle, read back.")
        {
            point, config, by, json,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var options = GatewayFile.Read(parsed.GetValue(config)!);
            var plan = CommissioningFile.Read(options.CommissioningFile);
            var asked = Find(plan, options, parsed.GetValue(point)!);
            var who = (parsed.GetValue(by) ?? "").Trim() is { Length: > 0 and <= NameMax } name
                ? name
                : throw new ConfigurationException(
                    "--by", $"say who proves this, in at most {NameMax} letters: no record holds up without a name.");
            RefuseTaken(plan, asked);
            using var journal = new JournalStore(JournalFile.OpenToRead(options.StoreFile));
            var screen = parsed.GetValue(json) ? Console.Error : Console.Out;
            var trial = await TryAsync(plan, options, asked, who, screen, stop);
            journal.AddTrial(trial);
            if (parsed.GetValue(json))
                await Screen.JsonAsync(ToJson(trial));
            await screen.WriteLineAsync(trial.IsPassed
                ? $"{trial.Point} is proved. The gateway records it when it runs."
                : $"{trial.Point} does NOT stand as commissioned. Mend the wiring, the board's settings or "
                    + "commissioning.yaml, and prove it again. The gateway records this too.");
            return trial.IsPassed ? ExitCodes.Good : ExitCodes.CheckFailed;
        });
        return command;
    }

    private static SwitchPointPlan Find(CommissioningPlan plan, GatewayOptions options, string id) =>
        plan.SwitchPoints.FirstOrDefault(point => point.Id.Value == id)
        ?? throw new ConfigurationException(options.CommissioningFile, plan.SwitchPoints.IsEmpty
            ? "has no switch points: list them under switchPoints."
            : $"has no switch point '{id}': use one of "
                + $"{string.Join(", ", plan.SwitchPoints.Select(point => point.Id.Value))}.");

    private static void RefuseTaken(CommissioningPlan plan, SwitchPointPlan point)
    {
        var board = plan.Boards.First(board => board.Id == point.Board);
        if (board is BoardPlan.Modbus modbus
            && plan.Ports.First(port => port.Id == modbus.Port).Settings is PortSettings.Serial serial
            && SerialLink.IsInUse(serial.Line.Device))
        {
            throw new ConfigurationException(
                modbus.Port, $"{serial.Line.Device} belongs to a running program: stop the gateway first, and start it "
                    + "again after.");
        }
    }

    private static async Task<SwitchTrial> TryAsync(
        CommissioningPlan plan, GatewayOptions options, SwitchPointPlan point, string who, TextWriter screen,
        CancellationToken stop)
    {
        var machine = MachineTime.OfThisMachine;
        var site = new RunningSiteTime(machine);
        var board = plan.Boards.First(board => board.Id == point.Board);
        var ports = new Dictionary<string, IMeterPort>();
        if (board is BoardPlan.Modbus modbus)
        {
            var settings = plan.Ports.First(port => port.Id == modbus.Port).Settings;
            ports.Add(modbus.Port, MeterPort.Open(
                settings, machine, options.PaceLines, plan.TurnaroundsBehind(modbus.Port),
                plan.SettlesBehind(modbus.Port)));
        }
        try
        {
            var trying = new Trying(
                point, () => Boards.Open(board, plan, ports, site, machine), board is BoardPlan.Modbus, Console.In,
                screen, machine);
            var steps = await trying.RunAsync(stop);
            return new(0, point.Id, site.GetUtcNow(), who, SwitchTrial.WiringOf(plan, point), steps);
        }
        finally
        {
            foreach (var port in ports.Values)
                await port.DisposeAsync();
        }
    }

    private static JsonObject ToJson(SwitchTrial trial) => new()
    {
        ["point"] = trial.Point.Value,
        ["by"] = trial.By,
        ["made"] = trial.Made.ToString("O"),
        ["wiring"] = trial.Wiring,
        ["passed"] = trial.IsPassed,
        ["steps"] = JsonSerializer.SerializeToNode(trial.Steps, TrialJson.Default.ImmutableArrayTrialStep),
    };
}
