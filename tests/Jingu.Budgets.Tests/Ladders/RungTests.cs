using Jingu.Budgets.Ladders;
using Xunit;
using static Jingu.Budgets.Ladders.LadderRule;

namespace Jingu.Budgets.Tests.Ladders;

/// <summary>The way up, rung by rung.</summary>
public sealed class RungTests
{
    [Fact]
    public void Every_rung_is_climbed_in_order_and_each_notice_has_its_full_lead() =>
        Scenario.With(budget: 1000, policy => policy with { Automatic = true })
            .At("10 08:00").Use(799).ExpectNothing().Expect(Stage.Normal)
            .At("10 09:00").Use(800).Expect(NoticeReached).Expect(Stage.Notice)
            .At("12 09:00").Use(900).Expect(WarningReached).Expect(Stage.Warning)
            .At("14 09:00").Use(1000).Expect(ExhaustedReached, FirstNoticeIssued).ExpectEarliest("17 09:00")
            .At("17 08:25").ExpectNothing().Expect(Supply.On)
            .At("17 08:30").Expect(FinalNoticeIssued).ExpectEarliest("17 09:00")
            .At("17 08:55").ExpectNothing().Expect(Supply.On)
            .At("17 09:00").Expect(Disconnected).Expect(Stage.Disconnected).Expect(Supply.Off);

    [Fact]
    public void The_mean_of_the_last_seven_days_gives_notice_and_cut_off_notice_1_before_the_budget_ends() =>
        Scenario.With(budget: 1000, policy => policy with { Automatic = true })
            .At("20 00:00").Use(780).MeanPerDay(40).Expect(NoticeReached)
            .At("22 12:00").Use(880).Expect(FirstNoticeIssued).ExpectEarliest("25 12:00")
            .At("23 00:00").Use(900).Expect(WarningReached)
            .At("25 12:00").Use(1000).Expect(ExhaustedReached, FinalNoticeIssued).ExpectEarliest("25 12:30")
            .At("25 12:30").Expect(Disconnected);

    [Fact]
    public void A_budget_that_ends_after_the_month_announces_no_cut() =>
        Scenario.With(budget: 1000, policy => policy with { Automatic = true })
            .At("29 00:00").Use(850).MeanPerDay(40).Expect(NoticeReached)
            // 110 at 40 a day last until the 1st at 18:00, less than the lead from now and after the month's end.
            .At("30 00:00").Use(890).ExpectNothing()
            .At("31 12:00").ExpectNothing();

    [Fact]
    public void A_forecast_that_failed_costs_the_unit_no_lead() =>
        Scenario.With(budget: 1000, policy => policy with { Automatic = true })
            .At("20 00:00").Use(500).MeanPerDay(20).ExpectNothing()
            .At("21 00:00").Use(1000)
            .Expect(NoticeReached, WarningReached, ExhaustedReached, FirstNoticeIssued).ExpectEarliest("24 00:00")
            .At("23 23:30").Expect(FinalNoticeIssued)
            .At("24 00:00").Expect(Disconnected);

    [Fact]
    public void A_forecast_that_no_longer_sees_an_end_withdraws_notice_and_cut_off_notice() =>
        Scenario.With(budget: 1000)
            .At("20 00:00").Use(780).MeanPerDay(80).Expect(NoticeReached, FirstNoticeIssued)
            .At("21 00:00").MeanPerDay(10).Expect(FirstNoticeWithdrawn).Expect(Stage.Notice)
            .At("21 12:00").Budget(1100).Expect(Relieved).Expect(Stage.Normal);

    [Fact]
    public void A_person_approves_between_cut_off_notice_2_and_the_cut() =>
        AtFinalNotice()
            .At("17 08:40").Says(LadderCommandKind.Approve).Expect(Approved)
            .At("17 09:00").Expect(Disconnected);

    [Fact]
    public void Without_approval_nothing_is_cut_and_a_late_one_begins_a_new_cut_off_notice_2() =>
        AtFinalNotice()
            .At("17 09:00").Expect(HoldChanged).ExpectHold(HoldReason.AwaitingApproval)
            .At("17 11:00").Expect(FinalNoticeLapsed)
            .At("20 14:00").Says(LadderCommandKind.Approve).Expect(Approved, FinalNoticeIssued, HoldChanged)
            .ExpectHold(null)
            .At("20 14:25").ExpectNothing().Expect(Supply.On)
            .At("20 14:30").Expect(Disconnected).Expect(Supply.Off);

    [Fact]
    public void An_approval_that_nobody_asked_for_approves_nothing() =>
        Scenario.With(budget: 1000)
            .At("14 09:00").Use(1000).Expect(NoticeReached, WarningReached, ExhaustedReached, FirstNoticeIssued)
            .At("15 09:00").Says(LadderCommandKind.Approve).Expect(CommandIdle)
            .At("17 08:30").Expect(FinalNoticeIssued)
            .At("17 09:00").Expect(HoldChanged).ExpectHold(HoldReason.AwaitingApproval);

    [Fact]
    public void The_emergency_allowance_may_be_selected_from_warning_until_the_cut() =>
        Scenario.With(budget: 1000, policy => policy with { Automatic = true })
            .Emergency(100)
            .At("10 09:00").Use(850).Expect(NoticeReached)
            .At("10 10:00").Says(LadderCommandKind.SelectEmergency).Expect(CommandIdle)
            .At("12 09:00").Use(900).Expect(WarningReached)
            .At("12 10:00").Says(LadderCommandKind.SelectEmergency).Expect(EmergencySelected)
            .At("14 09:00").Use(1000).Expect(ExhaustedReached)
            .At("20 09:00").Use(1100).Expect(FirstNoticeIssued)
            .At("23 08:30").Expect(FinalNoticeIssued)
            .At("23 09:00").Expect(Disconnected)
            .At("23 09:10").Says(LadderCommandKind.SelectEmergency).Expect(CommandIdle);

    [Fact]
    public void The_emergency_allowance_takes_cut_off_notice_2_back_and_later_it_is_issued_anew() =>
        Scenario.With(budget: 1000, policy => policy with { Automatic = true })
            .Emergency(100)
            .At("14 09:00").Use(1000).Expect(NoticeReached, WarningReached, ExhaustedReached, FirstNoticeIssued)
            .At("17 08:30").Expect(FinalNoticeIssued)
            .At("17 08:50").Says(LadderCommandKind.SelectEmergency).Expect(EmergencySelected, FinalNoticeWithdrawn)
            .At("19 10:00").Use(1100).Expect(FinalNoticeIssued)
            .At("19 10:30").Expect(Disconnected);

    [Fact]
    public void A_reminder_returns_with_its_acknowledgement_and_comes_once_a_month() =>
        Scenario.With(budget: 1000, policy => policy with { Reminder = true })
            .At("10 09:00").Use(900).Expect(NoticeReached, WarningReached, ReminderGiven).Expect(Supply.Reminder)
            .At("10 09:05").Says(LadderCommandKind.Acknowledge).Expect(ReminderAcknowledged).Expect(Supply.On)
            .At("12 09:00").ExpectNothing()
            .At("12 09:05").Says(LadderCommandKind.Acknowledge).Expect(CommandIdle);

    [Fact]
    public void A_reminder_that_nobody_acknowledges_ends_by_itself() =>
        Scenario.With(budget: 1000, policy => policy with { Reminder = true })
            .At("10 09:00").Use(900).Expect(NoticeReached, WarningReached, ReminderGiven)
            .At("10 09:10").Expect(ReminderEnded).Expect(Supply.On);

    [Fact]
    public void Allocated_use_warns_and_never_leads_to_a_cut() =>
        Scenario.With(budget: 1000, policy => policy with { Automatic = true })
            .At("10 09:00").Use(500).Allocated(600).Expect(NoticeReached, WarningReached, ExhaustedReached)
            .At("25 09:00").ExpectNothing().Expect(Supply.On);

    [Fact]
    public void A_lease_that_is_used_up_without_contact_warns_and_holds() =>
        Scenario.With(budget: 1000, policy => policy with { Automatic = true })
            .At("10 09:00").Use(600).Lease(part: 400, used: 400, contact: false)
            .Expect(NoticeReached, LeaseUsed, WarningReached)
            .At("20 09:00").ExpectNothing().Expect(Supply.On)
            .At("20 10:00").Use(620).Lease(part: 450, used: 420, contact: true).Expect(Relieved, LeaseRenewed)
            .Expect(Stage.Normal);

    [Fact]
    public void A_lease_that_the_aggregator_calls_final_is_a_budget_that_is_used() =>
        Scenario.With(budget: 1000, policy => policy with { Automatic = true })
            .At("10 09:00").Use(990).Lease(part: 400, used: 400, contact: false)
            .Expect(NoticeReached, LeaseUsed, WarningReached)
            .At("10 10:00").Use(1000).Lease(part: 400, used: 400, contact: true, final: true)
            .Expect(LeaseRenewed, ExhaustedReached, FirstNoticeIssued)
            .At("13 09:30").Expect(FinalNoticeIssued)
            .At("13 10:00").Expect(Disconnected);

    [Fact]
    public void A_site_that_chose_so_cuts_on_a_used_lease_with_the_same_notices() =>
        Scenario.With(budget: 1000, policy => policy with { Automatic = true, CutOnLease = true })
            .At("10 09:00").Use(600).Lease(part: 400, used: 400, contact: false)
            .Expect(NoticeReached, LeaseUsed, WarningReached, ExhaustedReached, FirstNoticeIssued)
            .At("13 08:30").Expect(FinalNoticeIssued)
            .At("13 09:00").Expect(Disconnected);

    [Fact]
    public void A_policy_cannot_shorten_the_leads() =>
        Scenario.With(budget: 1000, policy => policy with
        {
            Automatic = true,
            FirstNoticeLead = TimeSpan.Zero,
            FinalNoticeLead = TimeSpan.Zero,
        })
            .At("14 09:00").Use(1000).Expect(NoticeReached, WarningReached, ExhaustedReached, FirstNoticeIssued)
            .At("17 08:30").Expect(FinalNoticeIssued)
            .At("17 09:00").Expect(Disconnected);

    private static Scenario AtFinalNotice() =>
        Scenario.With(budget: 1000)
            .At("14 09:00").Use(1000).Expect(NoticeReached, WarningReached, ExhaustedReached, FirstNoticeIssued)
            .At("17 08:30").Expect(FinalNoticeIssued);
}
