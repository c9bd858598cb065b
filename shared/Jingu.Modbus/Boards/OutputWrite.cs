using System.Collections.Immutable;
using Jingu.Modbus.Transactions;

namespace Jingu.Modbus.Boards;

/// <summary>
/// One output of one board; the only places of the product that make a write for the wire are this one, <see
/// cref="LampWrite"/>, <see cref="SetPointWrite"/> and <see cref="CurtailWrite"/>. It can say one thing: this coil, or
/// this valve, on or off. A write to several outputs, to coil 0x00FF (all relays of a Waveshare board) or to unit
/// identifier 0 (all boards of a line) cannot be made with it: it throws on construction.
/// </summary>
public sealed record OutputWrite
{
    /// <summary>The most outputs of a board.</summary>
    public const int OutputsMax = 254;

    /// <summary>The most discrete inputs of a board.</summary>
    public const int InputsMax = 256;

    /// <summary>Waveshare, Modbus RTU Relay protocol V2: a write to this coil switches every relay.</summary>
    private const ushort AllRelays = 0x00FF;

    private readonly byte _unitIdentifier;
    private readonly BoardOutputs _outputs;
    private readonly int _number;

    /// <param name="unitIdentifier">1 to 247: one board.</param>
    /// <param name="number">The output as printed on the board, from 1.</param>
    public OutputWrite(byte unitIdentifier, BoardOutputs outputs, int number)
    {
        ArgumentOutOfRangeException.ThrowIfZero(unitIdentifier);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(unitIdentifier, (byte)247);
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, outputs.Count);
        if (outputs is BoardOutputs.Coils coils && !IsOneCoil((ushort)(coils.First + number - 1), 1))
            throw new ArgumentException($"coil 0x{AllRelays:X4} switches every relay of a board", nameof(number));
        (_unitIdentifier, _outputs, _number) = (unitIdentifier, outputs, number);
    }

    /// <summary>False where one of these coils is an address that reaches several outputs.</summary>
    public static bool IsOneCoil(ushort first, int count) => AllRelays < first || AllRelays >= first + count;

    /// <summary>The request that sets or releases this output, and no other.</summary>
    public ModbusRequest To(bool isSet) => _outputs switch
    {
        BoardOutputs.Coils coils => new ModbusRequest.WriteBits(
            _unitIdentifier, 5, (ushort)(coils.First + _number - 1), ImmutableArray.Create(isSet)),
        BoardOutputs.Valve valve => new ModbusRequest.WriteRegisters(
            _unitIdentifier, 6, valve.Register, ImmutableArray.Create(isSet ? valve.Closed : valve.Open)),
        _ => throw new InvalidOperationException("a board that switches has coils or a valve"),
    };
}
