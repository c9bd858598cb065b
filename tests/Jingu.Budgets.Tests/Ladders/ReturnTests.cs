using Jingu.Budgets.Ladders;
using Jingu.Contracts.Readings;
using Xunit;
using static Jingu.Budgets.Ladders.LadderRule;

namespace Jingu.Budgets.Tests.Ladders;

/// <summary>The way back, the month's turn, budgets that change, and drills.</summary>
public sealed class ReturnTests
{
    [Fact]
    public void An_extension_while_cut_arms_and_a_person_on_site_restores() =>
        Cut()
            .At("17 10:00").Says(LadderCommandKind.ConfirmRestore).Expect(CommandIdle).Expect(Supply.Off)
            .At("17 15:00").Budget(1300).Expect(Armed).Expect(Supply.Off)
            .At("17 15:30").ExpectNothing()
            .At("17 15:35").Says(LadderCommandKind.ConfirmRestore).Expect(Restored).Expect(Stage.Normal)
            .Expect(Supply.On);

    [Fact]
    public void An_extension_within_the_hysteresis_arms_nothing() =>
        Cut()
            .At("17 15:00").Budget(1010).ExpectNothing().Expect(Supply.Off)
            .At("17 16:00").Budget(1021).Expect(Armed);

    [Fact]
    public void An_extension_that_is_taken_back_disarms() =>
        Cut()
            .At("17 15:00").Budget(1300).Expect(Armed)
            .At("17 15:30").Budget(1000).Expect(Disarmed)
            .At("17 15:35").Says(LadderCommandKind.ConfirmRestore).Expect(CommandIdle).Expect(Supply.Off);

    [Fact]
    public void After_a_restoration_the_next_cut_begins_with_cut_off_notice_1() =>
        Cut()
            .At("17 15:00").Budget(1100).Expect(Armed)
            .At("17 15:35").Says(LadderCommandKind.ConfirmRestore)
            .Expect(Restored, NoticeReached, WarningReached)
            .At("18 15:00").Use(1100).Expect(ExhaustedReached, FirstNoticeIssued).ExpectEarliest("21 15:00")
            .At("21 14:30").Expect(FinalNoticeIssued)
            .At("21 15:00").Expect(Disconnected);

    [Fact]
    public void The_months_turn_restores_by_the_same_rules() =>
        Cut()
            .At("01 00:00").Expect(PeriodTurned, Armed).Expect(Stage.Disconnected).Expect(Supply.Off)
            .At("01 08:00").Says(LadderCommandKind.ConfirmRestore).Expect(Restored).Expect(Supply.On)
            .Expect(Stage.Normal);

    [Fact]
    public void The_months_turn_voids_what_led_to_a_cut() =>
        Scenario.With(budget: 1000, policy => policy with { Automatic = true })
            .At("29 09:00").Use(1000).Expect(NoticeReached, WarningReached, ExhaustedReached, FirstNoticeIssued)
            .At("31 23:55").ExpectNothing()
            .At("01 00:00").Expect(PeriodTurned).Expect(Stage.Normal)
            .At("05 00:00").ExpectNothing().Expect(Supply.On);

    [Fact]
    public void A_doubtful_clock_turns_no_month() =>
        Cut()
            .At("31 12:00").Clock(trusted: false).ExpectNothing()
            .At("01 09:00").ExpectNothing().Expect(Supply.Off)
            .At("01 10:00").Clock(trusted: true).Expect(PeriodTurned, Armed);

    [Fact]
    public void A_head_count_that_falls_in_mid_month_gives_full_notice() =>
        Scenario.With(budget: 1000, policy => policy with { Automatic = true })
            .At("10 09:00").Use(820).Expect(NoticeReached)
            .At("15 00:00").Budget(800).Expect(WarningReached, ExhaustedReached, FirstNoticeIssued)
            .ExpectEarliest("18 00:00")
            .At("17 23:30").Expect(FinalNoticeIssued)
            .At("18 00:00").Expect(Disconnected);

    [Fact]
    public void A_head_count_that_rises_in_mid_month_takes_back_what_was_announced() =>
        Scenario.With(budget: 800, policy => policy with { Automatic = true })
            .At("10 09:00").Use(820).Expect(NoticeReached, WarningReached, ExhaustedReached, FirstNoticeIssued)
            .At("13 08:30").Expect(FinalNoticeIssued)
            .At("13 08:45").Budget(1200).Expect(Relieved, FirstNoticeWithdrawn).Expect(Stage.Normal)
            .At("20 09:00").ExpectNothing().Expect(Supply.On);

    [Fact]
    public void A_person_who_forbids_the_cut_arms_what_is_cut() =>
        Cut()
            .At("17 11:00").Says(LadderCommandKind.ForbidCut, until: "20 12:00").Expect(CutForbidden, Armed)
            .At("17 11:30").Says(LadderCommandKind.ConfirmRestore)
            .Expect(Restored, NoticeReached, WarningReached, ExhaustedReached, FirstNoticeIssued).Expect(Supply.On);

    [Fact]
    public void A_drill_decides_everything_and_wants_nothing_switched() =>
        Scenario.With(budget: 1000, policy => policy with { Drill = true })
            .At("14 09:00").Use(1000).Expect(NoticeReached, WarningReached, ExhaustedReached, FirstNoticeIssued)
            .At("17 08:30").Expect(FinalNoticeIssued)
            .At("17 09:00").Expect(Disconnected).Expect(Stage.Disconnected).Expect(Supply.On)
            .At("18 09:00").Budget(1300).Expect(Armed, Restored).Expect(Stage.Normal);

    [Fact]
    public void Leaving_a_drill_begins_with_cut_off_notice_1_in_earnest() =>
        Scenario.With(budget: 1000, policy => policy with { Drill = true, Automatic = true })
            .At("14 09:00").Use(1000).Expect(NoticeReached, WarningReached, ExhaustedReached, FirstNoticeIssued)
            .At("17 08:30").Expect(FinalNoticeIssued)
            .At("17 09:00").Expect(Disconnected)
            .At("18 10:00").ChangePolicy(policy => policy with { Drill = false })
            .Expect(DrillChanged, FirstNoticeIssued).ExpectEarliest("21 10:00").Expect(Supply.On)
            .At("21 09:30").Expect(FinalNoticeIssued)
            .At("21 10:00").Expect(Disconnected).Expect(Supply.Off);

    [Fact]
    public void A_drill_that_begins_while_cut_restores_first() =>
        Cut()
            .At("17 11:00").ChangePolicy(policy => policy with { Drill = true }).Expect(Armed).Expect(Supply.Off)
            .At("17 11:30").Says(LadderCommandKind.ConfirmRestore)
            .Expect(Restored, DrillChanged, NoticeReached, WarningReached, ExhaustedReached, FirstNoticeIssued)
            .Expect(Supply.On);

    [Fact]
    public void A_policy_out_of_range_says_what_and_what_to_do()
    {
        var policy = new LadderPolicy(new("unit-07"), Resource.Electricity, 1)
        {
            NoticePercent = 95,
            FirstNoticeLead = TimeSpan.FromDays(2),
        };

        Assert.Equal(
            ["ladder of unit-07 for Electricity: warningPercent must be above noticePercent, up to 99; correct it and "
                + "publish again",
                "ladder of unit-07 for Electricity: firstNoticeLead must be 3 d to 30 d; correct it and publish again"],
            policy.Faults().AsEnumerable());
        Assert.Empty(new LadderPolicy(new("unit-07"), Resource.Electricity, 1).Faults());
    }

    private static Scenario Cut() =>
        Scenario.With(budget: 1000, policy => policy with { Automatic = true })
            .At("14 09:00").Use(1000).Expect(NoticeReached, WarningReached, ExhaustedReached, FirstNoticeIssued)
            .At("17 08:30").Expect(FinalNoticeIssued)
            .At("17 09:00").Expect(Disconnected).Expect(Supply.Off);
}
