using System.Collections.Immutable;

namespace Jingu.Lighting.Zones;

/// <summary>When something may become due although nothing new is known. Pure.</summary>
internal static class Agenda
{
    public static DateTimeOffset Next(Zone zone, ZoneState state, Presence presence, DateTimeOffset now)
    {
        var rules = zone.Rules;
        DateTimeOffset?[] due =
        [
            state.Choice?.Until,
            state.Phase == ZonePhase.Leaving ? state.PhaseSince + rules.DimFor : null,
            presence == Presence.Vacant ? state.Seen + rules.Absence?.Hold : null,
            state.NextSweep - rules.Sweep?.Warning,
            state.NextSweep,
            state.WarnedAt + rules.Sweep?.Flash,
            state.WarnedAt + rules.Sweep?.Warning,
            zone.Site.NextEdge(Phasing.Windows(zone), now),
            state.UsedAt + rules.Corridor?.Keep,
            zone.Site.NextEdge(rules.Corridor?.Hours ?? [], now),
            .. StaleAt(state.Presence, rules.Sensors),
            .. StaleAt(state.Lux, rules.Sensors),
        ];
        return due.OfType<DateTimeOffset>().Where(at => at > now).Append(now + ZoneLight.AskedAgainAfter).Min();
    }

    private static IEnumerable<DateTimeOffset?> StaleAt(ImmutableArray<SensorState> sensors, SensorRule rule) =>
        sensors.Select(sensor => (DateTimeOffset?)(sensor.SeenAt + rule.StaleAfter));
}
