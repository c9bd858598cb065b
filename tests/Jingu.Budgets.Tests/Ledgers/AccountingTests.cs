using System.Collections.Immutable;
using Jingu.Budgets.Ledgers;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Xunit;

namespace Jingu.Budgets.Tests.Ledgers;

public sealed class AccountingTests
{
    private static readonly PointId Point = new("unit-01-electricity");
    private static readonly MeterId Meter = new("m-1");
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    /// <summary>0.01 kWh per count, an eight-digit dial, 100 kW at most, polls every 5 minutes.</summary>
    private static readonly LedgerRules Rules =
        new(new Scaling(Quantity.EnergyImport, 10, 1), 100_000_000, 100_000, TimeSpan.FromMinutes(10));

    [Fact]
    public void A_ledger_begins_at_the_register_and_makes_its_first_interval_at_the_second_boundary()
    {
        var (ledger, closed) =
            Run(Rules, (Noon.AddMinutes(5), 1000), (Noon.AddMinutes(15), 1100), (Noon.AddMinutes(30), 1130));

        var expected = new Interval(
            Point, Noon.AddMinutes(15), 300, Quality.Measured, 11_300, 11_300, Meter, Opening: true);
        Assert.Equal(expected, Assert.Single(closed) with { Quality = Quality.Measured });
        Assert.Equal(11_300, ledger.Total);
        Assert.False(ledger.Opening);
    }

    [Fact]
    public void A_boundary_without_a_reading_lies_on_the_line_between_its_neighbours_rounded_down()
    {
        // 1000 -> 1007 counts over 10 minutes around 12:15: 7/2 counts of 10 Wh are 35 Wh.
        var (_, closed) = Run(
            Rules, (Noon, 900), (Noon.AddMinutes(10), 1000), (Noon.AddMinutes(20), 1007), (Noon.AddMinutes(30), 1010));

        Assert.Equal([10_035 - 9_000, 10_100 - 10_035], closed.Select(interval => interval.Amount));
        Assert.All(closed, interval => Assert.Equal(Quality.Measured, interval.Quality));
    }

    [Fact]
    public void A_gap_keeps_its_energy_and_its_intervals_are_estimated()
    {
        var (_, closed) = Run(Rules, (Noon, 1000), (Noon.AddHours(3), 4000), (Noon.AddHours(3).AddMinutes(15), 4001));

        Assert.Equal(13, closed.Length);
        Assert.Equal(30_010, closed.Sum(interval => interval.Amount));
        Assert.All(closed[..12],
            interval => Assert.Equal((2_500, Quality.Estimated), (interval.Amount, interval.Quality)));
        Assert.Equal((10, Quality.Measured), (closed[12].Amount, closed[12].Quality));
    }

    [Fact]
    public void A_register_that_rolls_over_at_its_modulus_goes_on_counting()
    {
        var (ledger, closed) = Run(Rules, (Noon, 99_999_990), (Noon.AddMinutes(15), 40));

        Assert.Equal(500, Assert.Single(closed).Amount);
        Assert.Equal(1, ledger.Wraps);
        Assert.Equal(400, closed[0].Register);
        Assert.Equal(1_000_000_400, closed[0].Total);
    }

    [Fact]
    public void A_fall_that_no_rollover_explains_counts_nothing_and_is_held_until_it_is_back()
    {
        var (held, none) = Run(Rules, (Noon, 50_000), (Noon.AddMinutes(15), 0));
        Assert.Empty(none);
        Assert.Equal((LedgerDoubt.Fell, 50_000L), (held.Doubt, held.Count));

        var back = Accounting.Account(held, Rules, 50_010, Noon.AddMinutes(30));
        Assert.Equal(LedgerFinding.Recovered, back.Finding);
        Assert.Equal(100, back.Closed.Sum(closed => closed.Interval.Amount));
    }

    [Fact]
    public void A_rise_faster_than_possible_is_not_believed()
    {
        var (ledger, closed) = Run(Rules, (Noon, 1000), (Noon.AddMinutes(15), 5_370_000));

        Assert.Empty(closed);
        Assert.Equal(LedgerDoubt.Implausible, ledger.Doubt);
    }

    [Fact]
    public void A_fall_or_jump_that_stays_is_never_believed_however_long_it_stands_there()
    {
        var (fallen, _) = Run(Rules, (Noon, 50_000_000), (Noon.AddMinutes(15), 0), (Noon.AddDays(300), 1_000));
        var (jumped, _) = Run(Rules, (Noon, 1_000), (Noon.AddMinutes(15), 5_370_000), (Noon.AddDays(300), 5_371_000));

        Assert.Equal((LedgerDoubt.Fell, 50_000_000L), (fallen.Doubt, fallen.Count));
        Assert.Equal((LedgerDoubt.Implausible, 1_000L), (jumped.Doubt, jumped.Count));
    }

    [Fact]
    public void A_silence_of_more_than_a_year_is_held_and_makes_no_intervals()
    {
        var (ledger, closed) = Run(Rules, (Noon, 1_000), (Noon.AddYears(56), 2_000));

        Assert.Empty(closed);
        Assert.Equal(LedgerDoubt.Implausible, ledger.Doubt);
    }

    [Fact]
    public void A_reading_that_is_not_later_changes_nothing()
    {
        var (ledger, _) = Run(Rules, (Noon, 1000));
        var step = Accounting.Account(ledger, Rules, 2000, Noon);

        Assert.Equal(LedgerFinding.NotLater, step.Finding);
        Assert.Same(ledger, step.Next);
    }

    [Fact]
    public void Scaling_is_of_the_total_and_never_of_differences()
    {
        // 1/3 Wh per count: three single counts are one Wh, though each alone is none.
        var thirds = Rules with { Scaling = new Scaling(Quantity.EnergyImport, 1, 3) };
        var (_, closed) =
            Run(thirds, (Noon, 0), (Noon.AddMinutes(15), 1), (Noon.AddMinutes(30), 2), (Noon.AddMinutes(45), 3));

        Assert.Equal([0, 0, 1], closed.Select(interval => interval.Amount));
    }

    [Fact]
    public void A_register_that_swings_back_within_its_tolerance_loses_nothing_and_makes_no_negative_interval()
    {
        var rules = Rules with { BackFlowMax = 6 };
        var step = Accounting.Open(Point, Meter, rules, 1000, Noon);
        var amounts = new List<long>();
        var found = new List<LedgerFinding>();
        foreach (var count in new[] { 1010L, 1004, 1005, 1004, 1012 })
        {
            step = Accounting.Account(step.Next, rules, count, step.Next.At.AddMinutes(15));
            amounts.AddRange(step.Closed.Select(closed => closed.Interval.Amount));
            found.Add(step.Finding);
        }

        Assert.Equal([100, 0, 0, 0, 20], amounts);
        Assert.Equal(
            [LedgerFinding.Normal, LedgerFinding.BackFlow, LedgerFinding.Normal, LedgerFinding.BackFlow,
                LedgerFinding.Normal],
            found);
        Assert.Equal((1012, 10_120), (step.Next.Count, step.Next.Total));
    }

    [Fact]
    public void A_swing_back_beyond_the_tolerance_is_held()
    {
        var (ledger, closed) = Run(Rules with { BackFlowMax = 6 }, (Noon, 50_000), (Noon.AddMinutes(15), 49_993));

        Assert.Empty(closed);
        Assert.Equal(LedgerDoubt.Fell, ledger.Doubt);
    }

    [Fact]
    public void A_register_may_swing_back_across_its_zero()
    {
        var rules = Rules with { BackFlowMax = 6 };
        var (ledger, closed) = Run(
            rules, (Noon, 99_999_998), (Noon.AddMinutes(15), 1), (Noon.AddMinutes(30), 99_999_999),
            (Noon.AddMinutes(45), 3));

        Assert.Equal([30, 0, 20], closed.Select(interval => interval.Amount));
        Assert.Equal((1, LedgerDoubt.None), (ledger.Wraps, ledger.Doubt));
    }

    [Fact]
    public void A_register_that_climbs_from_where_it_fell_to_has_not_come_back()
    {
        // A new meter from 0, undeclared: one day it passes what the old one showed.
        var readings = Enumerable.Range(1, 40).Select(day => (Noon.AddHours(day), day * 50L));
        var (ledger, closed) = Run(Rules, [(Noon, 1_000), .. readings]);

        Assert.Empty(closed);
        Assert.Equal((LedgerDoubt.Fell, 1_000L), (ledger.Doubt, ledger.Count));
    }

    [Fact]
    public void A_count_that_no_register_shows_is_never_counted()
    {
        var rules = Rules with { RatePerHourMax = long.MaxValue / 1_000 };
        var (above, none) = Run(rules, (Noon, 99_999_000), (Noon.AddMinutes(15), 100_000_000));
        var (below, neither) = Run(rules, (Noon, 10), (Noon.AddMinutes(15), -1));

        Assert.Empty(none.Concat(neither));
        Assert.Equal((LedgerDoubt.Implausible, LedgerDoubt.Fell), (above.Doubt, below.Doubt));
    }

    [Fact]
    public void Energy_that_a_gap_hid_never_shows_as_a_peak()
    {
        // Six hours of silence while 3.6 kWh ran in, and all of it in the first answer.
        var (_, closed) = Run(Rules, (Noon, 1_000), (Noon.AddHours(6).AddMinutes(5), 1_365), (Noon.AddHours(7), 1_370));

        Assert.Equal(3_700, closed.Sum(interval => interval.Amount));
        Assert.All(closed[..24], interval => Assert.InRange(interval.Amount, 149, 151));
        Assert.All(closed[..25], interval => Assert.Equal(Quality.Estimated, interval.Quality));
    }

    private static (Ledger Ledger, ImmutableArray<Interval> Closed) Run(
        LedgerRules rules, params (DateTimeOffset At, long Count)[] readings)
    {
        var step = Accounting.Open(Point, Meter, rules, readings[0].Count, readings[0].At);
        var closed = new List<Interval>();
        foreach (var (at, count) in readings[1..])
        {
            step = Accounting.Account(step.Next, rules, count, at);
            closed.AddRange(step.Closed.Select(one => one.Interval));
        }
        return (step.Next, [.. closed]);
    }
}
