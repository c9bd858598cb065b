using Jingu.Budgets.Ledgers;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Xunit;

namespace Jingu.Budgets.Tests.Ledgers;

public sealed class SettlingTests
{
    private static readonly PointId Point = new("unit-01-electricity");
    private static readonly MeterId Old = new("m-1");
    private static readonly MeterId New = new("m-2");
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    /// <summary>0.01 kWh per count, an eight-digit dial, 100 kW at most, polls every 5 minutes.</summary>
    private static readonly LedgerRules Rules =
        new(new Scaling(Quantity.EnergyImport, 10, 1), 100_000_000, 100_000, TimeSpan.FromMinutes(10));

    [Fact]
    public void A_declared_replacement_continues_the_total_from_closing_to_opening_reading()
    {
        // 500 kWh, and 500.04 kWh when it was taken down at 12:20; the new one is hung up at 7 kWh.
        var ledger = Open(50_000, Noon);
        var done = Settle(ledger, new Settlement.Replaced(Noon.AddMinutes(20), 500_040, 7_000, New), Old);
        var after = Accounting.Account(done.Next, Rules, 701, Noon.AddMinutes(30));

        Assert.Equal((2, New), (after.Next.Epoch.Number, after.Next.Meter));
        Assert.Equal(500_040 + 10, after.Next.Total);
        var closed = done.Closed.Concat(after.Closed).Select(one => one.Interval).ToList();
        Assert.Equal([30, 20], closed.Select(interval => interval.Amount));
        Assert.Equal([Quality.Manual, Quality.Manual], closed.Select(interval => interval.Quality));
        Assert.Equal([1, 2], closed.Select(interval => interval.Epoch));
        Assert.Equal((7_010, New), (closed[1].Register, closed[1].Meter));

        var later = Accounting.Account(after.Next, Rules, 702, Noon.AddMinutes(45));
        Assert.Equal(Quality.Measured, Assert.Single(later.Closed).Interval.Quality);
    }

    [Fact]
    public void A_new_meter_continues_the_total_and_counts_nothing_until_both_readings_are_known()
    {
        var held = Open(50_000, Noon);
        for (var minute = 5; minute <= 60; minute += 5)
            held = Accounting.AccountOther(held, 100 + minute, Noon.AddMinutes(minute)).Next;
        Assert.Equal((LedgerDoubt.OtherMeter, 500_000L), (held.Doubt, held.Total));

        var done = Settle(held, new Settlement.Replaced(Noon.AddMinutes(2), 500_010, 1_020, New), New);

        // One count of the old meter, 58 of the new one: from 102 to 160.
        Assert.Equal(500_010 + 580, done.Next.Total);
        Assert.Equal(590, done.Closed.Sum(one => one.Interval.Amount));
        Assert.Equal(4, done.Closed.Length);
        Assert.Equal(
            [Quality.Manual, Quality.Measured, Quality.Measured, Quality.Measured],
            done.Closed.Select(one => one.Interval.Quality));
    }

    [Fact]
    public void A_fall_that_is_declared_later_gives_back_what_was_held()
    {
        var held = Fallen(50_000, 3);

        var done = Settle(held, new Settlement.Replaced(null, 500_000, 0, Old), Old);

        // The replacement is put where the doubt began, at 12:05; the register went on from there to 14.
        Assert.Equal(500_000 + 140, done.Next.Total);
        Assert.Equal(LedgerDoubt.None, done.Next.Doubt);
        Assert.Equal(140, done.Closed.Sum(one => one.Interval.Amount));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(250)]
    public void A_new_base_counts_the_persons_figure_and_then_the_register(long amount)
    {
        var done = Settle(Fallen(50_000, 3), new Settlement.NewBase(amount), Old);

        Assert.Equal(500_000 + amount + 110, done.Next.Total);
        Assert.Equal(amount + 110, done.Closed.Sum(one => one.Interval.Amount));
        Assert.Equal(Quality.Substituted, done.Closed[0].Interval.Quality);
        Assert.Equal(Quality.Measured, done.Closed[^1].Interval.Quality);
        Assert.Equal(2, done.Next.Epoch.Number);
    }

    [Fact]
    public void A_register_that_showed_zero_before_it_showed_something_else_stands_on_the_latter()
    {
        var held = Account(Open(50_000, Noon), (5, 0), (10, 0), (15, 30_000), (30, 30_004));

        var done = Settle(held, new Settlement.NewBase(0), Old);

        Assert.Equal(500_000 + 40, done.Next.Total);
    }

    [Fact]
    public void A_rise_that_a_person_confirms_is_counted_whole()
    {
        var held = Account(Open(50_000, Noon), (15, 150_000), (30, 150_001));
        Assert.Equal(LedgerDoubt.Implausible, held.Doubt);

        var done = Settle(held, new Settlement.Believed(), Old);

        Assert.Equal([1_000_000, 10], done.Closed.Select(one => one.Interval.Amount));
        Assert.Equal([Quality.Manual, Quality.Manual], done.Closed.Select(one => one.Interval.Quality));
        Assert.Equal((1_500_010, 1), (done.Next.Total, done.Next.Epoch.Number));
    }

    [Fact]
    public void What_cannot_be_is_refused_with_a_sentence_and_changes_nothing()
    {
        var ledger = Open(50_000, Noon);
        var later = Noon.AddMinutes(20);
        Refused("does not follow", ledger, new Settlement.Replaced(later, 499_000, 0, New));
        Refused("does not follow", ledger, new Settlement.Replaced(later, 5_000_000, 0, New));
        Refused("opening reading", ledger, new Settlement.Replaced(later, 500_000, -100, New));
        Refused("opening reading", ledger, new Settlement.Replaced(later, 500_000, 1_000_000_000, New));
        Refused("nothing to settle", ledger, new Settlement.NewBase(0));
        Refused("below zero", Fallen(50_000, 3), new Settlement.NewBase(-1));
        Refused("stands below", Fallen(50_000, 3), new Settlement.Believed());
        Refused("both readings", Accounting.AccountOther(ledger, 3, later).Next, new Settlement.Believed());
    }

    [Fact]
    public void A_readings_fraction_survives_a_replacement()
    {
        // 2.5 Wh per count: 3 counts are 7.5 Wh. Another count on another meter makes ten, not nine.
        var rules = Rules with { Scaling = new Scaling(Quantity.EnergyImport, 5, 2) };
        var ledger = Accounting.Account(
            Accounting.Open(Point, Old, rules, 0, Noon).Next, rules, 3, Noon.AddMinutes(5)).Next;
        var done = (Settled.Done)Settling.Apply(
            ledger, New, rules, new Settlement.Replaced(Noon.AddMinutes(6), 7.5m, 0, New), Noon);
        var after = Accounting.Account(done.Next, rules, 1, Noon.AddMinutes(15));

        Assert.Equal((7, 10), (done.Next.Total, after.Next.Total));
    }

    [Fact]
    public void A_multiplier_takes_effect_at_its_instant_and_no_count_is_lost()
    {
        var rules = Rules with
        {
            Changes = [new(Noon.AddMinutes(20), new Scaling(Quantity.EnergyImport, 400, 1), 40, 4_000_000)],
        };
        var step = Accounting.Open(Point, Old, rules, 1_000, Noon);
        var before = Accounting.Account(step.Next, rules, 1_010, Noon.AddMinutes(15));
        // Nine counts in nine minutes around 12:20: five before the change, four after it.
        var around = Accounting.Account(before.Next, rules, 1_019, Noon.AddMinutes(24));
        var after = Accounting.Account(around.Next, rules, 1_020, Noon.AddMinutes(30));

        Assert.Equal(10_000 + 100 + 50 + (4 * 400) + 400, after.Next.Total);
        Assert.Equal((2, 40L), (after.Next.Epoch.Number, after.Next.Epoch.Multiplier));
        Assert.Equal(2_050, Assert.Single(after.Closed).Interval.Amount);
        Assert.Equal(Old, after.Next.Meter);
    }

    [Fact]
    public void A_multiplier_without_a_date_holds_from_the_last_reading_on_and_rewrites_nothing()
    {
        var ledger = Open(50_000, Noon);
        var rules = Rules with { Scaling = new Scaling(Quantity.EnergyImport, 400, 1), RatePerHourMax = 4_000_000 };

        var step = Accounting.Account(ledger, rules, 50_010, Noon.AddMinutes(15));

        Assert.Equal(500_000 + 4_000, step.Next.Total);
        Assert.Equal(2, step.Next.Epoch.Number);
    }

    [Fact]
    public void A_ledger_of_schema_1_takes_over_its_scaling_and_stands_where_it_stood()
    {
        var ledger = Open(50_000, Noon);
        var loaded = ledger with { Epoch = ledger.Epoch with { Scaling = default, Multiplier = 0, Modulus = 0 } };

        var step = Accounting.Account(loaded, Rules, 50_010, Noon.AddMinutes(15));

        Assert.Equal((500_100, 1), (step.Next.Total, step.Next.Epoch.Number));
    }

    private static Ledger Open(long count, DateTimeOffset at) => Accounting.Open(Point, Old, Rules, count, at).Next;

    /// <summary>Fell at 12:05 and has risen by one count per poll since, to 14 at one o'clock.</summary>
    private static Ledger Fallen(long from, long to) => Account(
        Open(from, Noon), [.. Enumerable.Range(0, 12).Select(poll => ((poll + 1) * 5, to + poll))]);

    private static Ledger Account(Ledger ledger, params (int Minute, long Count)[] readings)
    {
        foreach (var (minute, count) in readings)
            ledger = Accounting.Account(ledger, Rules, count, Noon.AddMinutes(minute)).Next;
        return ledger;
    }

    private static Settled.Done Settle(Ledger ledger, Settlement settlement, MeterId meter) =>
        Assert.IsType<Settled.Done>(Settling.Apply(ledger, meter, Rules, settlement, Noon.AddHours(1)));

    private static void Refused(string why, Ledger ledger, Settlement settlement) => Assert.Contains(
        why,
        Assert.IsType<Settled.Refused>(Settling.Apply(ledger, New, Rules, settlement, Noon.AddHours(1))).Why,
        StringComparison.Ordinal);
}
