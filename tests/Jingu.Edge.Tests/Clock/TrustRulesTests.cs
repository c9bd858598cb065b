using Jingu.Contracts.Readings;
using Jingu.Edge.Clock;
using Jingu.Time.Kernel;
using Xunit;

namespace Jingu.Edge.Tests.Clock;

public sealed class TrustRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly ClockCondition Unset = FakeBootClock.Unset;
    private static readonly ClockCondition Good =
        Unset with { Synchronised = true, ErrorMax = TimeSpan.FromMilliseconds(20) };
    private static readonly ClockCondition Rtc = Unset with { SetFrom = "rtc0" };

    [Fact]
    public void Nobody_vouches_for_a_clock_that_merely_shows_a_likely_time()
    {
        var state = Next(ClockState.Unknown, Unset, TimeSpan.FromHours(1));
        Assert.Equal((ClockTrust.Unset, (TimeSpan?)null), (state.Trust, state.Uncertainty));
        Assert.False(state.Trust.MayDateTurnAndCut());
    }

    [Fact]
    public void The_kernel_s_word_counts_and_its_bound_of_the_error()
    {
        var state = Next(ClockState.Unknown, Good, TimeSpan.FromHours(1));
        Assert.Equal((ClockTrust.Synchronised, Good.ErrorMax), (state.Trust, state.Uncertainty!.Value));
        var wide = Good with { ErrorMax = ClockOptions.Default.UncertaintyMax + TimeSpan.FromTicks(1) };
        Assert.Equal(ClockTrust.Unset, Next(ClockState.Unknown, wide, TimeSpan.FromHours(1)).Trust);
    }

    [Fact]
    public void Holdover_grows_by_the_stated_drift_and_ends_at_the_limit()
    {
        var synchronised = Next(ClockState.Unknown, Good, TimeSpan.Zero);
        var day = Next(synchronised, Unset, TimeSpan.FromDays(1));
        Assert.Equal(ClockTrust.Holdover, day.Trust);
        // 50 ppm of a day are 4.32 s.
        Assert.Equal(TimeSpan.FromSeconds(4.34), day.Uncertainty);
        var last = TimeSpan.FromSeconds((120 - 0.02) / 50e-6);
        Assert.Equal(ClockTrust.Holdover, Next(day, Unset, last).Trust);
        var over = Next(day, Unset, last + TimeSpan.FromSeconds(1));
        Assert.Equal((ClockTrust.Unset, (TimeSpan?)null), (over.Trust, over.Uncertainty));
        Assert.Equal(ClockTrust.Synchronised, Next(over, Good, last + TimeSpan.FromSeconds(2)).Trust);
    }

    [Fact]
    public void What_the_kernel_lets_grow_while_nobody_corrects_it_is_replaced_by_the_stated_drift()
    {
        var synchronised = Next(ClockState.Unknown, Good, TimeSpan.Zero);
        var hour = TimeSpan.FromHours(1);
        var grown = Good with { ErrorMax = Good.ErrorMax + (hour * 500 / 1_000_000) };
        Assert.Equal(TimeSpan.FromSeconds(0.2), Next(synchronised, grown, hour).Uncertainty);
    }

    [Fact]
    public void A_real_time_clock_is_believed_when_it_set_the_clock_to_a_sane_time()
    {
        var state = Next(ClockState.Unknown, Rtc, TimeSpan.Zero);
        Assert.Equal((ClockTrust.Rtc, TrustRules.RtcError), (state.Trust, state.Uncertainty!.Value));
        foreach (var insane in new[] { Noon.AddYears(-56), Noon.AddYears(-26), Noon.AddYears(200) })
            Assert.Equal(ClockTrust.Unset, Next(ClockState.Unknown, Rtc, TimeSpan.Zero, now: insane).Trust);
        // A flat battery may also give a likely year: time does not go back before what was trusted here.
        Assert.Equal(ClockTrust.Unset, Next(ClockState.Unknown, Rtc, TimeSpan.Zero, floor: Noon.AddSeconds(1)).Trust);
        Assert.Equal(ClockTrust.Unset, Next(state, Rtc, TimeSpan.FromDays(30)).Trust);
    }

    [Fact]
    public void A_clock_set_by_hand_is_not_believed_until_a_time_service_has_it()
    {
        foreach (var before in new[] { Next(ClockState.Unknown, Good, TimeSpan.Zero), ClockState.Unknown })
        {
            var jumped = Next(before, Rtc, TimeSpan.FromMinutes(1), jumped: true);
            Assert.Equal(ClockTrust.Unset, jumped.Trust);
            Assert.Equal(ClockTrust.Unset, Next(jumped, Rtc, TimeSpan.FromMinutes(2)).Trust);
            Assert.Equal(ClockTrust.Synchronised, Next(jumped, Good, TimeSpan.FromMinutes(3)).Trust);
        }
    }

    [Fact]
    public void A_time_service_may_step_the_clock()
    {
        var before = Next(ClockState.Unknown, Good, TimeSpan.Zero);
        Assert.Equal(ClockTrust.Synchronised, Next(before, Good, TimeSpan.FromMinutes(1), jumped: true).Trust);
    }

    [Fact]
    public void Who_keeps_the_clock_may_be_stated_by_the_installer()
    {
        var options = ClockOptions.Default with { KeptBy = "hypervisor" };
        var state = TrustRules.Next(
            ClockState.Unknown, Unset, TimeSpan.Zero, Noon, DateTimeOffset.MinValue, false, options);
        Assert.Equal((ClockTrust.Rtc, options.KeptWithin), (state.Trust, state.Uncertainty!.Value));
    }

    [Fact]
    public void Time_that_a_bench_grants_is_right() => Assert.Equal(
        new ClockState(ClockTrust.Bench, TimeSpan.Zero, null, false),
        Next(ClockState.Unknown, ClockCondition.OfBench, TimeSpan.Zero));

    [Fact]
    public void Only_an_unset_clock_may_not_date_turn_and_cut() => Assert.Equal(
        [ClockTrust.Unset], Enum.GetValues<ClockTrust>().Where(trust => !trust.MayDateTurnAndCut()));

    private static ClockState Next(
        ClockState before, ClockCondition condition, TimeSpan sinceBoot, DateTimeOffset? now = null,
        DateTimeOffset? floor = null, bool jumped = false) => TrustRules.Next(
        before, condition, sinceBoot, now ?? Noon, floor ?? DateTimeOffset.MinValue, jumped, ClockOptions.Default);
}
