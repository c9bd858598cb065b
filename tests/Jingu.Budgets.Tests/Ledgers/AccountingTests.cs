using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Jingu.Budgets.Ledgers;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Xunit;
using Interval = Jingu.Contracts.Readings.Interval;

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
        Assert.Equal(100, back.Closed.Sum(interval => interval.Amount));
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
    public void Sums_of_intervals_equal_register_differences_whatever_was_read_when()
    {
        var readings = Gen.Zip(Gen.Choose(1, 7200), Gen.Choose(0, 500)).ListOf();
        Prop.ForAll(readings.ToArbitrary(), steps =>
        {
            var at = Noon;
            var count = 99_999_000L;
            var believed = new List<(DateTimeOffset At, long Count)> { (at, count) };
            foreach (var (seconds, counts) in steps)
            {
                at = at.AddSeconds(seconds);
                // Half of what is possible at the most, so that all of it is believed.
                count += Math.Min(counts, seconds * 100_000L / 3600 / 10 / 2);
                believed.Add((at, count));
            }
            var last = Interval.StartOf(at.AddMinutes(15));
            believed.Add((last, count));
            var (ledger, closed) =
                Run(Rules, [.. believed.DistinctBy(r => r.At).Select(r => (r.At, r.Count % Rules.Modulus))]);
            return ledger.Total == count * 10
                && closed.Sum(interval => interval.Amount) == (count - 99_999_000L) * 10
                && closed.Zip(closed.Skip(1)).All(pair => pair.First.End == pair.Second.Start)
                && closed.All(interval => interval.Amount >= 0);
        }).QuickCheckThrowOnFailure();
    }

    private static (Ledger Ledger, ImmutableArray<Interval> Closed) Run(
        LedgerRules rules, params (DateTimeOffset At, long Count)[] readings)
    {
        var step = Accounting.Open(Point, Meter, rules, readings[0].Count, readings[0].At);
        var closed = new List<Interval>();
        foreach (var (at, count) in readings[1..])
        {
            step = Accounting.Account(step.Next, rules, count, at);
            closed.AddRange(step.Closed);
        }
        return (step.Next, [.. closed]);
    }
}
