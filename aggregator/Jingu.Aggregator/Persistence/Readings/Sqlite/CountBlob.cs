using System.Collections.Immutable;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Persistence.Readings.Sqlite;

/// <summary>Whole numbers as zigzag varints (the encoding of protobuf's sint64): small numbers take one byte.</summary>
internal static class CountBlob
{
    private const int BytesPerNumberMax = 10;

    /// <summary>The counts of a sample, in order.</summary>
    public static byte[] OfCounts(ImmutableArray<StoredValue> values)
    {
        Span<byte> buffer = stackalloc byte[values.Length * BytesPerNumberMax];
        var length = 0;
        foreach (var value in values)
            length += Put(buffer[length..], value.Count);
        return buffer[..length].ToArray();
    }

    /// <summary>How the counts of a sample are scaled, in order.</summary>
    public static byte[] OfScalings(ImmutableArray<StoredValue> values)
    {
        Span<byte> buffer = stackalloc byte[values.Length * 3 * BytesPerNumberMax];
        var length = 0;
        foreach (var (scaling, _) in values)
        {
            length += Put(buffer[length..], (long)scaling.Quantity);
            length += Put(buffer[length..], scaling.Numerator);
            length += Put(buffer[length..], scaling.Denominator);
        }
        return buffer[..length].ToArray();
    }

    public static ImmutableArray<Scaling> ToScalings(ReadOnlySpan<byte> blob)
    {
        var scalings = ImmutableArray.CreateBuilder<Scaling>();
        while (!blob.IsEmpty)
            scalings.Add(new((Quantity)Take(ref blob), Take(ref blob), Take(ref blob)));
        return scalings.ToImmutable();
    }

    public static ImmutableArray<StoredValue> ToValues(ImmutableArray<Scaling> layout, ReadOnlySpan<byte> blob)
    {
        var values = ImmutableArray.CreateBuilder<StoredValue>(layout.Length);
        foreach (var scaling in layout)
            values.Add(new(scaling, Take(ref blob)));
        return values.MoveToImmutable();
    }

    private static int Put(Span<byte> target, long number)
    {
        var rest = unchecked((ulong)((number << 1) ^ (number >> 63)));
        var length = 0;
        for (; rest >= 0x80; rest >>= 7)
            target[length++] = unchecked((byte)(rest | 0x80));
        target[length++] = (byte)rest;
        return length;
    }

    private static long Take(ref ReadOnlySpan<byte> blob)
    {
        ulong number = 0;
        var length = 0;
        byte part;
        do
        {
            part = blob[length];
            number |= unchecked((ulong)(part & 0x7F) << (7 * length));
            length++;
        }
        while ((part & 0x80) != 0);
        blob = blob[length..];
        return unchecked((long)(number >> 1) ^ -(long)(number & 1));
    }
}
