using Xunit;

namespace Jingu.Mqtt.Tests;

public sealed class BackOffTests
{
    [Fact]
    public void Waits_double_up_to_a_maximum_and_start_again_after_a_success()
    {
        var backOff = new BackOff(new WithoutJitter());
        var waits = Enumerable.Range(0, 9).Select(_ => backOff.Next(lasting: false).TotalSeconds);
        Assert.Equal([0.25, 0.5, 1, 2, 4, 8, 16, 30, 30], waits);
        backOff.Reset();
        Assert.Equal(BackOff.First, backOff.Next(lasting: false));
    }

    [Fact]
    public void What_only_a_person_can_mend_waits_longest_at_once() =>
        Assert.Equal(BackOff.Max, new BackOff(new WithoutJitter()).Next(lasting: true));

    [Fact]
    public void Jitter_takes_away_at_most_a_half_and_spreads()
    {
        var waits = Enumerable.Range(0, 200).Select(seed => new BackOff(new Random(seed)).Next(lasting: true)).ToList();
        Assert.All(waits, wait => Assert.InRange(wait, BackOff.Max / 2, BackOff.Max));
        Assert.True(waits.Max() - waits.Min() > BackOff.Max / 3);
    }
}
