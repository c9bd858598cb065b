namespace Jingu.Lighting.Zones;

/// <summary>
/// The daylight loop. A step needs a reading taken after the lamps have followed the last change, whoever made
/// it. Pure.
/// </summary>
internal static class Harvesting
{
    /// <summary>
    /// Where the loop begins when a zone is lit: what the sensor misses in the dark, or all light where that is
    /// unknown.
    /// </summary>
    /// <param name="byHand">Whoever used the switch sees an answer, although daylight may be enough.</param>
    public static ZoneState Begin(Zone zone, ZoneState before, ZoneState state, bool byHand)
    {
        if (zone.Rules.Daylight is not { } rule)
            return state;
        if (before.Light != 0 || Seen(state) is not { } seen || seen.At - before.LightSince < rule.StepEvery)
            return state with { Loop = new(zone.Rules.OnLight) };
        var light = int.Clamp(rule.LightFor(rule.TargetLux - seen.Lux), zone.Rules.MinLight, zone.Rules.OnLight);
        return state with { Loop = new(light, IsOff: !byHand && seen.Lux > rule.High) };
    }

    /// <summary>Takes up a new reading, unless a person chose the light.</summary>
    public static ZoneState Take(Zone zone, ZoneState state, DateTimeOffset now)
    {
        if (zone.Rules.Daylight is not { } rule || state.Choice is { Light: not null })
            return state;
        if (Seen(state) is not { } seen)
            return state with { Loop = new(zone.Rules.OnLight) };
        if (seen.At - state.LightSince < rule.StepEvery)
            return state;
        // What was too bright before a time without a gateway may have been dark in between.
        var loop = now - state.At < zone.Rules.Sensors.StaleAfter
            ? state.Loop
            : state.Loop with { HighSince = null, SurplusSince = null };
        return state with { Loop = Step(zone.Rules, rule, loop, state.Light, seen.Lux, seen.At) };
    }

    /// <summary>Whether the loop is blind, so that the zone is lit as without it.</summary>
    public static bool IsBlind(Zone zone, ZoneState state) =>
        zone.Rules.Daylight is not null && state.Lux.All(sensor => sensor.Fault != SensorFault.None);

    /// <summary>The darkest of the sensors that are believed; null: there is none with a reading.</summary>
    private static (long Lux, DateTimeOffset At)? Seen(ZoneState state)
    {
        var seen = state.Lux.Where(sensor => sensor is { Fault: SensorFault.None, Value: not null }).ToList();
        return seen.Count == 0 ? null : (seen.Min(sensor => sensor.Value!.Value), seen.Min(sensor => sensor.SeenAt));
    }

    private static DaylightLoop Step(
        ZoneRules rules, DaylightRule rule, DaylightLoop loop, int shown, long lux, DateTimeOffset at)
    {
        if (lux < rule.Low)
            return Brighter(rules, rule, loop, shown, lux);
        if (loop.IsOff || lux <= rule.High)
            return loop with { HighSince = null, SurplusSince = null };
        var since = loop.HighSince ?? at;
        if (loop.Light > rules.MinLight)
        {
            var less = int.Clamp(rule.LightFor(lux - rule.TargetLux) / 2, 1, rule.StepDown);
            var light = at - since >= rule.DownAfter ? int.Max(loop.Light - less, rules.MinLight) : loop.Light;
            return new(light, since);
        }
        // Lamps that something else holds brighter are not at their least light, and do not go off from there.
        if (shown > rules.MinLight || lux < rule.OffAbove(rules.MinLight))
            return new(loop.Light, since);
        var surplus = loop.SurplusSince ?? at;
        return at - surplus >= rule.OffAfter ? new(loop.Light, IsOff: true) : new(loop.Light, since, surplus);
    }

    private static DaylightLoop Brighter(ZoneRules rules, DaylightRule rule, DaylightLoop loop, int shown, long lux)
    {
        if (loop.IsOff)
            return new(int.Clamp(rule.LightFor(rule.TargetLux - lux), rules.MinLight, rules.OnLight));
        // Where a limit from outside holds the lamps down, asking for more would only show when the limit is gone.
        if (shown < loop.Light)
            return loop with { HighSince = null, SurplusSince = null };
        var more = int.Clamp(rule.LightFor(rule.TargetLux - lux), 1, rule.StepUp);
        return new(int.Min(loop.Light + more, rules.OnLight));
    }
}
