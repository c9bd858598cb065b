using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Simulators.Campus;

/// <summary>Which way it flows: from the grid, to the grid, or out of an inverter.</summary>
internal enum Direction
{
    Import,
    Export,
    Generation,
}

/// <summary>
/// What a metering point is for: a unit's consumption, a circuit below it, a building's main, a plant.
/// </summary>
internal enum Role
{
    Unit,
    Circuit,
    Main,
    Plant,
}

/// <summary>One metering point. <paramref name="Unit"/> is set for the roles unit and circuit only.</summary>
internal sealed record PointPlan(
    PointId Id,
    MeterId Meter,
    Resource Resource,
    Direction Direction,
    Role Role,
    UnitId? Unit,
    BuildingId Building)
{
    /// <summary>The counter of the meter that this point follows, as commissioning files name it.</summary>
    public string QuantityName => (Resource, Direction) switch
    {
        (Resource.Water, _) => "volume",
        (_, Direction.Export) => "energy-export",
        (_, Direction.Generation) => "energy-generation",
        _ => "energy-import",
    };

    /// <summary>As in site files: <c>electricity</c>, <c>water</c>.</summary>
    public string ResourceName => Resource == Resource.Water ? "water" : "electricity";

    /// <summary>As in site files: <c>import</c>, <c>export</c>, <c>generation</c>.</summary>
    public string DirectionName => Direction switch
    {
        Direction.Export => "export",
        Direction.Generation => "generation",
        _ => "import",
    };

    /// <summary>As in site files: <c>unit</c>, <c>circuit</c>, <c>main</c>, <c>plant</c>.</summary>
    public string RoleName => Role switch
    {
        Role.Circuit => "circuit",
        Role.Main => "main",
        Role.Plant => "plant",
        _ => "unit",
    };
}
