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

    /// <summary>The runs of sequences that are absent although later ones are present, rising.</summary>
    public IEnumerable<SequenceRange> Holes()
    {
        long next = 1;
        foreach (var range in Ranges)
        {
            if (range.First > next)
                yield return new(next, range.First - 1);
            next = range.Last + 1;
        }
    }
}
