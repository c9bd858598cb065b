using System.Collections.Immutable;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Jingu.Budgets.Allocation;
using Jingu.Contracts.Ids;
using Xunit;

namespace Jingu.Budgets.Tests.Allocation;

public sealed class SharedMeterTests
{
    [Fact]
    public void Fixed_shares_come_first_and_the_rest_goes_by_area()
    {
        // 10,000 - 3,000 measured = 7,000 shared: 100 thousandths are 700, the rest 6,300 go 2 : 1.
        var use = new SharedMeter([
            Party("a", 1000, AllocationRule.Fixed, 100),
            Party("b", 2000, AllocationRule.Area, 60_000),
            Party("c", 0, AllocationRule.Area, 30_000)]).Allocate(10_000);

        Assert.Equal(
            [(1000L, 700L), (2000, 4200), (0, 2100)], use.Uses.Select(each => (each.Measured, each.Allocated)));
        Assert.Equal(0, use.Unallocated);
        Assert.Equal(6200, use.Uses[1].Total);
    }

    [Fact]
    public void A_change_of_head_count_in_mid_month_counts_in_head_days()
    {
        // 10 heads all 30 days: 300; 10 heads for 10 days, then 25 for 20 days: 600. 900 L go 300 : 600.
        var use = new SharedMeter([
            Party("a", 0, AllocationRule.Headcount, 300), Party("b", 0, AllocationRule.Headcount, 600)]).Allocate(900);

        Assert.Equal([300, 600], use.Uses.Select(each => each.Allocated));
    }

    [Fact]
    public void One_unit_may_take_the_remainder()
    {
        var use = new SharedMeter([
            Party("a", 0, AllocationRule.Fixed, 333), Party("b", 5, AllocationRule.Remainder, 0)]).Allocate(105);

        Assert.Equal([33, 67], use.Uses.Select(each => each.Allocated));
    }

    [Fact]
    public void What_no_rule_gives_to_anybody_stays_nobodys()
    {
        Assert.Equal(75, new SharedMeter([Party("a", 0, AllocationRule.Fixed, 250)]).Allocate(100).Unallocated);
        Assert.Equal(100, new SharedMeter([Party("a", 0, AllocationRule.Area, 0)]).Allocate(100).Unallocated);
    }

    [Fact]
    public void Sub_meters_above_the_shared_meter_take_nothing_from_anybody()
    {
        var use = new SharedMeter([Party("a", 110, AllocationRule.Remainder, 0)]).Allocate(100);

        Assert.Equal((110L, 0L, -10L), (use.Uses[0].Measured, use.Uses[0].Allocated, use.Unallocated));
    }

    public static TheoryData<string, ImmutableArray<AllocationParty>> Wrong => new()
    {
        { "a takes part twice", [Party("a", 0, AllocationRule.Area, 1), Party("a", 0, AllocationRule.Fixed, 1)] },
        { "more than 1000", [Party("a", 0, AllocationRule.Fixed, 600), Party("b", 0, AllocationRule.Fixed, 401)] },
        { "by Area and by Headcount", [
            Party("a", 0, AllocationRule.Area, 1), Party("b", 0, AllocationRule.Headcount, 1)] },
        { "Two units take the remainder", [
            Party("a", 0, AllocationRule.Remainder, 0), Party("b", 0, AllocationRule.Remainder, 0)] },
        { "below zero", [Party("a", -1, AllocationRule.Area, 1)] },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Rules_that_contradict_each_other_are_refused(string why, ImmutableArray<AllocationParty> parties)
    {
        Assert.Contains(why, SharedMeter.Complaint(parties), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SharedMeter(parties));
    }

    [Fact]
    public void Any_division_adds_up_and_stays_within_one_of_the_exact_share() =>
        Prop.ForAll(
            Arb.From(
                from whole in Gen.Choose(0, int.MaxValue)
                from weights in Gen.Choose(0, 1_000_000).NonEmptyListOf()
                where weights.Any(weight => weight > 0)
                select (Whole: (long)whole * 4096, Weights: weights)),
            item =>
            {
                var shares = Spread.Over(item.Whole, [.. item.Weights.Select(weight => (Int128)weight)]);
                Assert.Equal(item.Whole, shares.Sum());
                var sum = item.Weights.Sum(weight => (long)weight);
                foreach (var (share, weight) in shares.Zip(item.Weights))
                    Assert.InRange(share - (long)(new BigInteger(item.Whole) * weight / sum), 0, weight == 0 ? 0 : 1);
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Equal_fractions_go_to_the_earlier_one()
    {
        Assert.Equal([4L, 3, 3], Spread.Over(10, [1, 1, 1]).ToArray());
        Assert.Equal([2L, 1], Spread.Over(3, [1, 1]).ToArray());
        Assert.Throws<ArgumentException>(() => Spread.Over(1, [0, 0]));
    }

    [Fact]
    public void Whatever_the_rules_the_balance_holds_and_what_was_measured_stays_apart() =>
        Prop.ForAll(
            Arb.From(
                from main in Gen.Choose(0, 1_000_000_000)
                from rest in Gen.Elements(AllocationRule.Area, AllocationRule.Headcount)
                from fixedShares in Gen.Choose(0, 300).ListOf(3)
                from keys in Gen.Choose(0, 100_000).ListOf(4)
                from measured in Gen.Choose(0, 200_000_000).ListOf(7)
                select (Main: main, Parties: fixedShares.Select(share => (AllocationRule.Fixed, share))
                    .Concat(keys.Select(key => (rest, key)))
                    .Zip(measured, (rule, own) => (Rule: rule, Own: own))
                    .Select((item, index) => Party($"u-{index}", item.Own, item.Rule.Item1, item.Rule.Item2))
                    .ToImmutableArray())),
            item =>
            {
                var use = new SharedMeter(item.Parties).Allocate(item.Main);
                Assert.Equal(item.Main, use.Uses.Sum(each => each.Total) + use.Unallocated);
                Assert.Equal(item.Parties.Select(party => party.Measured), use.Uses.Select(each => each.Measured));
                Assert.All(use.Uses, each => Assert.True(each.Allocated >= 0));
            }).QuickCheckThrowOnFailure();

    private static AllocationParty Party(string unit, long measured, AllocationRule rule, long key) =>
        new(new UnitId(unit), measured, rule, key);
}
