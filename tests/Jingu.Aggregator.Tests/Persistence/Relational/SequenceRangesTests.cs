using Jingu.Aggregator.Persistence.Relational;
using Xunit;

namespace Jingu.Aggregator.Tests.Persistence.Relational;

public sealed class SequenceRangesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Holds_what_was_added_in_any_order(int seed)
    {
        var random = new Random(seed);
        var (ranges, expected) = (SequenceRanges.Empty, new HashSet<long>());
        for (var i = 0; i < 200; i++)
        {
            long first = random.Next(1, 400);
            var last = first + random.Next(0, 6);
            ranges = ranges.Add(SequenceRanges.Of([new SequenceRange(first, last)]));
            for (var sequence = first; sequence <= last; sequence++)
                expected.Add(sequence);
        }

        Assert.All(
            Enumerable.Range(0, 420), sequence => Assert.Equal(expected.Contains(sequence), ranges.Contains(sequence)));
        Assert.All(
            ranges.Ranges.Zip(ranges.Ranges.Skip(1)), pair => Assert.True(pair.First.Last + 1 < pair.Second.First));
    }

    [Fact]
    public void Says_which_sequences_are_absent_before_later_ones()
    {
        Assert.Empty(SequenceRanges.Empty.Holes());
        Assert.Empty(SequenceRanges.Of([new SequenceRange(1, 9)]).Holes());
        Assert.Equal([new SequenceRange(1, 3)], SequenceRanges.Of([new SequenceRange(4, 9)]).Holes());
        Assert.Equal(
            [new SequenceRange(3, 5), new(8, 8)],
            SequenceRanges.Of([new SequenceRange(1, 2), new(6, 7), new(9, 9)]).Holes());
    }
}
