using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Lighting.Zones;

namespace Jingu.Edge.Commissioning.Zones;

/// <summary>A commissioned lighting zone: its lamps, what senses for it, and its rules. Immutable.</summary>
/// <param name="Timed">With all its rules.</param>
/// <param name="Untimed">Without those that need the time of day: for a clock that nobody vouches for.</param>
/// <param name="Lamps">In the order of the file.</param>
/// <param name="Presence">Sensors that see people.</param>
/// <param name="Light">Sensors that see light.</param>
/// <param name="Switches">At its walls.</param>
/// <param name="LeadsTo">Of a corridor: the zones that tell whether anybody is in the building; may be empty.</param>
internal sealed record ZonePlan(
    Zone Timed, Zone Untimed, string Name, ImmutableArray<LampPlan> Lamps, ImmutableArray<string> Presence,
    ImmutableArray<string> Light, ImmutableArray<string> Switches, ImmutableArray<ZoneId> LeadsTo)
{
    public ZoneId Id => Timed.Id;
}
