using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Reporting.Rollups;

/// <summary>What a sum is of. Stored by name.</summary>
internal enum RollupOf
{
    Point,
    Unit,
    Building,
}

/// <summary>Which figure of it. Stored by name.</summary>
internal enum RollupItem
{
    /// <summary>
    /// A point: what its intervals add up to. A unit: the same of its own meters. A building: what its mains say,
    /// import and generation less export; without a main its units' meters and common circuits.
    /// </summary>
    Used,

    /// <summary>Of a building's balance, as the next four: quarter hours of which all points are known.</summary>
    Import,
    Generation,
    Export,
    SubMeters,

    /// <summary>Derived and signed: import + generation - export - sub-meters.</summary>
    Gap,

    /// <summary>A unit's parts of shared meters, of a whole month; beside what was measured and never in it.</summary>
    Allocated,

    /// <summary>A meter below a main: what it counted in quarter hours of which all points are known.</summary>
    Balanced,

    /// <summary>
    /// What of <see cref="Balanced"/> roof plants supplied; of a building, what it consumed of its own generation.
    /// Where no plant stands there is none.
    /// </summary>
    Pv,
}

/// <summary>A metering point, a unit or a building.</summary>
internal readonly record struct RollupSubject(RollupOf Of, string Id);

/// <summary>Names one sum of every period.</summary>
internal readonly record struct RollupKey(RollupOf Of, string Id, Resource Resource, RollupItem Item)
{
    public RollupSubject Subject => new(Of, Id);
}
