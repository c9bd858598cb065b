using System.Collections.Immutable;
using Jingu.Aggregator.Reporting.Rollups;

namespace Jingu.Aggregator.Reporting.Sheets;

/// <summary>A month of the whole site.</summary>
/// <param name="Pending">See <see cref="MonthSheet"/>.</param>
internal sealed record CampusSheet(
    int Schema, string Site, string Zone, string ZoneVersion, string Month, bool IsOver, DateTimeOffset MadeAt,
    long Pending, long Plan, ImmutableArray<CampusUnit> Units, ImmutableArray<CampusBuilding> Buildings);

internal sealed record CampusUnit(string Unit, string Name, string NameEn, ImmutableArray<SheetResource> Resources);

/// <param name="Month">What it used and its balance.</param>
/// <param name="Shares">Who used it; null where that is not known.</param>
internal sealed record CampusBuilding(
    string Building, string Name, string NameEn, string Resource, RollupRow Month, BuildingShares? Shares);
