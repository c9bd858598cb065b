using System.Collections.Immutable;
using Jingu.Budgets.DemandResponse;
using NodaTime;
using Xunit;

namespace Jingu.Budgets.Tests.DemandResponse;

public sealed class ShedPlanTests
{
    private static readonly DateTimeOffset From = new(2026, 7, 21, 6, 0, 0, TimeSpan.Zero);
    private static readonly LocalDate Monday = new(2026, 7, 20);

    [Fact]
    public void Loads_are_taken_in_their_order_until_the_target_is_reached_and_return_in_the_same_order()
    {
        var plan = Of(25_000, Load("ac", 3, 9_000), Load("chiller", 1, 20_000), Load("lamps", 2, 6_000));
        Assert.Equal(["chiller", "lamps"], plan.Loads.Select(load => load.Point.Value));
        Assert.Equal((26_000, 0), (plan.ExpectedWatts, plan.ShortWatts));
        Assert.Equal([0, 1], plan.Loads.Select(load => (load.From - From).TotalMinutes));
        Assert.Equal([120, 121], plan.Loads.Select(load => (load.To - From).TotalMinutes));
    }

    [Fact]
    public void A_depth_that_cannot_be_reached_takes_all_and_says_by_how_much()
    {
        var plan = Of(50_000, Load("ac", 3, 9_000), Load("chiller", 1, 20_000));
        Assert.Equal((2, 29_000, 21_000), (plan.Loads.Length, plan.ExpectedWatts, plan.ShortWatts));
    }

    [Fact]
    public void Many_loads_have_all_gone_and_returned_within_ten_minutes_each_at_an_instant_of_its_own()
    {
        var plan = Of(1_000_000, [.. Enumerable.Range(1, 150).Select(place => Load($"load-{place}", place, 100))]);
        Assert.Equal(150, plan.Loads.Select(load => load.From).Distinct().Count());
        Assert.True(plan.Loads[^1].From - From <= ShedPlan.SpreadMax);
        Assert.All(plan.Loads, load => Assert.Equal(TimeSpan.FromHours(2), load.To - load.From));
    }

    [Fact]
    public void The_baseline_is_the_mean_of_five_whole_days_adjusted_by_the_same_day()
    {
        var days = Enumerable.Range(1, 7).Select(back => Day(back, 100, 1_000 + (back * 10))).ToList();
        // Not whole: passed over, and an eighth day is never looked at.
        days[1] = days[1] with { During = [null, 1_000] };
        var baseline = Baseline.Of(days, [110, 110])!;
        Assert.Equal([1, 3, 4, 5, 6], baseline.Days.Select(day => Period.Between(day, Monday, PeriodUnits.Days).Days));
        Assert.Equal(1_100, baseline.Adjustment);
        Assert.Equal([1_141L, 1_141L], baseline.Curve.AsEnumerable());
    }

    [Theory]
    [InlineData(300L, 1_200)]
    [InlineData(10L, 800)]
    [InlineData(null, 1_000)]
    public void The_adjustment_is_bounded_and_nothing_is_adjusted_by_what_nobody_measured(long? before, long adjustment)
    {
        Assert.Equal(adjustment, Baseline.Of([Day(1, 100, 1_000)], [before, 100])!.Adjustment);
        Assert.Equal(1_000, Baseline.Of([Day(1, 100, 1_000)], [])!.Adjustment);
    }

    [Fact]
    public void Without_any_whole_day_there_is_no_baseline() =>
        Assert.Null(Baseline.Of([new(Monday, [100], [null])], [100]));

    [Fact]
    public void The_reduction_counts_quarter_hours_that_are_known_on_both_sides_and_names_the_others()
    {
        var baseline = new Baseline([Monday], 1_000, [1_000, 1_000, 1_000, 1_000]);
        var reduction = Reduction.Of(baseline, From, From.AddMinutes(45), [700, null, 600, 1_300]);
        Assert.Equal((2_000, 1_300, 700, 350),
            (reduction.BaselineWh, reduction.MeasuredWh, reduction.ReducedWh, reduction.Thousandths));
        Assert.Equal([From.AddMinutes(15)], reduction.Unknown.AsEnumerable());
        // After the event: told, and not counted.
        Assert.Equal((false, -300L), (reduction.Quarters[3].IsEvent, reduction.Quarters[3].ReducedWh));
        var all = Reduction.Sum([reduction, Reduction.Of(baseline, From, From.AddMinutes(45), [1, 2, null, 4])]);
        Assert.Equal((2_000, 701), (all.BaselineWh, all.MeasuredWh));
        Assert.Equal(2, all.Unknown.Length);
        Assert.Null(Reduction.Of(null, From, From.AddMinutes(15), [700]).Thousandths);
    }

    private static ShedPlan Of(long target, params ImmutableArray<Sheddable> loads) =>
        ShedPlan.Of(target, From, From.AddHours(2), loads);

    private static Sheddable Load(string point, long place, long watts) =>
        new(new(point), new("gateway-1"), new("unit-01"), LoadKind.Circuit, place, watts);

    private static DayUse Day(int back, long before, long during) =>
        new(Monday.PlusDays(-back), [before, before], [during, during]);
}
