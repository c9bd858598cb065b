using System.Collections.Immutable;
using Jingu.Modbus.Transactions;

namespace Jingu.Modbus.Profiles;

/// <summary>
/// Registers that show the same on every device of a model, and something else on others: they tell which profile fits
/// a device, and whether it is set up as the profile takes for granted. Immutable.
/// </summary>
public sealed record IdentityRegister
{
    /// <summary>More registers make no name.</summary>
    public const int RegistersMax = 32;

    private IdentityRegister(
        string manual, ushort address, byte function, int registers, ImmutableArray<ulong> values, string? text)
    {
        if (function is not (3 or 4))
            throw new ArgumentException($"function {function} reads no registers: use 3 or 4", nameof(function));
        if (registers is < 1 or > RegistersMax || address + registers > 65536)
            throw new ArgumentException($"registers is {registers}: use 1 to {RegistersMax}", nameof(registers));
        (Manual, Address, Function, Registers, Values, Text) = (manual, address, function, registers, values, text);
    }

    public string Manual { get; }

    /// <summary>The address on the wire, from 0.</summary>
    public ushort Address { get; }

    /// <summary>3 (holding registers) or 4 (input registers).</summary>
    public byte Function { get; }

    /// <summary>1 to <see cref="RegistersMax"/>.</summary>
    public int Registers { get; }

    /// <summary>
    /// The values that fit, high word first; empty where a text fits, or the device's own unit identifier.
    /// </summary>
    public ImmutableArray<ulong> Values { get; }

    /// <summary>What the characters begin with; null where numbers are compared.</summary>
    public string? Text { get; }

    /// <summary>One of these values over one to four registers, high word first.</summary>
    public static IdentityRegister OfValues(
        string manual, ushort address, byte function, int registers, ImmutableArray<ulong> values) =>
        registers <= 4 && !values.IsEmpty
            ? new(manual, address, function, registers, values, null)
            : throw new ArgumentException("values stand in 1 to 4 registers: give at least one", nameof(values));

    /// <summary>One register with the unit identifier the device listens to.</summary>
    public static IdentityRegister OfUnitIdentifier(string manual, ushort address, byte function) =>
        new(manual, address, function, 1, [], null);

    /// <summary>ASCII, one or two characters in each register.</summary>
    public static IdentityRegister OfText(string manual, ushort address, byte function, int registers, string text) =>
        new(manual, address, function, registers, [], text);

    /// <summary>Asks a device for these registers.</summary>
    public ModbusRequest.ReadRegisters RequestFor(byte unitIdentifier) =>
        new(unitIdentifier, Function, Address, Registers);

    /// <summary>True when what the device of this unit identifier answered fits.</summary>
    public bool Matches(ReadOnlySpan<ushort> registers, byte unitIdentifier)
    {
        if (registers.Length != Registers)
            return false;
        if (Text is not null)
            return RegisterText.Of(registers).StartsWith(Text, StringComparison.Ordinal);
        ulong value = 0;
        foreach (var register in registers)
            value = (value << 16) | register;
        return Values.IsEmpty ? value == unitIdentifier : Values.Contains(value);
    }
}
