using System.Collections.Immutable;
using Jingu.Contracts.State;
using Jingu.Edge.Commissioning.Zones;
using Jingu.Lighting.Zones;

namespace Jingu.Edge.Control.Zones;

/// <summary>How a zone stands, as the gateway's state tells it. Pure.</summary>
internal static class ZoneTelling
{
    public static ZoneLighting Of(ZonePlan plan, ZoneStanding standing) => new(
        plan.Id.Value, standing.State.Light, ZoneEvents.NameOf(standing.Reason), standing.State.LightSince,
        standing.State.Choice is { } choice ? new(choice.Light, choice.Until) : null,
        [
            .. plan.Lamps.Select(lamp => new LampLighting(
                lamp.Id.Value,
                standing.Levels.GetValueOrDefault(lamp.Id) is { } level && level <= lamp.Curve.Full
                    ? lamp.Curve.LightOf(level)
                    : null,
                standing.Lamps.GetValueOrDefault(lamp.Id)?.Unlike)),
        ],
        [
            .. plan.Presence.Zip(standing.State.Presence, (id, sensor) => Of(id, "presence", sensor)),
            .. plan.Light.Zip(standing.State.Lux, (id, sensor) => Of(id, "light", sensor)),
        ]);

    private static SensorLighting Of(string id, string kind, SensorState sensor) => new(
        id, kind, sensor.Value, sensor.Fault == SensorFault.None ? null : ZoneEvents.NameOf(sensor.Fault));
}
