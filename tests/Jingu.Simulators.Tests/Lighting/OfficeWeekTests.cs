using Jingu.Simulators.Lighting;
using Jingu.Simulators.Report;
using Xunit;

namespace Jingu.Simulators.Tests.Lighting;

/// <summary>Nobody who works sits in the dark, and what the rules save is more than noise.</summary>
public sealed class OfficeWeekTests
{
    /// <summary>Rules together use at most so much of what the office uses by hand, percent.</summary>
    private const double AllRulesPercentMax = 60;

    private const double SwitchingsPerLampDayMax = 10;

    public static readonly TheoryData<int, bool> Weeks = new()
    {
        { 1, true }, { 1, false }, { 2, true }, { 2, false }, { 3, true }, { 3, false },
    };

    [Theory]
    [MemberData(nameof(Weeks))]
    public void Less_than_one_percent_of_the_occupied_time_lies_below_the_target_with_each_rule_and_with_all(
        int seed, bool isWinter)
    {
        var week = Week(seed, isWinter);
        Assert.All(OfficeRules.All.Where(rules => rules.IsBounded), rules =>
        {
            var result = week.Play(rules);
            Assert.True(
                result.Occupied > TimeSpan.FromHours(100), $"occupied for {result.Occupied}: the week says nothing");
            Assert.True(
                result.BelowPercent < LightingPromise.BelowPercentMax, $"{rules.Name}: {result.BelowPercent:0.00} %");
            Assert.True(
                result.SwitchingsPerLampDay < SwitchingsPerLampDayMax,
                $"{rules.Name}: {result.SwitchingsPerLampDay:0.0} switchings");
        });
    }

    [Theory]
    [MemberData(nameof(Weeks))]
    public void All_rules_together_save_two_fifths_and_more_than_any_of_them(int seed, bool isWinter)
    {
        var week = Week(seed, isWinter);
        var all = week.Play(OfficeRules.Every).WattHours;
        var none = week.Play(OfficeRules.None).WattHours;
        Assert.True(all < none * AllRulesPercentMax / 100, $"{all:0} of {none:0} Wh");
        Assert.All(
            OfficeRules.All.Where(rules => rules is not { Absence: true, Daylight: true }),
            rules => Assert.True(week.Play(rules).WattHours > all, rules.Name));
    }

    [Fact]
    public void The_same_seed_plays_the_same_week()
    {
        Assert.Equal(Week(4, true).Play(OfficeRules.Every), Week(4, true).Play(OfficeRules.Every));
        Assert.NotEqual(Week(4, true).Play(OfficeRules.Every), Week(5, true).Play(OfficeRules.Every));
    }

    private static OfficeWeek Week(int seed, bool isWinter) =>
        new((ulong)seed, isWinter ? OfficeWeek.Winter : OfficeWeek.Summer);
}
