using Jingu.Edge.Commissioning;
using Jingu.Modbus.Boards;
using Jingu.Modbus.Transactions;
using Jingu.Yaml;

namespace Jingu.Edge.Control;

/// <summary>Compares what a device says it does at power-up and bus loss with what was commissioned. Writes nothing.
/// </summary>
internal static class Behaving
{
    public static async Task<Behaved> CompareAsync(
        SwitchPointPlan point, BoardPlan.Modbus board, BoardBehaviour behaviour, IModbusClient client, PortPlan port,
        CancellationToken stop)
    {
        async Task<int?> ReadAsync(int register) => await client.ExecuteAsync(
            new ModbusRequest.ReadRegisters(board.UnitIdentifier, 3, (ushort)register, 1), port.AnswerMax, stop)
            is ModbusResult.Registers { Values: [var word] } ? word : null;

        var offset = point.Output - 1;
        var (safe, acts, restores, after) = (
            await ReadAsync(behaviour.FirstSafeState + offset), await ReadAsync(behaviour.FirstActsOnLoss + offset),
            await ReadAsync(behaviour.RestoresLast), await ReadAsync(behaviour.SilentAfter));
        if (safe is null || acts is null || restores is null || after is null)
        {
            return new(false,
                $"{board.Id} does not show what it does at power-up and bus loss: look at it with its maker's tool.");
        }
        var safeState = safe == 1 ? WhenLost.Energised : WhenLost.Released;
        var powerUp = restores == 1 ? WhenLost.Last : safeState;
        var busLoss = acts == 0 ? WhenLost.Last : safeState;
        if (busLoss != WhenLost.Last && TimeSpan.FromSeconds(after.Value) <= port.Period)
        {
            return new(false,
                $"{board.Id} takes its bus for lost after {after} s and is asked every "
                + $"{Durations.Format(port.Period)}: it would leave its state between two looks. "
                + $"Set its register {behaviour.SilentAfter} to more, or ask "
                + "it more often.");
        }
        return (powerUp, busLoss) == (point.PowerUp, point.BusLoss)
            ? new(true,
                $"{board.Id} is set so: powerUp {Word(powerUp)}, busLoss {Word(busLoss)} after {after} s.")
            : new(false,
                $"commissioned with powerUp {Word(point.PowerUp)}, busLoss {Word(point.BusLoss)}, and {board.Id} is "
                + $"set to powerUp {Word(powerUp)}, busLoss {Word(busLoss)}: set its registers "
                + $"{behaviour.RestoresLast}, {behaviour.FirstSafeState + offset} and "
                + $"{behaviour.FirstActsOnLoss + offset}, or change the file.");
    }

    private static string Word(WhenLost what) => what.ToString().ToLowerInvariant();
}

/// <param name="Text">A sentence, with what to do where it is not as commissioned.</param>
internal sealed record Behaved(bool IsAsCommissioned, string Text);
