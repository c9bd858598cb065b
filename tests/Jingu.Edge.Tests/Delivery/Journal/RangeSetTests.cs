using FsCheck;
using FsCheck.Fluent;
using Jingu.Edge.Delivery.Journal;
using Xunit;

namespace Jingu.Edge.Tests.Delivery.Journal;

public sealed class RangeSetTests
{
    [Fact]
    public void Ranges_that_touch_become_one()
    {
        var set = new RangeSet();
        set.Add(1, 3);
        set.Add(7, 9);
        Assert.Equal((4, 6), set.FirstGap(1, 9));
        set.Add(4, 6);
        Assert.Equal([(1, 9)], set.Ranges);
        Assert.Null(set.FirstGap(1, 9));
    }

    [Fact]
    public void It_says_what_a_plain_set_of_numbers_says()
    {
        var ranges = Gen.Zip(Gen.Choose(1, 60), Gen.Choose(0, 8)).ListOf();
        Prop.ForAll(ranges.ToArbitrary(), added =>
        {
            var set = new RangeSet();
            var plain = new HashSet<long>();
            foreach (var (first, more) in added)
            {
                var news = Enumerable.Range(first, more + 1).Count(number => plain.Add(number));
                if (set.Add(first, first + more) != news > 0)
                    return false;
            }
            var gap = Enumerable.Range(1, 70).Select(number => (long)number)
                .FirstOrDefault(number => !plain.Contains(number));
            return set.Count == plain.Count
                && Enumerable.Range(1, 70).All(number => set.Contains(number) == plain.Contains(number))
                && (set.FirstGap(1, 70)?.First ?? 0) == gap
                && set.Ranges.Zip(set.Ranges.Skip(1)).All(pair => pair.First.Last + 1 < pair.Second.First);
        }).QuickCheckThrowOnFailure();
    }
}
