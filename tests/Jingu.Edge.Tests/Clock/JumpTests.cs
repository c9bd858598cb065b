using Jingu.Contracts.Events;
using Jingu.Contracts.Readings;
using Xunit;

namespace Jingu.Edge.Tests.Clock;

/// <summary>Jumps of a trusted clock are recorded with their size, and nothing is counted twice.</summary>
public sealed class JumpTests
{
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(-3600)]
    [InlineData(-7)]
    [InlineData(7)]
    [InlineData(5400)]
    public void A_jump_is_an_event_with_its_size_and_every_litre_is_counted_once(int seconds)
    {
        using var rig = new ClockRig();
        rig.Poll(TimeSpan.Zero, 1000);
        for (var i = 1; i <= 48; i++)
        {
            if (i == 20)
                rig.Boot.JumpTo(rig.Wall.GetUtcNow().AddSeconds(seconds));
            rig.Poll(FiveMinutes, 1000 + (10 * i));
        }

        var jump = Assert.Single(rig.Events(EventKinds.ClockJumped));
        Assert.Equal($"{seconds * 1000}", jump.Facts["sizeMs"]);
        Assert.Contains(seconds < 0 ? "back" : "forward", jump.Text, StringComparison.Ordinal);
        var intervals = rig.Intervals();
        Assert.Equal(
            rig.Journal.ReadLedgers().Values.Single().Boundary!.Total - 1000, intervals.Sum(item => item.Amount));
        Assert.Equal(intervals.Select(item => item.Start), intervals.Select(item => item.Start).Distinct().Order());
        Assert.Equal(49, rig.Journal.LastSequence(Jingu.Contracts.Wire.JournalStream.Samples));
        // An hour back is eleven polls that are not later than the ledger: one spell, one event.
        Assert.Equal(seconds < -300 ? 1 : 0, rig.Events(EventKinds.ReadingNotLater).Count);
    }

    [Fact]
    public void A_second_spell_behind_the_ledger_is_told_again()
    {
        using var rig = new ClockRig();
        for (var i = 0; i < 40; i++)
        {
            if (i is 10 or 30)
                rig.Boot.JumpTo(rig.Wall.GetUtcNow().AddMinutes(-20));
            rig.Poll(FiveMinutes, 1000 + i);
        }
        Assert.Equal(2, rig.Events(EventKinds.ReadingNotLater).Count);
        Assert.Equal(2, rig.Events(EventKinds.ClockJumped).Count);
    }

    [Fact]
    public void What_a_time_service_slews_is_no_jump()
    {
        using var rig = new ClockRig();
        for (var i = 0; i < 20; i++)
        {
            rig.Boot.JumpTo(rig.Wall.GetUtcNow().AddMilliseconds(500));
            rig.Poll(FiveMinutes, 1000 + i);
        }
        Assert.Empty(rig.Events(EventKinds.ClockJumped));
    }

    [Fact]
    public void A_clock_that_goes_back_while_the_process_is_down_or_across_a_boot_is_noticed()
    {
        using var rig = new ClockRig();
        rig.Poll(FiveMinutes, 1000);
        rig.Boot.JumpTo(rig.Wall.GetUtcNow().AddMinutes(-30));
        rig.Kill();
        Assert.Equal($"{-30 * 60_000}", Assert.Single(rig.Events(EventKinds.ClockJumped)).Facts["sizeMs"]);

        rig.Reboot("11111111-1111-1111-1111-111111111111", rig.Wall.GetUtcNow().AddHours(-1));
        Assert.Equal($"{-60 * 60_000}", rig.Events(EventKinds.ClockJumped)[^1].Facts["sizeMs"]);
        Assert.Equal(ClockTrust.Unset, rig.Clock.State.Trust);
    }
}
