using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Jingu.Budgets.Decisions;

/// <summary>
/// A record in a gateway's chain. Its hash covers the hash before it, so nothing can be changed, dropped or put between
/// without breaking every link after. A chain begins with 1 behind 32 zero bytes. Immutable.
/// </summary>
/// <param name="Sequence">Contiguous from 1 in one gateway's chain.</param>
/// <param name="Previous">Hash of the link before.</param>
/// <param name="Content">The record's canonical bytes (<see cref="RecordCodec"/>).</param>
/// <param name="Hash">SHA-256 over previous hash, sequence (8 bytes, big-endian) and content.</param>
public sealed record ChainLink(
    long Sequence, ImmutableArray<byte> Previous, ImmutableArray<byte> Content, ImmutableArray<byte> Hash)
{
    /// <summary>What the first link stands on.</summary>
    public static readonly ImmutableArray<byte> Origin = [.. new byte[SHA256.HashSizeInBytes]];

    /// <summary>The link after another; null begins a chain.</summary>
    public static ChainLink After(ChainLink? last, ChainRecord record)
    {
        var sequence = (last?.Sequence ?? 0) + 1;
        var previous = last?.Hash ?? Origin;
        ImmutableArray<byte> content = [.. RecordCodec.Write(record)];
        return new(sequence, previous, content, HashOf(sequence, previous, content));
    }

    /// <summary>The first link that does not fit, as a sentence; null when the chain is whole.</summary>
    /// <param name="links">In order of sequence.</param>
    /// <param name="last">The link before the first of them; null when they begin the chain.</param>
    public static string? FirstBreak(IEnumerable<ChainLink> links, ChainLink? last = null)
    {
        var (sequence, hash) = (last?.Sequence ?? 0, last?.Hash ?? Origin);
        foreach (var link in links)
        {
            if (link.Sequence != sequence + 1)
                return $"record {sequence + 1} is missing: {link.Sequence} follows {sequence}";
            if (!link.Previous.AsSpan().SequenceEqual(hash.AsSpan()))
                return $"record {link.Sequence} does not stand on record {sequence}";
            if (!link.Hash.AsSpan().SequenceEqual(HashOf(link.Sequence, link.Previous, link.Content).AsSpan()))
                return $"record {link.Sequence} was changed";
            (sequence, hash) = (link.Sequence, link.Hash);
        }
        return null;
    }

    private static ImmutableArray<byte> HashOf(
        long sequence, ImmutableArray<byte> previous, ImmutableArray<byte> content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(number, sequence);
        hash.AppendData(previous.AsSpan());
        hash.AppendData(number);
        hash.AppendData(content.AsSpan());
        return [.. hash.GetHashAndReset()];
    }
}
