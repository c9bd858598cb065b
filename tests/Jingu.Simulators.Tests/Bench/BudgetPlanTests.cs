using Jingu.Contracts.Readings;
using Jingu.Simulators.Bench;
using Jingu.Simulators.Campus;
using Jingu.Time;
using NodaTime;
using Xunit;

namespace Jingu.Simulators.Tests.Bench;

public sealed class BudgetPlanTests
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb[CampusPlan.ZoneDefault];
    private static readonly BenchPeriod Month = Period(days: null);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Four_units_run_out_in_the_middle_of_a_month_and_no_other_comes_near(int seed)
    {
        await using var campus = Start(CampusPlan.Default(), Month, seed);
        var budgets = BudgetPlan.Of(campus, Month, (ulong)seed);

        Assert.Equal(52, budgets.Quotas.Length);
        var runningOut = budgets.Quotas.Where(quota => quota.RunsOut).ToList();
        Assert.Equal(4, runningOut.Select(quota => quota.Unit).Distinct().Count());
        Assert.Equal(3, runningOut.Count(quota => quota.Resource == Resource.Electricity));
        Assert.All(budgets.Quotas, quota => Assert.InRange(
            PerMille(campus, quota, Month), quota.RunsOut ? 440 : 1490, quota.RunsOut ? 600 : 1500));
        Assert.All(runningOut, quota => Assert.Contains(quota.Unit.Value, budgets.Note, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_seed_picks_the_same_units_and_others_pick_others()
    {
        await using var campus = Start(CampusPlan.Default(), Month, 1);
        var picked = Enumerable.Range(1, 5).Select(seed => Note(campus, seed)).ToList();

        Assert.Equal(picked, Enumerable.Range(1, 5).Select(seed => Note(campus, seed)));
        Assert.True(picked.Distinct().Count() > 3);
    }

    [Fact]
    public async Task On_a_small_campus_one_unit_runs_out_within_what_is_played()
    {
        var days = Period(days: 6);
        await using var campus = Start(CampusPlan.Small(units: 2, circuits: 1, water: true), days, 1);
        var quota = Assert.Single(BudgetPlan.Of(campus, days, 1).Quotas, quota => quota.RunsOut);

        Assert.Equal(Resource.Electricity, quota.Resource);
        Assert.InRange(PerMille(campus, quota, days), 440, 600);
    }

    /// <summary>The month's budget, as the aggregator computes it, in relation to what is used.</summary>
    private static long PerMille(VirtualCampus campus, UnitQuota quota, BenchPeriod period)
    {
        var point = campus.Plan.Points.First(point =>
            point.Unit == quota.Unit && point.Role == Role.Unit && point.Resource == quota.Resource);
        var season = quota.Resource == Resource.Water ? 1000 : 900;
        var budget = campus.Plan.Unit(quota.Unit).Headcount * quota.PerHead * season / 1000;
        return budget * 1000 / campus.Use(point, period.From, period.To);
    }

    private static string Note(VirtualCampus campus, int seed) => BudgetPlan.Of(campus, Month, (ulong)seed).Note;

    private static VirtualCampus Start(CampusPlan plan, BenchPeriod period, int seed) =>
        VirtualCampus.Start(plan, new((ulong)seed, period.From, period.To), MachineTime.OfThisMachine);

    private static BenchPeriod Period(int? days) =>
        BenchPeriod.Of(new BenchOptions { Month = "2026-03", Days = days }, Zone, DateTimeOffset.UnixEpoch);
}
