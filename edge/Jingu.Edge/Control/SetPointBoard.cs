using System.Collections.Frozen;
using System.Collections.Immutable;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Ids;
using Jingu.Edge.Commissioning;
using Jingu.Modbus.Boards;
using Jingu.Modbus.Transactions;

namespace Jingu.Edge.Control;

/// <summary>
/// A machine with set points behind a Modbus port. It holds a write for each set point that is declared switchable and
/// none for any other register.
/// </summary>
/// <param name="setPoints">Those of the plan; those of other devices are left out.</param>
internal sealed class SetPointBoard(
    BoardPlan.Modbus plan, IModbusClient client, TimeSpan answerMax, IEnumerable<SetPointPlan> setPoints) : ILevelBoard
{
    private readonly SemaphoreSlim _turn = new(1);

    private readonly FrozenDictionary<LampAddress, (SetPointPlan Plan, SetPointWrite Write)> _writes = setPoints
        .Where(point => point.Board == plan.Id && point.IsSwitchable)
        .ToFrozenDictionary(
            point => point.Address,
            point => (point, new SetPointWrite(
                plan.UnitIdentifier, point.Register, point.Point.SetPoint!.Lowest, point.Point.SetPoint.Highest)));

    public ValueTask<string?> SetAsync(int output, bool isSet, CancellationToken stop) =>
        ValueTask.FromResult<string?>($"{plan.Id} has set points and no output {output}.");

    public async ValueTask<string?> MoveAsync(LampAddress address, LevelChange levels, CancellationToken stop)
    {
        if (!_writes.TryGetValue(address, out var known))
            return $"register {address.Number} of {plan.Id} is not declared switchable: it is never written.";
        await _turn.WaitAsync(stop);
        try
        {
            var (level, fault) = await ReadAsync(known.Plan.ReadBack, stop);
            if (level is null)
                return fault;
            if (level != levels.From)
            {
                return $"{known.Plan.Id} stands at {known.Plan.Shown(level.Value)} and no longer at "
                    + $"{known.Plan.Shown(levels.From)}: somebody moved it, and it is left alone.";
            }
            var result = await client.ExecuteAsync(known.Write.To(levels.To), answerMax, stop);
            return result is ModbusResult.Written ? null : ModbusBoard.Describe(result);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>A machine does not tell; one that powers up with its own set point takes nobody's supply.</summary>
    public ValueTask<ImmutableDictionary<SwitchPointId, string>> UnlikeAsync(CancellationToken stop) =>
        ValueTask.FromResult(ImmutableDictionary<SwitchPointId, string>.Empty);

    /// <summary>A machine that leaves the first question unanswered is asked no other.</summary>
    public async ValueTask<BoardLook> ReadAsync(CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            var seen = ImmutableArray.CreateBuilder<LampLook>(_writes.Count);
            foreach (var (point, _) in _writes.Values.OrderBy(known => known.Plan.Register))
            {
                var (level, fault) = await ReadAsync(point.ReadBack, stop);
                if (seen.Count == 0 && level is null && fault is not null)
                    return BoardLook.Silent(fault);
                seen.Add(new(point.Address, level, fault, HasFailed: false));
            }
            return new([], [], null) { Lamps = seen.DrainToImmutable() };
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The port belongs to whoever opened it.</summary>
    public ValueTask DisposeAsync()
    {
        _turn.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask<(int? Value, string? Fault)> ReadAsync(ushort register, CancellationToken stop)
    {
        var result = await client.ExecuteAsync(
            new ModbusRequest.ReadRegisters(plan.UnitIdentifier, 3, register, 1), answerMax, stop);
        return result is ModbusResult.Registers { Values: [var word] }
            ? (word, null)
            : (null, ModbusBoard.Describe(result));
    }
}
