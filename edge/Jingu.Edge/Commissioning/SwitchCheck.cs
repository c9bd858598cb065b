using System.Collections.Immutable;
using System.Globalization;
using Jingu.Edge.Control;
using Jingu.Edge.Control.Trials;
using Jingu.Modbus;
using Jingu.Modbus.Boards;
using Jingu.Modbus.Links;
using Jingu.Modbus.Transactions;
using Jingu.Time;

namespace Jingu.Edge.Commissioning;

/// <summary>
/// Judges switch points and lamps: what the site signed for, what was proved, and what devices tell of themselves.
/// Writes nothing to any of them.
/// </summary>
internal sealed class SwitchCheck(CommissioningPlan plan, ImmutableArray<SwitchTrial> trials)
{
    /// <summary>What the files and the gateway's record say; connects to nothing.</summary>
    public ImmutableArray<Finding> Offline() =>
    [
        .. from point in plan.SwitchPoints
        where point.Exception is not null && !point.LossesThatCut().IsEmpty
        select new Finding(Severity.Warning, "switch", point.Id.Value,
            $"loses its supply when {string.Join(", or ", point.LossesThatCut())}. {point.Exception!.By} signed for it "
            + $"on {point.Exception.Date}: {point.Exception.Reason}. Wire it the other way as soon as that can be."),
        .. plan.SwitchPoints.Where(point => point.IsSwitchable).Select(Proved).OfType<Finding>(),
        .. LampCheck.Offline(plan),
    ];

    /// <summary>Asks every device how its outputs stand, and where it can tell, how it behaves.</summary>
    public async Task<ImmutableArray<Finding>> OnlineAsync(
        bool paceLines, SiteTime site, MachineTime machine, CancellationToken stop)
    {
        var findings = ImmutableArray.CreateBuilder<Finding>();
        // A device whose lamps are all protected is not even looked at.
        var asked = plan.Boards.OfType<BoardPlan.Modbus>()
            .Where(board => board.Profile.Outputs is not BoardOutputs.Lamps || LampCheck.HasLamps(plan, board));
        foreach (var group in asked.GroupBy(board => board.Port))
        {
            var port = plan.Ports.First(port => port.Id == group.Key);
            if (port.Settings is PortSettings.Serial serial && SerialLink.IsInUse(serial.Line.Device))
            {
                findings.AddRange(group.Select(board => new Finding(Severity.Good, "device", board.Id,
                    $"{port.Id} belongs to a running gateway: jingu-edge status shows how its switch points stand.")));
                continue;
            }
            await using var line = MeterPort.Open(
                port.Settings, machine, paceLines, plan.TurnaroundsBehind(port.Id), plan.SettlesBehind(port.Id));
            var ports = new Dictionary<string, IMeterPort> { [port.Id] = line };
            foreach (var board in group)
            {
                await using var device = Boards.Open(board, plan, ports, site, machine, paceLines);
                findings.AddRange(await AskAsync(board, device, ((ModbusMeterPort)line).Client, port, stop));
            }
        }
        return findings.ToImmutable();
    }

    private Finding? Proved(SwitchPointPlan point)
    {
        if (plan.Boards.First(board => board.Id == point.Board) is BoardPlan.Modbus { Profile.Behaviour: not null })
            return null;
        var wiring = SwitchTrial.WiringOf(plan, point);
        var last = trials.LastOrDefault(trial => trial.Point == point.Id);
        var when = last?.Made.ToString("u", CultureInfo.InvariantCulture);
        var again = $"Prove it on site: jingu-edge prove-switch {point.Id} --by NAME.";
        return last switch
        {
            null => new(Severity.Warning, "switch", point.Id.Value,
                $"its device does not tell what it does at power-up and bus loss, and nobody has proved it. {again}"),
            _ when last.Wiring != wiring => new(Severity.Warning, "switch", point.Id.Value,
                $"was proved by {last.By} on {when} for another wiring ({last.Wiring}). {again}"),
            { IsPassed: false } => new(Severity.Failed, "switch", point.Id.Value,
                $"{last.By} tried it on {when}, and it did not stand as commissioned: "
                + $"{last.Steps.First(step => !step.IsPassed)} {again}"),
            _ => new(Severity.Good, "switch", point.Id.Value, $"was proved by {last.By} on {when}."),
        };
    }

    private async Task<ImmutableArray<Finding>> AskAsync(
        BoardPlan.Modbus board, IBoard device, IModbusClient client, PortPlan port, CancellationToken stop)
    {
        var look = await device.ReadAsync(stop);
        if (look.IsSilent)
        {
            return [new(Severity.Failed, "device", board.Id, $"unit identifier {board.UnitIdentifier} on {board.Port} "
                + $"gives no answer ({look.Fault?.TrimEnd('.')}): check wiring, address, baud rate and parity.")];
        }
        if (board.Profile.Outputs is BoardOutputs.Lamps)
            return [.. LampCheck.Judge(plan, board, look)];
        if (board.Profile.Outputs is BoardOutputs.SetPoints)
            return [.. SetPointCheck.Judge(plan, board, look)];
        var findings = ImmutableArray.CreateBuilder<Finding>();
        findings.Add(new(
            look.Fault is null ? Severity.Good : Severity.Failed, "device", board.Id,
            look.Fault ?? $"{board.Profile.Model} answers; its switch points: {Standing(board, look)}."));
        if (board.Profile.Behaviour is { } behaviour)
        {
            foreach (var point in plan.SwitchPoints.Where(point => point.Board == board.Id))
            {
                var behaved = await Behaving.CompareAsync(point, board, behaviour, client, port, stop);
                findings.Add(new(
                    behaved.IsAsCommissioned ? Severity.Good : Severity.Failed, "switch", point.Id.Value,
                    behaved.Text));
            }
        }
        return findings.ToImmutable();
    }

    private string Standing(BoardPlan.Modbus board, BoardLook look) => string.Join(", ",
        from point in plan.SwitchPoints
        where point.Board == board.Id
        let isSet = look.Outputs[point.Output - 1]
        select $"{point.Id} {(isSet is { } set ? point.StateFor(set).ToString().ToLowerInvariant() : "unknown")}");
}
