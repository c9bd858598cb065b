using System.Collections.Immutable;

namespace Jingu.Lighting.Zones;

/// <summary>Takes up readings and judges each sensor on its own. Pure.</summary>
internal static class Sensing
{
    /// <summary>
    /// A lamp that moved by so much, thousandths, moves what a light sensor below it shows by at least a lux.
    /// </summary>
    public const int EvidentMove = 250;

    /// <summary>How long after the lamps moved a sensor must show it.</summary>
    public static readonly TimeSpan EvidentAfter = TimeSpan.FromMinutes(2);

    public static ZoneState Take(Zone zone, ZoneState state, ZoneInputs inputs, DateTimeOffset now)
    {
        var presence = state.Presence.Select((sensor, index) =>
        {
            var reading = At(inputs.Presence, index);
            return Judge(
                sensor, reading is null ? null : (reading.IsOccupied ? 1 : 0, reading.At), zone.Rules.Sensors, state,
                now, valueMax: 1, taken => IsStuck(taken, zone.Rules.Sensors));
        });
        var lux = state.Lux.Select((sensor, index) =>
        {
            var reading = At(inputs.Lux, index);
            return Judge(
                sensor, reading is null ? null : (reading.Lux, reading.At), zone.Rules.Sensors, state, now,
                zone.Rules.Sensors.LuxMax, taken => IsStuck(taken, zone, state));
        });
        return state with { Presence = [.. presence], Lux = [.. lux] };
    }

    /// <summary>Whether anybody is there, as far as the sensors that are believed can tell.</summary>
    public static Presence PresenceOf(Zone zone, ZoneState state)
    {
        if (zone.Rules.Absence is null)
            return Presence.NotSensed;
        // One that is on its way back is believed at once when it sees somebody, and only later when it sees nobody.
        if (state.Presence.Any(sensor =>
            sensor.Value == 1 && (sensor.Fault == SensorFault.None || sensor.GoodSince is not null)))
        {
            return Presence.Occupied;
        }
        if (state.Presence.Any(sensor => sensor.Fault != SensorFault.None))
            return Presence.Failed;
        return state.Presence.Any(sensor => sensor.Value is null) ? Presence.Awaited : Presence.Vacant;
    }

    /// <summary>When somebody pressed the switch, sensors that all see nobody may be blind.</summary>
    public static ImmutableArray<SensorState> CountUnseen(ImmutableArray<SensorState> presence) =>
        presence.Any(sensor => sensor.Value == 1)
            ? presence
            : [.. presence.Select(sensor => sensor with { UnseenPresses = sensor.UnseenPresses + 1 })];

    private static SensorState Judge(
        SensorState sensor, (long Value, DateTimeOffset At)? reading, SensorRule rule, ZoneState state,
        DateTimeOffset now, long valueMax, Func<SensorState, bool> isStuck)
    {
        var taken = sensor;
        // What comes from the future is not taken, so that a sensor whose clock is wrong falls silent.
        if (reading is { } given && given.At >= sensor.SeenAt && given.At <= now)
        {
            // What it showed during a silence nobody knows: it is neither the same since before nor good since before.
            var isUnbroken = given.At - sensor.SeenAt < rule.StaleAfter;
            var isSame = isUnbroken && sensor.Value == given.Value;
            taken = sensor with
            {
                SeenAt = given.At,
                Value = given.Value,
                SameSince = isSame ? sensor.SameSince : given.At,
                LightThen = isSame ? sensor.LightThen : state.Light,
                UnseenPresses = isSame ? sensor.UnseenPresses : 0,
                GoodSince = isUnbroken ? sensor.GoodSince : null,
            };
        }
        var fault = now - taken.SeenAt >= rule.StaleAfter ? SensorFault.Silent
            : taken.Value < 0 || taken.Value > valueMax ? SensorFault.Impossible
            : taken.Value is not null && (isStuck(taken) || IsStillStuck(taken)) ? SensorFault.Stuck
            : SensorFault.None;
        if (fault != SensorFault.None)
            return taken with { Fault = fault, FailedAt = taken.FailedAt ?? now, GoodSince = null };
        if (taken.Fault == SensorFault.None)
            return taken;
        var since = taken.GoodSince ?? taken.SeenAt;
        return taken.SeenAt - since >= rule.BackAfter
            ? taken with { Fault = SensorFault.None, FailedAt = null, GoodSince = null }
            : taken with { GoodSince = since };
    }

    /// <summary>Night or lamps that stand still prove nothing: what was stuck is stuck until it moves.</summary>
    private static bool IsStillStuck(SensorState sensor) =>
        sensor.Fault == SensorFault.Stuck && sensor.SameSince < sensor.FailedAt;

    private static bool IsStuck(SensorState sensor, SensorRule rule) =>
        sensor.Value == 1
            ? sensor.SeenAt - sensor.SameSince >= rule.OccupiedStuckAfter
            : sensor.UnseenPresses >= rule.UnseenPressesMax;

    private static bool IsStuck(SensorState sensor, Zone zone, ZoneState state) =>
        (sensor.SeenAt - sensor.SameSince >= zone.Rules.Sensors.LuxStuckAfter
            && zone.Site.IsDaylight(sensor.SameSince, sensor.SeenAt))
        || (Math.Abs(state.Light - sensor.LightThen) >= EvidentMove
            && sensor.SeenAt - state.LightSince >= EvidentAfter);

    private static T? At<T>(ImmutableArray<T?> readings, int index)
        where T : class => !readings.IsDefault && index < readings.Length ? readings[index] : null;
}

/// <summary>Whether anybody is in a zone.</summary>
internal enum Presence
{
    /// <summary>The zone has no rule that asks.</summary>
    NotSensed,
    Vacant,
    Occupied,

    /// <summary>A sensor has failed and no other sees anybody.</summary>
    Failed,

    /// <summary>A sensor has not been read yet.</summary>
    Awaited,
}
