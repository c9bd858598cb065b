namespace Jingu.Contracts.Ids;

/// <summary>
/// Names one life of a gateway's journal: 128 random bits, new whenever the file is new, restored or repaired.
/// Sequences are contiguous within one journal and mean nothing across two.
/// </summary>
public readonly record struct JournalId
{
    /// <summary>Size in bytes.</summary>
    public const int Size = 16;

    private readonly UInt128 _value;

    private JournalId(UInt128 value) => _value = value;

    /// <summary>Takes 16 random bytes as the identity.</summary>
    public static JournalId FromBytes(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Size);
        return new(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    /// <summary>
    /// Reads the 32 hexadecimal digits that <see cref="ToString"/> writes; throws <see cref="FormatException"/> on
    /// others.
    /// </summary>
    public static JournalId Parse(string text) =>
        text.Length == 2 * Size
            ? FromBytes(Convert.FromHexString(text))
            : throw new FormatException($"a journal is named by {2 * Size} hexadecimal digits, not {text.Length}");

    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, _value);
        return bytes;
    }

    public override string ToString() => _value.ToString("x32", null);
}
