namespace Jingu.Simulators.Devices;

/// <summary>What one answer carried on the wire: the registers from an address on.</summary>
internal readonly ref struct ServedRegisters(ushort first, ReadOnlySpan<ushort> values)
{
    private readonly ReadOnlySpan<ushort> _values = values;

    /// <summary>Whether the answer holds all of these registers.</summary>
    public bool Has(ushort address, int count) => address >= first && address - first + count <= _values.Length;

    /// <summary>One register; it must be in the answer.</summary>
    public ushort this[int address] => _values[address - first];

    /// <summary>Two registers as one number, high word first.</summary>
    public uint Pair(ushort address) => ((uint)this[address] << 16) | this[address + 1];
}
