using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Ids;
using Jingu.Edge.Commissioning;
using Jingu.Modbus.Boards;
using Jingu.Modbus.Transactions;

namespace Jingu.Edge.Control;

/// <summary>
/// A DALI gateway or a dimmer behind a Modbus port. It holds a write for each lamp that is declared switchable and none
/// for any other, and looks at no other either. What it reads is the level the device remembers.
/// </summary>
/// <param name="lamps">The lamps of the plan; those of other devices are left out.</param>
/// <param name="guard">What stays quiet between an answer and the next request.</param>
internal sealed class LampBoard(
    BoardPlan.Modbus plan, IModbusClient client, TimeSpan answerMax, IEnumerable<LampPlan> lamps, TimeSpan guard,
    TimeProvider machine)
    : ILevelBoard
{
    private readonly BoardOutputs.Lamps _outputs = (BoardOutputs.Lamps)plan.Profile.Outputs;
    private readonly SemaphoreSlim _turn = new(1);

    private readonly FrozenDictionary<LampAddress, LampWrite> _writes = lamps
        .Where(lamp => lamp.Board == plan.Id && lamp.IsSwitchable)
        .ToFrozenDictionary(
            lamp => lamp.Address,
            lamp => new LampWrite(
                plan.UnitIdentifier, (BoardOutputs.Lamps)plan.Profile.Outputs, lamp.Address,
                lamp.Point.Lamp!.Minimum, lamp.Zone is not null));

    public ValueTask<string?> SetAsync(int output, bool isSet, CancellationToken stop) =>
        ValueTask.FromResult<string?>($"{plan.Id} has lamps and no output {output}.");

    /// <summary>
    /// Moves a lamp for a ladder, if it stands where it stood when that was decided; otherwise people have moved it and
    /// nothing is written. Never off.
    /// </summary>
    /// <returns>Null: the device says that it did; otherwise why not, a sentence.</returns>
    public ValueTask<string?> MoveAsync(LampAddress address, LevelChange levels, CancellationToken stop) =>
        WriteAsync(address, levels, write => write.To(levels.To), stop);

    /// <summary>The same for the zone that a lamp belongs to, whose rules may put it out.</summary>
    /// <returns>Null: the device says that it did; otherwise why not, a sentence.</returns>
    public ValueTask<string?> LightAsync(LampAddress address, LevelChange levels, CancellationToken stop) =>
        WriteAsync(address, levels, write => levels.To == 0 ? write.Off() : write.To(levels.To), stop);

    /// <summary>
    /// A device of lamps does not tell; a lamp that powers up at full light cuts nothing.
    /// </summary>
    public ValueTask<ImmutableDictionary<SwitchPointId, string>> UnlikeAsync(CancellationToken stop) =>
        ValueTask.FromResult(ImmutableDictionary<SwitchPointId, string>.Empty);

    /// <summary>A device that leaves the first question unanswered is asked no other.</summary>
    public async ValueTask<BoardLook> ReadAsync(CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            var seen = ImmutableArray.CreateBuilder<LampLook>(_writes.Count);
            foreach (var address in _writes.Keys.OrderBy(address => (address.IsGroup, address.Number)))
            {
                var look = await LookAsync(address, stop);
                if (seen.Count == 0 && look.Level is null && look.Fault is { } why)
                    return BoardLook.Silent(why);
                seen.Add(look);
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

    private async ValueTask<string?> WriteAsync(
        LampAddress address, LevelChange levels, Func<LampWrite, ModbusRequest> requestOf, CancellationToken stop)
    {
        if (!_writes.TryGetValue(address, out var write))
            return $"{address} of {plan.Id} is not declared switchable: it is never written.";
        await _turn.WaitAsync(stop);
        try
        {
            var (level, fault) = await ReadAsync(_outputs.BlockOf(address).ReadOf(address.Number), stop);
            if (level is null)
                return fault;
            if (level != levels.From)
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{address} stands at level {level} and no longer at {levels.From}: somebody moved it, and it is "
                    + $"left alone.");
            }
            var result = await client.ExecuteAsync(requestOf(write), answerMax, stop);
            await PauseAsync(stop);
            return result is ModbusResult.Written ? null : ModbusBoard.Describe(result);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask<LampLook> LookAsync(LampAddress address, CancellationToken stop)
    {
        var block = _outputs.BlockOf(address);
        var (level, fault) = await ReadAsync(block.ReadOf(address.Number), stop);
        // Above full light lies DALI's mask: the device does not know.
        if (level > _outputs.Curve.Full)
            (level, fault) = (null, $"{address} has a level that its device does not know.");
        if (level is null || block.StatusOf(address.Number) is not { } register)
            return new(address, level, fault, HasFailed: false);
        var (status, silent) = await ReadAsync(register, stop);
        var failed = status is { } bits ? LampStatus.Fault(bits) : null;
        return new(address, level, failed ?? silent, failed is not null);
    }

    private async ValueTask<(int? Value, string? Fault)> ReadAsync(ushort register, CancellationToken stop)
    {
        var result = await client.ExecuteAsync(
            new ModbusRequest.ReadRegisters(plan.UnitIdentifier, 3, register, 1), answerMax, stop);
        await PauseAsync(stop);
        return result is ModbusResult.Registers { Values: [var word] }
            ? (word, null)
            : (null, ModbusBoard.Describe(result));
    }

    private Task PauseAsync(CancellationToken stop) =>
        guard > TimeSpan.Zero ? Task.Delay(guard, machine, stop) : Task.CompletedTask;
}
