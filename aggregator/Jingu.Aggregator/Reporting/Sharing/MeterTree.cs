using Jingu.Aggregator.Configuration.Sites;

namespace Jingu.Aggregator.Reporting.Sharing;

/// <summary>What lies where in a building: a main stands for it, units and common circuits lie below.</summary>
internal static class MeterTree
{
    /// <summary>Same building, same resource.</summary>
    public static bool IsBeside(Point point, Point main) =>
        point.Building == main.Building && point.Resource == main.Resource;

    /// <summary>What comes in and goes out: mains and plants, each with its direction.</summary>
    public static bool IsSupply(Point point, Point main) =>
        point.Role is PointRole.Main or PointRole.Plant && IsBeside(point, main);

    /// <summary>A unit's own meter.</summary>
    public static bool IsUnitBelow(Point point, Point main) =>
        point is { Role: PointRole.Unit, Direction: FlowDirection.Import } && IsBeside(point, main);

    /// <summary>A circuit that belongs to no unit, such as a pump for all.</summary>
    public static bool IsCommonBelow(Point point, Point main) =>
        point is { Role: PointRole.Circuit, Unit: null, Direction: FlowDirection.Import } && IsBeside(point, main);
}
