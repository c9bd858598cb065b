using System.Collections.Immutable;
using Jingu.Contracts.State;
using Jingu.Edge.Commissioning.Zones;
using Jingu.Lighting.Zones;

namespace Jingu.Edge.Control.Zones;

/// <summary>How a zone stands, as the gateway's state tells it. Pure.</summary>
internal static class ZoneTelling
{
    public static ZoneLighting Of(ZonePlan plan, ZoneStanding standing)
    {
        var (state, rules) = (standing.State, plan.Timed.Rules);
        return new(
            plan.Id.Value, state.Light, ZoneEvents.NameOf(standing.Reason), state.LightSince,
            state.Choice is { } choice ? new(choice.Light, choice.Until) { By = choice.Order?.By } : null,
            [
                .. plan.Lamps.Select(lamp => new LampLighting(
                    lamp.Id.Value,
                    standing.Levels.GetValueOrDefault(lamp.Id) is { } level && level <= lamp.Curve.Full
                        ? lamp.Curve.LightOf(level)
                        : null,
                    standing.Lamps.GetValueOrDefault(lamp.Id)?.Unlike)),
            ],
            [
                .. plan.Presence.Zip(state.Presence, (id, sensor) => Of(id, "presence", sensor)),
                .. plan.Light.Zip(state.Lux, (id, sensor) => Of(id, "light", sensor)),
            ])
        {
            Orders = new(rules.LeastOrdered, rules.OnLight, rules.MayBeOrderedDark),
        };
    }

    private static SensorLighting Of(string id, string kind, SensorState sensor) => new(
        id, kind, sensor.Value, sensor.Fault == SensorFault.None ? null : ZoneEvents.NameOf(sensor.Fault));
}
