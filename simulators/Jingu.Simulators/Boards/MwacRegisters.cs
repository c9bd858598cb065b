using System.Collections.Immutable;
using Jingu.Modbus.Transactions;

namespace Jingu.Simulators.Boards;

/// <summary>
/// Registers of a Wirenboard WB-MWAC (template config-wb-mwac of wb-mqtt-serial). As the bench commissions it: outputs
/// return after a loss of power as they were, and stay when nobody speaks to it. Not thread-safe.
/// </summary>
internal sealed class MwacRegisters(byte unitIdentifier)
{
    private const byte IllegalAddress = 2;
    private const byte IllegalFunction = 1;
    private const byte IllegalValue = 3;
    private const ushort PowerOn = 6;
    private const ushort SafetyTimer = 8;
    private const ushort SafeStateFirst = 930;
    private const ushort ActsOnLossFirst = 938;
    private const ushort GoesSafe = 0;
    private const ushort RestoreLast = 1;
    private const ushort TimerMax = 65534;

    private readonly SortedDictionary<ushort, ushort> _holding = new()
    {
        [PowerOn] = RestoreLast,
        [SafetyTimer] = TimerMax,
        [128] = unitIdentifier,
        [SafeStateFirst] = 0,
        [SafeStateFirst + 1] = 0,
        [ActsOnLossFirst] = 0,
        [ActsOnLossFirst + 1] = 0,
    };

    /// <summary>Counters of P1 and P2, of which nothing is wired here; serial number; uptime.</summary>
    private static readonly ImmutableSortedDictionary<ushort, ushort> Input =
        new[] { 104, 105, 270, 271, 316, 317, 318, 319 }.ToImmutableSortedDictionary(
            address => (ushort)address, _ => (ushort)0);

    /// <summary>
    /// Since when the outputs that act on the loss of the bus have been in their safe state, when nothing was heard
    /// from <paramref name="heard"/> to <paramref name="now"/>; null: still as they were. Milliseconds since 1970.
    /// </summary>
    public long? SafeSince(long heard, long now)
    {
        var since = heard + (_holding[SafetyTimer] * 1000L);
        return now > since ? since : null;
    }

    /// <summary>True: the safe state of an output is energised; null: it does not act on the loss.</summary>
    public bool? SafeState(int output) => _holding[(ushort)(ActsOnLossFirst + output)] != 0
        ? _holding[(ushort)(SafeStateFirst + output)] != 0
        : null;

    /// <summary>
    /// Somebody set it so that an output is energised when the board gets its power, whatever it was before.
    /// </summary>
    public void SetPowersUpEnergised(int output)
    {
        _holding[PowerOn] = GoesSafe;
        _holding[(ushort)(SafeStateFirst + output)] = 1;
    }

    public ModbusResult Read(ModbusRequest.ReadRegisters read)
    {
        IReadOnlyDictionary<ushort, ushort> table = read.Function == 3 ? _holding : Input;
        var values = ImmutableArray.CreateBuilder<ushort>(read.Count);
        for (var offset = 0; offset < read.Count; offset++)
        {
            if (!table.TryGetValue((ushort)(read.Address + offset), out var value))
                return new ModbusResult.Refused(IllegalAddress);
            values.Add(value);
        }
        return new ModbusResult.Registers(values.DrainToImmutable());
    }

    public ModbusResult Write(ModbusRequest.WriteRegisters write)
    {
        if (write.Values.Length != 1)
            return new ModbusResult.Refused(IllegalFunction);
        if (!_holding.ContainsKey(write.Address))
            return new ModbusResult.Refused(IllegalAddress);
        if (write.Address == SafetyTimer && write.Values[0] is 0 or > TimerMax)
            return new ModbusResult.Refused(IllegalValue);
        _holding[write.Address] = write.Values[0];
        return new ModbusResult.Written();
    }
}
