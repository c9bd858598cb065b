namespace Jingu.Contracts.Ids;

/// <summary>
/// Names a stretch of time in which a gateway's monotonic clock ran through: a boot of its kernel, by the kernel's own
/// random id. Where a boot loses the trust it had, the rest of it counts as another one and gets an id of its own, so
/// that an id never has two offsets.
/// </summary>
public readonly record struct BootId
{
    /// <summary>Size in bytes.</summary>
    public const int Size = 16;

    private readonly UInt128 _value;

    private BootId(UInt128 value) => _value = value;

    public static BootId FromBytes(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Size);
        return new(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    /// <summary>
    /// Reads 32 hexadecimal digits, with or without the hyphens that <c>/proc/sys/kernel/random/boot_id</c> has; throws
    /// <see cref="FormatException"/> on others.
    /// </summary>
    public static BootId Parse(string text)
    {
        var digits = text.Trim().Replace("-", "", StringComparison.Ordinal);
        return digits.Length == 2 * Size
            ? FromBytes(Convert.FromHexString(digits))
            : throw new FormatException($"a boot is named by {2 * Size} hexadecimal digits, not '{text}'");
    }

    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, _value);
        return bytes;
    }

    public override string ToString() => _value.ToString("x32", null);
}
