using Jingu.Budgets.Ladders;
using Jingu.Contracts.Ids;
using Xunit;
using static Jingu.Edge.Tests.Control.SupplyScenario;

namespace Jingu.Edge.Tests.Control;

/// <summary>A unit behind several gateways, seen from one of them, on the real tick.</summary>
public sealed class LeaseSupplyTests
{
    [Fact]
    public void A_used_lease_without_contact_warns_asks_on_site_and_holds()
    {
        using var month = With(1000, Automatic).Leased(100)
            .At("02 08:00").ContactEnds().Expect()
            .At("02 09:00").Use(100).Expect("NoticeReached", "LeaseUsed", "WarningReached").Expect(Stage.Warning)
            .At("20 09:00").UseMore(50).ExpectNothing()
            .At("20 10:00").ContactReturns().Expect("Relieved", "LeaseRenewed").Expect(Stage.Normal)
            .ExpectReplayed();
    }

    [Fact]
    public void A_used_lease_in_contact_is_no_warning_while_the_unit_has_budget_left()
    {
        using var month = With(10_000, Automatic).Leased(100)
            .At("02 09:00").Use(150).ExpectNothing()
            .At("10 09:00").Leased(400, elsewhere: 300).ExpectNothing().Expect(Stage.Normal)
            .ExpectReplayed();
    }

    [Fact]
    public void Where_the_site_cuts_on_a_used_lease_it_is_cut_and_armed_once_the_aggregator_answers()
    {
        using var month = With(1000, ladder => Automatic(ladder) with { CutOnLease = true }).Leased(100)
            .At("02 08:00").ContactEnds().Expect()
            .At("02 09:00").Use(100).Expect(
                "NoticeReached", "LeaseUsed", "WarningReached", "ExhaustedReached", "FirstNoticeIssued")
            .At("05 08:30").Expect("FinalNoticeIssued")
            .At("05 09:00").Expect("Disconnected").ExpectSwitched("05 09:00:00 sockets-07 Off")
            .At("05 10:00").ContactReturns().ExpectStory(
                "05 09:00 sockets-07 cut proven load", "05 09:01 lighting-07 cut not-proven none",
                "05 09:01 server-07 refused NotSwitchable", "05 10:00 Armed", "05 10:00 LeaseRenewed")
            .ExpectReplayed();
    }

    [Fact]
    public void When_all_of_the_units_budget_is_used_it_is_cut_and_a_new_grant_arms_it()
    {
        using var month = With(1000, Automatic).Leased(500, elsewhere: 200)
            .At("02 09:00").Use(500).Leased(500, elsewhere: 500, final: true).Expect(
                "NoticeReached", "WarningReached", "ExhaustedReached", "FirstNoticeIssued")
            .At("05 08:30").Expect("FinalNoticeIssued")
            .At("05 09:00").Expect("Disconnected").ExpectSwitched("05 09:00:00 sockets-07 Off")
            .At("05 09:20").UseMore(7).ExpectStory(
                "05 09:00 sockets-07 cut proven load", "05 09:01 lighting-07 cut not-proven none",
                "05 09:01 server-07 refused NotSwitchable")
            .At("06 00:00").ExpectLease("unit-07 electricity, 2026-03: 507,000 Wh of this gateway's lease of "
                + "500,000 Wh used (grant 2, others used 500,000 Wh of 1,000,000 Wh); overdraft 7,000 Wh; all of the "
                + "unit's budget is used.")
            .At("06 09:00").Budget(2000).Leased(900, elsewhere: 500).Expect("Armed")
            .At("06 09:10").Confirms().Expect("Restored", "NoticeReached")
            .ExpectReplayed();
    }

    [Fact]
    public void Use_elsewhere_counts_for_stages()
    {
        using var month = With(1000, Automatic).Leased(500, elsewhere: 700)
            .At("02 09:00").Use(150).Expect("NoticeReached").Expect(Stage.Notice)
            .At("02 10:00").Leased(500, elsewhere: 760).Expect("WarningReached")
            .At("09 10:00").ExpectNothing().ExpectReplayed();
    }

    [Fact]
    public void A_code_adds_to_a_lease_without_contact_and_against_an_earlier_all_used()
    {
        using var month = With(1000, Automatic).Leased(100)
            .At("02 08:00").ContactEnds().Expect()
            .At("02 09:00").Use(100).Expect("NoticeReached", "LeaseUsed", "WarningReached")
            .At("02 09:30").TypesCode(50).Expect("Relieved", "LeaseRenewed")
            .At("02 11:00").UseMore(50).Expect("NoticeReached", "LeaseUsed", "WarningReached")
            .At("02 12:00").ContactReturns().Leased(100, elsewhere: 900, final: true).Expect(
                "LeaseRenewed", "ExhaustedReached", "FirstNoticeIssued")
            .At("02 13:00").TypesCode(30).Expect("Relieved")
            .ExpectReplayed();
    }

    [Fact]
    public void It_reports_what_it_holds_when_it_takes_it_up_once_a_day_when_it_asks_and_when_it_is_used_up()
    {
        using var month = With(1000, Automatic).Leased(100)
            .ExpectReports("01 00:00 2026-03 grant 1: 0 of 100")
            .At("01 09:00").Use(50).ExpectReports()
            .At("02 09:00").ExpectReports("02 00:00 2026-03 grant 1: 50 of 100")
            .At("02 10:00").Use(60).ExpectReports("02 10:00 2026-03 grant 1: 60 of 100")
            .At("02 10:20").Use(100).ExpectReports("02 10:20 2026-03 grant 1: 100 of 100")
            .At("02 10:30").Leased(70).ExpectReports("02 10:30 2026-03 grant 2: 100 of 100")
            .At("02 10:40").Leased(300).ExpectReports("02 10:40 2026-03 grant 3: 100 of 300");
    }

    [Fact]
    public void The_month_turns_without_contact_on_a_lease_of_its_own()
    {
        using var month = With(1000, Automatic, day: 30).Leased(100, next: 200)
            .At("31 08:00").ContactEnds().Expect()
            .At("31 09:00").Use(100).Expect("NoticeReached", "LeaseUsed", "WarningReached")
            .At("01 00:00").Expect("PeriodTurned", "NoticeReached")
            .At("01 09:00").Use(199).ExpectStory()
            .At("01 10:00").Use(200).Expect("LeaseUsed", "WarningReached")
            .ExpectReplayed();
        Assert.Equal(["2026-04"], month.State.Leases.Keys.Select(key => key.Month));
    }

    [Fact]
    public void A_lease_that_is_not_known_is_no_ground_for_a_cut_even_where_the_site_cuts_on_a_used_one()
    {
        using var month = With(1000, ladder => Automatic(ladder) with { CutOnLease = true }, day: 30).Leased(100)
            .At("31 08:00").ContactEnds().Expect()
            .At("01 00:00").Expect("PeriodTurned")
            .At("01 09:00").Use(50).ExpectNothing()
            .At("09 09:00").ExpectNothing().ExpectSwitched()
            .ExpectReplayed();
    }

    [Fact]
    public void A_lease_outlives_a_restart_and_is_not_taken_up_twice()
    {
        using var month = With(1000, Automatic).Leased(100).ExpectReports("01 00:00 2026-03 grant 1: 0 of 100")
            .Restart().ExpectReports()
            .At("01 10:00").Use(90).Restart().Leased(80).ExpectReports("01 10:00 2026-03 grant 2: 90 of 90");
        Assert.Equal(90_000, month.State.Leases.Values.Single().Holding.Part);
    }

    [Fact]
    public void What_the_aggregator_grants_to_another_card_voids_what_is_held_here()
    {
        var other = JournalId.FromBytes(new byte[] { 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 });
        using var month = With(1000, Automatic).Leased(100).ExpectReports("01 00:00 2026-03 grant 1: 0 of 100")
            .At("01 10:00").Leased(100, holder: other).ExpectReports("01 10:00 2026-03 grant 0: 0 of 0")
            .At("01 10:10").Leased(100, holder: other).ExpectReports();
    }

    [Fact]
    public void An_extension_of_a_leased_unit_comes_with_its_grant_and_not_as_a_command()
    {
        using var month = With(1000, Automatic).Leased(100)
            .At("01 10:00").Extends(500)
            .Expect("refused: Nothing has changed here: unit-07 shares its budget with other gateways, and its part of "
                + "an extension comes with the next policy.");
        Assert.Equal(100_000, month.State.Leases.Values.Single().Holding.Spendable);
    }

    private static LadderPolicy Automatic(LadderPolicy ladder) => ladder with { Automatic = true };
}
