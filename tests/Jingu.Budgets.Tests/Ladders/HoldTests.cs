using Jingu.Budgets.Ladders;
using Xunit;
using static Jingu.Budgets.Ladders.LadderRule;

namespace Jingu.Budgets.Tests.Ladders;

/// <summary>What holds a cut that is due, and that what was overdue shortens nothing.</summary>
public sealed class HoldTests
{
    [Fact]
    public void Nothing_is_cut_in_friendly_hours_and_the_notice_knows_it() =>
        Scenario.With(budget: 1000, policy => policy with { Automatic = true })
            .FriendlyHours("18:00", "08:00")
            .At("14 20:00").Use(1000).Expect(NoticeReached, WarningReached, ExhaustedReached, FirstNoticeIssued)
            .ExpectEarliest("18 08:00")
            .At("17 20:00").Expect(HoldChanged).ExpectHold(HoldReason.FriendlyHours)
            .At("18 07:30").Expect(FinalNoticeIssued).ExpectEarliest("18 08:00")
            .At("18 07:55").ExpectNothing().Expect(Supply.On)
            .At("18 08:00").Expect(HoldChanged, Disconnected);

    [Theory]
    [InlineData(HoldReason.SpecialDay)]
    [InlineData(HoldReason.ExtremeHeat)]
    [InlineData(HoldReason.ExtremeCold)]
    public void Nothing_is_cut_on_special_and_extreme_days(HoldReason day) =>
        Scenario.With(budget: 1000, policy => policy with { Automatic = true })
            .Day(17, day)
            .At("14 09:00").Use(1000).Expect(NoticeReached, WarningReached, ExhaustedReached, FirstNoticeIssued)
            .ExpectEarliest("18 00:00")
            .At("17 09:00").Expect(HoldChanged).ExpectHold(day)
            .At("17 23:30").Expect(FinalNoticeIssued)
            .At("18 00:00").Expect(HoldChanged, Disconnected);

    [Fact]
    public void An_untrusted_clock_warns_and_issues_no_cut_off_notice() =>
        Scenario.With(budget: 1000, policy => policy with { Automatic = true })
            .Clock(trusted: false)
            .At("14 09:00").Use(1000).Expect(NoticeReached, WarningReached, ExhaustedReached)
            .At("18 10:00").Clock(trusted: true).Expect(FirstNoticeIssued).ExpectEarliest("21 10:00")
            .At("21 09:30").Expect(FinalNoticeIssued)
            .At("21 10:00").Clock(trusted: false).Expect(HoldChanged).ExpectHold(HoldReason.ClockUntrusted)
            .At("21 11:00").Clock(trusted: true).Expect(HoldChanged, Disconnected);

    [Fact]
    public void Readings_that_are_old_hold_the_cut() =>
        Due()
            .At("17 08:20").ReadingsStop()
            .At("17 08:30").Expect(FinalNoticeIssued)
            .At("17 09:00").Expect(HoldChanged).ExpectHold(HoldReason.ReadingsOld)
            .At("17 10:00").ReadingsReturn().Expect(HoldChanged, Disconnected);

    [Theory]
    [InlineData(PolicyStanding.Missing, HoldReason.PolicyMissing)]
    [InlineData(PolicyStanding.Unsigned, HoldReason.PolicyUnsigned)]
    public void A_policy_that_cannot_be_relied_on_holds_the_cut(PolicyStanding standing, HoldReason reason) =>
        Due()
            .At("17 08:30").Expect(FinalNoticeIssued)
            .At("17 08:45").PolicyIs(standing).ExpectNothing()
            .At("17 09:00").Expect(HoldChanged).ExpectHold(reason)
            .At("17 09:10").PolicyIs(PolicyStanding.Good).Expect(HoldChanged, Disconnected);

    [Fact]
    public void A_cut_off_notice_2_that_was_overdue_is_given_its_full_lead() =>
        Due()
            .At("17 07:50").ReadingsStop()
            .At("17 09:00").Expect(HoldChanged).ExpectHold(HoldReason.ReadingsOld)
            .At("19 10:00").ReadingsReturn().Expect(FinalNoticeIssued, HoldChanged).ExpectHold(null)
            .At("19 10:25").ExpectNothing()
            .At("19 10:30").Expect(Disconnected);

    [Fact]
    public void A_hold_that_outlasts_cut_off_notice_2_needs_another_one() =>
        Due()
            .At("17 08:30").Expect(FinalNoticeIssued)
            .At("17 08:50").Clock(trusted: false).ExpectNothing()
            .At("17 09:00").Expect(HoldChanged)
            .At("17 11:00").Expect(FinalNoticeLapsed)
            .At("18 12:00").Clock(trusted: true).Expect(FinalNoticeIssued, HoldChanged)
            .At("18 12:30").Expect(Disconnected);

    [Fact]
    public void A_person_may_forbid_the_cut_for_a_time() =>
        Due()
            .At("17 08:00").Says(LadderCommandKind.ForbidCut, until: "19 12:00").Expect(CutForbidden)
            .At("17 09:00").Expect(HoldChanged).ExpectHold(HoldReason.Forbidden)
            .At("19 11:30").Expect(FinalNoticeIssued)
            .At("19 12:00").Expect(HoldChanged, Disconnected);

    [Theory]
    [InlineData("11 09:00")]
    [InlineData("13 09:00")]
    [InlineData("15 09:00")]
    [InlineData("18 08:45")]
    [InlineData("18 15:00")]
    public void A_restart_in_any_stage_changes_no_stage_and_no_date(string restart)
    {
        var scenario = Scenario.With(budget: 1000, policy => policy with { Automatic = true });
        (string At, long Use)[] timetable =
            [("10 09:00", 800), ("12 09:00", 900), ("14 09:00", 960), ("15 09:30", 1000), ("18 12:00", 1000)];
        var restarted = false;
        foreach (var (at, use) in timetable)
        {
            if (!restarted && string.CompareOrdinal(restart, at) < 0)
            {
                scenario.At(restart).Restart();
                restarted = true;
            }
            scenario.At(at).Use(use);
        }
        if (!restarted)
            scenario.At(restart).Restart();
        scenario.At("18 16:00").Expect(Supply.Off);

        Assert.Equal(
            ["10 09:00 NoticeReached", "12 09:00 WarningReached", "15 09:30 ExhaustedReached",
                "15 09:30 FirstNoticeIssued", "18 09:00 FinalNoticeIssued", "18 09:30 Disconnected"],
            scenario.Steps.Select(step =>
                $"{step.Input.Now.AddHours(8).UtcDateTime:dd HH:mm} {step.Decision.Rule}"));
    }

    [Fact]
    public void Nothing_is_cut_in_the_first_minutes_after_a_start() =>
        Due()
            .At("17 08:30").Expect(FinalNoticeIssued)
            .At("17 08:55").Restart().ExpectNothing()
            .At("17 09:00").Expect(HoldChanged).ExpectHold(HoldReason.Starting)
            .At("17 09:05").Expect(HoldChanged, Disconnected);

    [Fact]
    public void Killed_between_deciding_and_storing_it_decides_again_after_the_start() =>
        Due()
            .At("17 08:30").KillBeforeSave().ExpectNothing()
            .At("17 08:40").Expect(FinalNoticeIssued)
            .At("17 09:10").KillBeforeSave().Expect(HoldChanged).ExpectHold(HoldReason.Starting)
            .At("17 09:20").Expect(HoldChanged, Disconnected).Expect(Supply.Off);

    [Fact]
    public void Killed_between_storing_and_acting_it_still_wants_the_supply_off() =>
        Due()
            .At("17 08:30").Expect(FinalNoticeIssued)
            .At("17 09:00").Expect(Disconnected)
            .At("17 09:05").Restart().ExpectNothing().Expect(Supply.Off).Expect(Stage.Disconnected);

    private static Scenario Due() =>
        Scenario.With(budget: 1000, policy => policy with { Automatic = true })
            .At("14 09:00").Use(1000).Expect(NoticeReached, WarningReached, ExhaustedReached, FirstNoticeIssued);
}
