using System.Collections.Immutable;

namespace Jingu.Aggregator.Persistence.Relational;

/// <summary>A set of sequences as rising ranges with a gap between any two. Immutable.</summary>
internal sealed class SequenceRanges
{
    public static readonly SequenceRanges Empty = new([]);

    private SequenceRanges(ImmutableArray<SequenceRange> ranges) => Ranges = ranges;

    public ImmutableArray<SequenceRange> Ranges { get; }

    /// <summary>Ranges in any order, overlapping or not.</summary>
    public static SequenceRanges Of(IEnumerable<SequenceRange> ranges)
    {
        var merged = ImmutableArray.CreateBuilder<SequenceRange>();
        foreach (var range in ranges.OrderBy(range => range.First))
        {
            if (merged.Count > 0 && range.First <= merged[^1].Last + 1)
                merged[^1] = merged[^1] with { Last = Math.Max(merged[^1].Last, range.Last) };
            else
                merged.Add(range);
        }
        return new(merged.ToImmutable());
    }

    public static SequenceRanges Of(IEnumerable<long> sequences) =>
        Of(sequences.Select(sequence => new SequenceRange(sequence, sequence)));

    public bool Contains(long sequence)
    {
        var (low, high) = (0, Ranges.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (sequence < Ranges[middle].First)
                high = middle - 1;
            else if (sequence > Ranges[middle].Last)
                low = middle + 1;
            else
                return true;
        }
        return false;
    }

    public SequenceRanges Add(SequenceRanges other) =>
        other.Ranges.IsEmpty ? this : Ranges.IsEmpty ? other : Of(Ranges.Concat(other.Ranges));

    /// <summary>
    /// The first sequences that are absent although later ones are present; null without such a hole.
    /// </summary>
    public SequenceRange? FirstHole() => Ranges switch
    {
        [] => null,
        [{ First: > 1 } first, ..] => new(1, first.First - 1),
        [var first, var second, ..] => new(first.Last + 1, second.First - 1),
        _ => null,
    };
}
