namespace Jingu.Simulators.Devices;

/// <summary>A stretch of registers that a device has, by address on the wire.</summary>
internal readonly record struct RegisterBlock(ushort First, int Count);

/// <summary>
/// All registers of one device at one instant. Registers between known ones within a block show 0. Not thread-safe.
/// </summary>
internal sealed class RegisterImage
{
    private readonly IReadOnlyList<RegisterBlock> _blocks;
    private readonly ushort[][] _values;

    public RegisterImage(IReadOnlyList<RegisterBlock> blocks)
    {
        _blocks = blocks;
        _values = [.. blocks.Select(block => new ushort[block.Count])];
    }

    public void Put(ushort address, ushort value)
    {
        var (block, offset) = Locate(address, 1)
            ?? throw new ArgumentOutOfRangeException(nameof(address), address, "The device has no such register.");
        _values[block][offset] = value;
    }

    /// <summary>Gives <paramref name="count"/> registers, or nothing when the device lacks one of them.</summary>
    public ushort[]? Read(ushort address, int count) =>
        Locate(address, count) is var (block, offset) ? _values[block].AsSpan(offset, count).ToArray() : null;

    private (int Block, int Offset)? Locate(ushort address, int count)
    {
        for (var index = 0; index < _blocks.Count; index++)
        {
            var offset = address - _blocks[index].First;
            if (offset >= 0 && offset + count <= _blocks[index].Count)
                return (index, offset);
        }

        return null;
    }
}
