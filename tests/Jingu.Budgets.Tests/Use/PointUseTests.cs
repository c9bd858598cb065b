using Jingu.Budgets.Ledgers;
using Jingu.Budgets.Use;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using NodaTime;
using Xunit;

namespace Jingu.Budgets.Tests.Use;

/// <summary>What a point counted per local day and month, from its ledger alone. Times are UTC, the zone is Shanghai's:
/// its days begin at 16:00.</summary>
public sealed class PointUseTests
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
    private static readonly PointId Point = new("unit-07-electricity");
    private static readonly MeterId Meter = new("m-1");
    private static readonly DateTimeOffset March = new(2026, 2, 28, 16, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset April = new(2026, 3, 31, 16, 0, 0, TimeSpan.Zero);

    private static readonly LedgerRules Rules = new(
        new Scaling(Quantity.EnergyImport, 1, 1), 100_000_000, 1_000_000, TimeSpan.FromMinutes(10));

    private Ledger? _ledger;
    private PointUse? _use;

    [Fact]
    public void The_month_counts_from_the_register_at_local_midnight_between_two_readings()
    {
        Read(March.AddMinutes(-4), 1000);
        Read(March.AddMinutes(4), 1008);
        Read(March.AddHours(1), 1100);

        Assert.Equal(new Used(96, 0), _use!.In(March, April, _ledger!));
    }

    [Fact]
    public void What_a_gap_hides_around_midnight_counts_and_is_no_ground_for_a_cut()
    {
        Read(March.AddHours(-5), 1000);
        Read(March.AddHours(5), 2000);
        Read(March.AddHours(6), 2100);

        Assert.Equal(new Used(100, 500), _use!.In(March, April, _ledger!));
    }

    [Fact]
    public void A_ledger_that_began_within_the_month_counts_from_its_opening()
    {
        Read(March.AddDays(9).AddMinutes(7), 5000);
        Read(March.AddDays(9).AddMinutes(12), 5010);
        Assert.Equal(new Used(10, 0), _use!.In(March, April, _ledger!));

        // Its first boundary is a midnight: the first interval begins there.
        (_ledger, _use) = (null, null);
        Read(March.AddMinutes(-3), 5000);
        Read(March.AddMinutes(3), 5060);
        Read(March.AddMinutes(20), 5100);
        Assert.Equal(new Used(70, 0), _use!.In(March, April, _ledger!));
    }

    [Fact]
    public void A_month_that_no_reading_has_reached_counts_nothing_and_the_last_one_goes_on()
    {
        Read(March.AddMinutes(5), 1000);
        Read(April.AddMinutes(-1), 4000);

        Assert.Equal(new Used(0, 0), _use!.In(April, April.AddDays(30), _ledger!));
        Assert.Equal(new Used(3000, 0), _use!.In(March, April, _ledger!));
    }

    [Fact]
    public void A_persons_figure_counts_and_is_no_ground_for_a_cut()
    {
        Read(March, 1000);
        Read(March.AddMinutes(5), 1100);
        var before = _ledger!;
        _ledger = before with { Total = before.Total + 40 };
        _use = _use!.WithSubstituted(40);

        Assert.Equal(new Used(100, 40), _use!.In(March, April, _ledger));
    }

    [Fact]
    public void Whole_days_add_up_to_what_the_register_rose_by_over_rollovers_and_gaps()
    {
        var random = new Random(7);
        var (at, count) = (March.AddDays(-9), 99_990_000L);
        Read(at, count);
        var day = new LocalDate(2026, 2, 21);
        for (var end = March.AddDays(30); at < end;)
        {
            var wait = TimeSpan.FromMinutes(random.Next(40) == 0 ? random.Next(1, 2000) : random.Next(1, 15));
            (at, count) = (at + wait, (count + random.Next(0, 500)) % Rules.Modulus);
            Read(at, count);
        }
        var days = Enumerable.Range(0, 38).Select(i => _use!.On(day.PlusDays(i), Zone)).ToList();
        var from = _use!.Days.First(begin => begin.At == LocalDay.StartOf(day, Zone));
        var to = _use.Days.First(begin => begin.At == LocalDay.StartOf(day.PlusDays(38), Zone));
        Assert.DoesNotContain(null, days);
        Assert.Equal(to.Total - from.Total, days.Sum());
        var month = _use.In(March, March.AddDays(29), _ledger!);
        Assert.Equal(
            Enumerable.Range(8, 29).Sum(i => _use.On(day.PlusDays(i), Zone)), month.Measured + month.Other);
    }

    [Fact]
    public void No_more_than_a_month_and_a_half_of_days_is_kept()
    {
        Read(March, 0);
        Read(March.AddDays(90), 90_000);
        Read(March.AddDays(90).AddMinutes(5), 90_001);

        Assert.Equal(PointUse.DaysMax, _use!.Days.Length);
        Assert.Equal(March.AddDays(90), _use.Days[^1].At);
    }

    [Fact]
    public void The_mean_is_of_the_last_seven_days_that_all_points_know()
    {
        for (var day = 0; day <= 10; day++)
            Read(March.AddDays(day), 1000L * day * day);
        var unit = new UnitUse([(_use!, _ledger!), (_use!, _ledger!)]);
        // Days 3 to 9 of a square: the differences are 1000 x (2n + 1).
        Assert.Equal(2 * 13_000, unit.DailyMean(new LocalDate(2026, 3, 11), Zone));

        var young = PointUse.Begin(_ledger!);
        Assert.Null(new UnitUse([(_use!, _ledger!), (young, _ledger!)]).DailyMean(new LocalDate(2026, 3, 11), Zone));
        Assert.Null(new UnitUse([]).DailyMean(new LocalDate(2026, 3, 11), Zone));
    }

    private void Read(DateTimeOffset at, long count)
    {
        var step = _ledger is null
            ? Accounting.Open(Point, Meter, Rules, count, at)
            : Accounting.Account(_ledger, Rules, count, at);
        _use = _ledger is null
            ? PointUse.Begin(step.Next)
            : _use!.Follow(_ledger, step.Next, step.Closed, Zone);
        _ledger = step.Next;
    }
}
