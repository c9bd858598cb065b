using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Jingu.Edge.Clock;
using Xunit;

namespace Jingu.Edge.Tests.Clock;

/// <summary>
/// What is read on a clock that nobody vouches for is kept without an instant, dated by one event, and only then made
/// into intervals: the same ones as on a clock that was right all the time.
/// </summary>
public sealed class UntrustedClockTests
{
    private static readonly DateTimeOffset Wrong = new(1970, 1, 1, 0, 7, 13, TimeSpan.Zero);
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(1970)]
    [InlineData(2099)]
    public void Readings_without_a_trusted_clock_carry_boot_and_time_since_it_and_make_no_intervals(int year)
    {
        using var rig = new ClockRig(new(year, 1, 1, 0, 7, 13, TimeSpan.Zero));
        for (var i = 0; i < 24; i++)
            rig.Poll(FiveMinutes, 1000 + i);

        var samples = rig.Entries(JournalStream.Samples).ToList();
        Assert.Equal(24, samples.Count);
        Assert.All(samples, entry => Assert.Equal(
            BootId.Parse(rig.Boot.Boot), Assert.IsType<Entry.Undated>(entry).Boot));
        Assert.Equal(
            Enumerable.Range(1, 24).Select(i => DateTimeOffset.UnixEpoch + (i * FiveMinutes)),
            samples.Select(entry => ((Entry.Samples)((Entry.Undated)entry).Taken).Items.Single().Instant));
        Assert.Empty(rig.Intervals());
        Assert.Empty(rig.Journal.ReadLedgers());
        Assert.False(rig.Clock.MayDateTurnAndCut);
        Assert.All(rig.Entries(JournalStream.Events), entry => Assert.IsType<Entry.Undated>(entry));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void When_trust_comes_one_event_dates_them_and_they_become_the_intervals_they_would_have_been(bool killed)
    {
        using var right = new ClockRig();
        using var wrong = new ClockRig(Wrong);
        for (var i = 0; i < 60; i++)
        {
            if (i == 40)
                wrong.Synchronise();
            foreach (var rig in new[] { right, wrong })
                rig.Poll(FiveMinutes, 1000 + (i * i));
            if (killed)
                wrong.Kill();
        }

        Assert.Equal(right.Intervals(), wrong.Intervals());
        Assert.Equal(right.Journal.ReadLedgers(), wrong.Journal.ReadLedgers());
        Assert.Equal(60, wrong.Journal.LastSequence(JournalStream.Samples));
        var dating = BootDating.Of(Assert.Single(wrong.Events(EventKinds.BootDated)))!;
        Assert.Equal((BootId.Parse(wrong.Boot.Boot), ClockRig.Noon), (dating.Boot, dating.Begun));
        // The time service's 20 ms, and 50 ppm of 200 min and more without one.
        Assert.InRange(dating.Uncertainty.TotalSeconds, 0.62, 0.65);
        Assert.True(wrong.Clock.MayDateTurnAndCut);
        Assert.False(wrong.Journal.HoldsUndated);
        // The readings stay as they were taken; dated with the event they are those of the right clock.
        Assert.Equal(
            right.Entries(JournalStream.Samples).Select(entry => ((Entry.Samples)entry).Items.Single()),
            wrong.Entries(JournalStream.Samples)
                .Select(entry => entry is Entry.Undated undated ? undated.Dated(dating.Begun) : entry)
                .Select(entry => ((Entry.Samples)entry).Items.Single()));
    }

    [Fact]
    public void A_sample_taken_before_the_clock_was_set_and_saved_after_it_keeps_its_place_in_the_boot()
    {
        using var rig = new ClockRig(Wrong);
        rig.Poll(FiveMinutes, 1000);
        rig.Pass(FiveMinutes);
        rig.PutSample(1001);
        rig.Synchronise();
        rig.Pass(TimeSpan.FromSeconds(1));
        rig.Tick.RunOnce();

        var taken = ((Entry.Undated)rig.Entries(JournalStream.Samples).Last()).Taken;
        Assert.Equal(
            DateTimeOffset.UnixEpoch + (2 * FiveMinutes), ((Entry.Samples)taken).Items.Single().Instant);
    }

    [Fact]
    public void A_boot_that_never_gets_an_offset_stays_undated_and_its_energy_is_in_the_next_reading()
    {
        using var rig = new ClockRig();
        rig.Poll(FiveMinutes, 1000);
        rig.Poll(TimeSpan.FromMinutes(10), 1010);
        rig.Reboot("11111111-1111-1111-1111-111111111111", Wrong);
        for (var i = 1; i <= 12; i++)
            rig.Poll(FiveMinutes, 1010 + (10 * i));
        rig.Reboot("22222222-2222-2222-2222-222222222222", Wrong);
        rig.Poll(FiveMinutes, 1140);
        rig.Synchronise();
        rig.Poll(FiveMinutes, 1150);
        rig.Poll(FiveMinutes, 1160);

        var dating = BootDating.Of(Assert.Single(rig.Events(EventKinds.BootDated)))!;
        Assert.Equal(BootId.Parse(rig.Boot.Boot), dating.Boot);
        Assert.Equal(
            12, rig.Entries(JournalStream.Samples).OfType<Entry.Undated>()
                .Count(entry => entry.Boot == BootId.Parse("11111111-1111-1111-1111-111111111111")));
        var ledger = rig.Journal.ReadLedgers().Values.Single();
        Assert.Equal(1160, ledger.Total);
        Assert.Equal(ledger.Boundary!.Total - 1010, rig.Intervals().Sum(interval => interval.Amount));
        Assert.False(rig.Journal.HoldsUndated);
        var report = ClockReport.Make(
            rig.Boot, new Jingu.Time.RunningSiteTime(rig.Wall), ClockOptions.Default, rig.Journal.ReadBoots());
        Assert.Equal((ClockTrust.Synchronised, 1), (report.Trust, report.BootsWithoutOffset));
        Assert.Contains("jingu-aggregator boot", report.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Trust_that_is_lost_after_a_long_holdover_begins_another_boot_and_never_the_old_offset()
    {
        using var rig = new ClockRig(Wrong);
        rig.Poll(FiveMinutes, 1000);
        rig.Synchronise();
        rig.Poll(FiveMinutes, 1001);
        rig.Poll(FiveMinutes, 1002);
        rig.Boot.Condition = FakeBootClock.Unset;
        rig.Poll(TimeSpan.FromDays(20), 1100);
        Assert.Equal(ClockTrust.Holdover, rig.Clock.State.Trust);
        rig.Kill();
        Assert.Equal(ClockTrust.Holdover, rig.Clock.State.Trust);
        rig.Poll(TimeSpan.FromDays(20), 1200);
        Assert.Equal(ClockTrust.Unset, rig.Clock.State.Trust);
        rig.Poll(FiveMinutes, 1201);
        rig.Synchronise();
        rig.Poll(FiveMinutes, 1202);
        rig.Poll(FiveMinutes, 1203);

        var datings = rig.Events(EventKinds.BootDated).Select(item => BootDating.Of(item)!).ToList();
        Assert.Equal(2, datings.Select(dating => dating.Boot).Distinct().Count());
        Assert.Equal(2, datings.Count);
        Assert.Equal(1203, rig.Journal.ReadLedgers().Values.Single().Total);
        Assert.Equal(
            new HashSet<BootId>([.. datings.Select(dating => dating.Boot)]),
            rig.Entries(JournalStream.Samples).OfType<Entry.Undated>().Select(entry => entry.Boot).ToHashSet());
    }

    [Fact]
    public void Nothing_undated_is_forgotten_and_nothing_is_pruned_on_a_wrong_clock()
    {
        using var rig = new ClockRig();
        for (var i = 0; i < 5; i++)
            rig.Poll(FiveMinutes, 1000 + i);
        rig.Reboot("11111111-1111-1111-1111-111111111111", new(2099, 1, 1, 0, 0, 0, TimeSpan.Zero));
        for (var i = 5; i < 10; i++)
            rig.Poll(FiveMinutes, 1000 + i);
        rig.Journal.Settle(JournalStream.Samples, 1, 10, Outcome.Parked);
        rig.Poll(TimeSpan.FromHours(2), 1010);
        Assert.Equal(11, rig.Entries(JournalStream.Samples).Count());
        Assert.Equal(5, rig.Journal.Prune(JournalStream.Samples, DateTimeOffset.MaxValue, 100));
        Assert.Equal(6, rig.Journal.ReadHeld(rig.Journal.ReadBoots()[^1], 100).Length);
    }

    [Fact]
    public void The_backlog_of_undated_entries_has_an_age()
    {
        using var rig = new ClockRig(Wrong);
        for (var i = 0; i < 25; i++)
            rig.Poll(FiveMinutes, 1000);
        var oldest = rig.Journal.OldestUnsettled(rig.Clock.Running)!.Value;
        Assert.Equal(TimeSpan.FromMinutes(125), rig.Wall.GetUtcNow() - oldest);
    }
}
