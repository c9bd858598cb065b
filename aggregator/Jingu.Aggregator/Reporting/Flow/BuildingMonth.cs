using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Jingu.Aggregator.Reporting.Plants;
using Jingu.Aggregator.Reporting.Rollups;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Reporting.Flow;

/// <summary>All buildings in a month: what the page of buildings lists.</summary>
/// <param name="Day">The running day; null of any other month than the running one.</param>
internal sealed record BuildingList(
    int Schema, string Site, string Zone, string Month, string? Day, ImmutableArray<BuildingStand> Buildings);

/// <summary>A building; a resource that it has no meter of is null.</summary>
internal sealed record BuildingStand(
    string Id, string Name, string NameEn, BuildingUse? Electricity, BuildingUse? Water);

/// <summary>What a building used of a resource.</summary>
/// <param name="Day">Of the running day.</param>
/// <param name="SelfConsumed">Of own generation, Wh; null where it is not known or nothing generates.</param>
internal sealed record BuildingUse(RollupRow? Day, RollupRow Month, long? SelfConsumed);

/// <summary>A building's month of one resource, as its page shows it. Amounts are Wh or L.</summary>
/// <param name="Whole">The month: used, and its balance where a main counts import.</param>
/// <param name="Flow">From grid and plants to who used it; null where nothing is balanced.</param>
/// <param name="Why">Why there is no flow, or why its PV is not allocated; null where neither is so.</param>
/// <param name="Days">Every day of the month.</param>
/// <param name="SubItems">Of electricity, where points name some.</param>
/// <param name="Shares">After shared consumption was allocated; null where that is not known.</param>
internal sealed record BuildingMonth(
    int Schema, string Site, string Zone, string ZoneVersion, string Month, string Building, string Name,
    string NameEn, string Resource, string BaseUnit, RollupRow Whole, BuildingFlow? Flow, string? Why,
    ImmutableArray<RollupRow> Days, ImmutableArray<SubItemUse> SubItems, ImmutableArray<SubItemDay> SubItemDays,
    BuildingShares? Shares)
{
    /// <summary>What <see cref="Why"/> says, for texts in another language.</summary>
    [JsonIgnore]
    public BalanceDoubt? Doubt { get; init; }

    /// <summary>The day of <see cref="Quarters"/>, such as 2026-03-05; null where none was asked for.</summary>
    public string? Day { get; init; }

    /// <summary>Every quarter hour of that day that is over.</summary>
    public ImmutableArray<GapQuarter> Quarters { get; init; } = [];
}

/// <summary>Sub-items of one day.</summary>
internal sealed record SubItemDay(string Day, ImmutableArray<SubItemUse> Items);

/// <summary>The main against the meters below it in a quarter hour, Wh or L; null where a point is not known.</summary>
/// <param name="Start">UTC.</param>
/// <param name="Main">Import and generation less export.</param>
/// <param name="Gap">Signed: what no meter below accounts for.</param>
/// <param name="Quality">The worst of any point's; missing where one is not known.</param>
internal sealed record GapQuarter(DateTimeOffset Start, long? Main, long? SubMeters, long? Gap, Quality Quality)
{
    /// <param name="balanced">Those of one building of which all points are known.</param>
    public static ImmutableArray<GapQuarter> All(MonthPeriod due, IEnumerable<BalanceQuarter> balanced)
    {
        var known = balanced.ToDictionary(quarter => quarter.Start);
        return
        [
            .. due.Starts().Select(start => known.TryGetValue(start, out var quarter)
                ? new GapQuarter(
                    start, quarter.SubMeters + quarter.Gap, quarter.SubMeters, quarter.Gap, quarter.Quality)
                : new(start, null, null, null, Quality.Missing)),
        ];
    }
}
