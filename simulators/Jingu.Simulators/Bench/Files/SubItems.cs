using Jingu.Contracts.Readings;
using Jingu.Simulators.Campus;

namespace Jingu.Simulators.Bench.Files;

/// <summary>What site.yaml says the bench's electricity is used for.</summary>
internal static class SubItems
{
    private const string Lighting = "lighting-sockets";
    private const string Cooling = "air-conditioning";

    /// <summary>
    /// Of a unit's circuits the first one is lighting and sockets, the second air-conditioning, the third by turns
    /// power and special; chillers are air-conditioning, lamps lighting. What else a unit's meter counts cannot be
    /// split, and so is lighting and sockets. Null for mains, plants and water.
    /// </summary>
    public static string? Of(CampusPlan plan, PointPlan point) => point switch
    {
        { Resource: Resource.Water } or { Role: Role.Main or Role.Plant } => null,
        { Role: Role.Unit } => Lighting,
        { Unit: null } => Cooling,
        _ when plan.Floor?.Zones.Any(zone => zone.Light == point.Meter) == true => Lighting,
        _ => OfCircuit(plan, point),
    };

    private static string OfCircuit(CampusPlan plan, PointPlan point)
    {
        var circuits = plan.Points.Where(other => other.Role == Role.Circuit && other.Unit == point.Unit).ToList();
        return circuits.IndexOf(point) switch
        {
            0 => Lighting,
            1 => Cooling,
            _ => Agencies.NumberOf(point.Unit!.Value) % 2 == 1 ? "power" : "special",
        };
    }
}
