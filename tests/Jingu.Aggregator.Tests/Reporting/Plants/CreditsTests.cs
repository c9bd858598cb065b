using System.Collections.Immutable;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Plants;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using NodaTime;
using Xunit;
using Interval = Jingu.Contracts.Readings.Interval;

namespace Jingu.Aggregator.Tests.Reporting.Plants;

/// <summary>Two plants on one building, of which the second makes half of what the first one does.</summary>
public sealed class CreditsTests : IDisposable
{
    private readonly TestSite _site = new();
    private readonly Dictionary<string, Dictionary<DateTimeOffset, Interval>> _counted;
    private readonly MonthPeriod _day;

    public CreditsTests()
    {
        PlantSite.Write(_site);
        Assert.Empty(_site.Current.Reload());
        _day = MonthPeriod.OfDays(new LocalDate(2026, 3, 1), new LocalDate(2026, 3, 2), _site.Site.Zone);
        _counted = new()
        {
            ["main"] = Steady("main", 500),
            ["main-export"] = Steady("main-export", 100),
            ["roof-1"] = Steady("roof-1", 1_001),
            ["roof-2"] = Steady("roof-2", 500),
            ["unit-01-electricity"] = Steady("unit-01-electricity", 700),
            ["unit-02-electricity"] = Steady("unit-02-electricity", 600),
            ["pump"] = Steady("pump", 10),
        };
    }

    public void Dispose() => _site.Dispose();

    [Fact]
    public void Without_rules_nothing_is_credited() => Assert.Empty(Of());

    [Fact]
    public void Parts_add_up_to_what_was_generated_to_the_watt_hour()
    {
        // 96,096 Wh: 333 thousandths are 31,999.968, the rest 334 of them 32,096.064.
        var credit = Assert.Single(Of(
            Rule("pv-1", "unit-01", CreditPart.Generation, 333), Rule("pv-1", "unit-02", CreditPart.Generation, 333)));

        Assert.Equal((96_096, 96, 96), (credit.WholeWh, credit.QuartersMeasured, credit.QuartersDue));
        Assert.Equal([32_000L, 32_000], credit.Units.Select(unit => unit.Wh));
        Assert.Equal(32_096, credit.NotCreditedWh);
        Assert.Equal(credit.WholeWh, credit.Units.Sum(unit => unit.Wh) + credit.NotCreditedWh);
    }

    [Fact]
    public void What_a_building_used_is_its_generation_less_the_share_of_the_export_that_each_plant_bears()
    {
        var credits = Of(
            Rule("pv-1", "unit-01", CreditPart.SelfConsumed, 1_000),
            Rule("pv-2", "unit-02", CreditPart.SelfConsumed, 1_000));

        // Of every 100 Wh exported 66.69 are the first one's: 67 and 33.
        Assert.Equal([96 * 934L, 96 * 467], credits.Select(credit => credit.WholeWh!.Value));
        Assert.Equal(96 * (1_501 - 100), credits.Sum(credit => credit.WholeWh));
    }

    [Fact]
    public void Estimates_are_never_credited()
    {
        var guessed = _day.From.AddHours(12);
        _counted["roof-1"][guessed] = _counted["roof-1"][guessed] with { Quality = Quality.Estimated, Amount = 90_000 };
        _counted["pump"].Remove(guessed.AddHours(1));

        var whole = Assert.Single(Of(Rule("pv-1", "unit-01", CreditPart.Generation, 1_000)));
        var used = Assert.Single(Of(Rule("pv-1", "unit-01", CreditPart.SelfConsumed, 1_000)));

        Assert.Equal((95 * 1_001, 95), (whole.WholeWh, whole.QuartersMeasured));
        Assert.Equal((94 * 934, 94), (used.WholeWh, used.QuartersMeasured));
    }

    [Fact]
    public void More_export_than_generation_takes_nothing_away()
    {
        _counted["main-export"] = Steady("main-export", 5_000);

        var credit = Assert.Single(Of(Rule("pv-1", "unit-01", CreditPart.SelfConsumed, 1_000)));

        Assert.Equal((0, 0), (credit.WholeWh, credit.Units[0].Wh));
    }

    private ImmutableArray<PlantCredit> Of(params ImmutableArray<CreditRule> rules)
    {
        var intervals = _counted.ToDictionary(
            each => new PointId(each.Key), each => (IReadOnlyDictionary<DateTimeOffset, Interval>)each.Value);
        return new Credits(_site.Site, new Balancing(_site.Site, intervals).Quarters(_day), intervals)
            .Of(rules, _day.Intervals);
    }

    private Dictionary<DateTimeOffset, Interval> Steady(string point, long amount) => _day.Starts().ToDictionary(
        start => start, start => new Interval(new(point), start, amount, Quality.Measured, 0, 0, new("m-1"), false));

    private static CreditRule Rule(string plant, string unit, CreditPart part, long thousandths) =>
        new(new(plant), new(unit), part, thousandths, "lease");
}
