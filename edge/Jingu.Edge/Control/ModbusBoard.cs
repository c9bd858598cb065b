using System.Collections.Frozen;
using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Edge.Commissioning;
using Jingu.Modbus.Boards;
using Jingu.Modbus.Transactions;

namespace Jingu.Edge.Control;

/// <summary>
/// A relay board or a valve behind a Modbus port. Its writes go before all reads that wait for the port. It holds a
/// write for each output that is declared switchable and none for any other.
/// </summary>
/// <param name="points">The switch points of the plan; those of other devices are left out.</param>
internal sealed class ModbusBoard(
    BoardPlan.Modbus plan, IModbusClient client, PortPlan port, IReadOnlyCollection<SwitchPointPlan> points)
    : IBoard
{
    private readonly FrozenDictionary<int, OutputWrite> _writes = points
        .Where(point => point.Board == plan.Id && point.IsSwitchable)
        .ToFrozenDictionary(
            point => point.Output,
            point => new OutputWrite(plan.UnitIdentifier, plan.Profile.Outputs, point.Output));

    private readonly bool _hasFeedback = points.Any(point => point.Feedback?.Board == plan.Id);

    public async ValueTask<string?> SetAsync(int output, bool isSet, CancellationToken stop)
    {
        if (!_writes.TryGetValue(output, out var write))
            return $"output {output} of {plan.Id} is not declared switchable: it is never written.";
        var result = await client.ExecuteAsync(write.To(isSet), port.AnswerMax, stop);
        return result is ModbusResult.Written ? null : Describe(result);
    }

    public async ValueTask<BoardLook> ReadAsync(CancellationToken stop)
    {
        var look = plan.Profile.Outputs switch
        {
            BoardOutputs.Coils coils => await ReadCoilsAsync(coils, stop),
            BoardOutputs.Valve valve => await ReadValveAsync(valve, stop),
            _ => throw new InvalidOperationException("a board that switches has coils or a valve"),
        };
        if (look.IsSilent || !_hasFeedback)
            return look;
        var inputs = await client.ExecuteAsync(
            new ModbusRequest.ReadBits(plan.UnitIdentifier, 2, plan.Profile.FirstInput, plan.Profile.Inputs),
            port.AnswerMax, stop);
        return inputs is ModbusResult.Bits bits
            ? look with { Inputs = bits.Values }
            : look with { Fault = $"its inputs: {Describe(inputs)}" };
    }

    public async ValueTask<ImmutableDictionary<SwitchPointId, string>> UnlikeAsync(CancellationToken stop)
    {
        var unlike = ImmutableDictionary.CreateBuilder<SwitchPointId, string>();
        if (plan.Profile.Behaviour is not { } behaviour)
            return unlike.ToImmutable();
        foreach (var point in points.Where(point => point.Board == plan.Id && point.IsSwitchable))
        {
            var behaved = await Behaving.CompareAsync(point, plan, behaviour, client, port, stop);
            if (!behaved.IsAsCommissioned)
                unlike.Add(point.Id, behaved.Text);
        }
        return unlike.ToImmutable();
    }

    /// <summary>The port belongs to whoever opened it.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async ValueTask<BoardLook> ReadCoilsAsync(BoardOutputs.Coils coils, CancellationToken stop)
    {
        var result = await client.ExecuteAsync(
            new ModbusRequest.ReadBits(plan.UnitIdentifier, 1, coils.First, coils.Count), port.AnswerMax, stop);
        return result is ModbusResult.Bits bits
            ? new([.. bits.Values.Select(bit => (bool?)bit)], [], null)
            : BoardLook.Silent(Describe(result));
    }

    private async ValueTask<BoardLook> ReadValveAsync(BoardOutputs.Valve valve, CancellationToken stop)
    {
        var result = await client.ExecuteAsync(
            new ModbusRequest.ReadRegisters(plan.UnitIdentifier, 3, valve.Register, 1), port.AnswerMax, stop);
        if (result is not ModbusResult.Registers { Values: [var word] })
            return BoardLook.Silent(Describe(result));
        var (isOpen, isClosed) = ((word & valve.Open) != 0, (word & valve.Closed) != 0);
        if ((word & valve.Abnormal) != 0)
            return new([null], [], "the valve says that it is abnormal: look whether it is blocked.");
        return isOpen == isClosed
            ? new([null], [], "the valve is on its way, or does not know where it stands.")
            : new([isClosed], [], null);
    }

    /// <summary>Why a request led to nothing, as a sentence about the device.</summary>
    public static string Describe(ModbusResult result) => result switch
    {
        ModbusResult.Refused refused => $"the device refuses with Modbus exception {refused.ExceptionCode}.",
        ModbusResult.TimedOut => "the device does not answer.",
        ModbusResult.Malformed malformed => $"its answer is none: {malformed.Detail}",
        ModbusResult.LinkLost lost => $"the port is lost: {lost.Detail}",
        _ => $"the device answers something else ({result.GetType().Name}).",
    };
}
