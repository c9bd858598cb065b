using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Configuration.Sites;

/// <summary>A metering point: what its intervals count, and for whom.</summary>
/// <param name="Unit">Whose consumption it is; only points of the roles unit and circuit have one.</param>
internal sealed record Point(
    PointId Id,
    MeterId Meter,
    Resource Resource,
    FlowDirection Direction,
    PointRole Role,
    UnitId? Unit,
    BuildingId Building)
{
    /// <summary>What the electricity is used for; null where nobody said, and for anything but use.</summary>
    public SubItem? SubItem { get; init; }
}

/// <summary>
/// Import from the grid is positive; export is its own register; generation is what an inverter made.
/// </summary>
internal enum FlowDirection
{
    Import,
    Export,
    Generation,
}

/// <summary>
/// Where in the tree of meters a point stands. Circuits lie below the unit's meter and are not added to it.
/// </summary>
internal enum PointRole
{
    Unit,
    Circuit,
    Main,
    Plant,
}
