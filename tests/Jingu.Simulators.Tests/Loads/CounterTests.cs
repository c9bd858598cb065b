using Jingu.Simulators.Loads;
using Xunit;

namespace Jingu.Simulators.Tests.Loads;

public sealed class CounterTests
{
    [Fact]
    public void A_recorded_counter_stands_still_between_its_rows()
    {
        var counter = new StepCounter([1000, 5000, 5000, 9000], [10, 20, 25, 25]);

        long[] instants = [0, 1000, 4999, 5000, 8999, 9000, 99_000];
        Assert.Equal([10, 10, 10, 25, 25, 25, 25], instants.Select(counter.At));
    }

    [Theory]
    [InlineData(99, false)]
    [InlineData(100, false)]
    [InlineData(101, true)]
    [InlineData(199, true)]
    [InlineData(200, false)]
    [InlineData(250, false)]
    [InlineData(301, true)]
    [InlineData(long.MaxValue - 1, true)]
    public void Silence_lies_between_the_rows_and_not_on_them(long instant, bool isSilent)
    {
        var silent = new SilentSpans([(100, 200), (300, long.MaxValue)]);

        Assert.Equal(isSilent, silent.Contains(instant));
    }

    [Fact]
    public void Noise_depends_on_seed_name_and_index_alone()
    {
        var noise = Noise.Of(1, "a");
        Assert.Equal(noise.At(5), Noise.Of(1, "a").At(5));
        Assert.NotEqual(noise.At(5), noise.At(6));
        Assert.NotEqual(noise.At(5), Noise.Of(2, "a").At(5));
        Assert.NotEqual(noise.At(5), Noise.Of(1, "b").At(5));
        Assert.InRange(Enumerable.Range(0, 10_000).Average(index => noise.At(index)), 0.49, 0.51);
    }
}
