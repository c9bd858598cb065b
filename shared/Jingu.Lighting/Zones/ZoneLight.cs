namespace Jingu.Lighting.Zones;

/// <summary>
/// Decides what a zone shall show, from what is known of it at one instant. The same arguments give the same answer;
/// no argument makes it throw. Pure.
/// </summary>
public static class ZoneLight
{
    /// <summary>A zone is asked again at least so often.</summary>
    public static readonly TimeSpan AskedAgainAfter = TimeSpan.FromDays(1);

    /// <param name="state">As stored after the last call; null: nothing is remembered.</param>
    /// <param name="now">
    /// Site time, UTC. Before that of the state: the clock was set back, and nothing is undone.
    /// </param>
    public static ZoneStep Next(Zone zone, ZoneState? state, ZoneInputs inputs, DateTimeOffset now)
    {
        var before = state is null ? ZoneState.Begin(zone, inputs.Shown, now) : state.FittedTo(zone, now);
        var taken = Sensing.Take(zone, before, inputs, now);
        var presence = Sensing.PresenceOf(zone, taken);
        taken = Attend(zone, taken, inputs, presence, now);
        taken = Ordering.Take(zone, taken, inputs.Order, presence, now);
        taken = Switching.Take(zone.Rules, taken, inputs, now);
        taken = Sweeping.Take(zone, taken, now);
        taken = Phasing.Take(zone, taken, presence, now);
        if (before.Phase == ZonePhase.Dark && taken.Phase != ZonePhase.Dark)
        {
            taken = Harvesting.Begin(
                zone, before, taken, taken.PhaseReason is LightReason.ByHand or LightReason.ByOrder);
        }
        else if (taken.Phase == ZonePhase.Lit)
        {
            taken = Harvesting.Take(zone, taken, now);
        }
        var (light, reason) = LightOf(zone, taken, inputs, presence, now);
        var next = taken with
        {
            At = now,
            Light = light,
            LightSince = light == before.Light ? before.LightSince : now,
        };
        return new(next, light, reason, Agenda.Next(zone, next, presence, now));
    }

    /// <summary>Who was here, and who was in the building.</summary>
    private static ZoneState Attend(
        Zone zone, ZoneState state, ZoneInputs inputs, Presence presence, DateTimeOffset now)
    {
        var isSomebodyHere = presence is Presence.Occupied or Presence.Failed or Presence.Awaited;
        return state with
        {
            Seen = isSomebodyHere ? now : state.Seen,
            UsedAt = inputs.BuildingInUse != false || presence == Presence.Occupied ? now : state.UsedAt,
            IsSwept = state.IsSwept && !Phasing.HaveLeft(zone, state, presence, now)
                && !zone.Site.BeginsBetween(Phasing.Windows(zone), state.At, now),
        };
    }

    private static (int Light, LightReason Reason) LightOf(
        Zone zone, ZoneState state, ZoneInputs inputs, Presence presence, DateTimeOffset now)
    {
        var rules = zone.Rules;
        var (light, reason) = state.Phase switch
        {
            ZonePhase.Lit => Lit(zone, state, presence),
            ZonePhase.Leaving => (int.Min(Lit(zone, state, presence).Light, rules.DimLight), state.PhaseReason),
            _ => (0, state.PhaseReason),
        };
        if (light > 0 && Sweeping.IsFlashing(rules, state, now))
            (light, reason) = (Sweeping.Flash(rules, light), LightReason.SweepWarning);
        var isInUse = IsCorridorInUse(zone, state, now);
        if (isInUse && light < rules.Corridor!.Floor)
            (light, reason) = (rules.Corridor.Floor, LightReason.CorridorFloor);
        var least = state.Phase == ZonePhase.Lit || isInUse ? rules.MinLight : 1;
        (light, reason) = Capped(light, reason, inputs.LadderCap, LightReason.LadderCap, least);
        return Capped(light, reason, inputs.DemandCap, LightReason.DemandCap, least);
    }

    private static (int Light, LightReason Reason) Lit(Zone zone, ZoneState state, Presence presence)
    {
        if (state.Choice is { Light: { } chosen })
            return (chosen, state.Choice.Order is null ? LightReason.ByHand : LightReason.ByOrder);
        if (Harvesting.IsBlind(zone, state))
            return (zone.Rules.OnLight, LightReason.SensorFailed);
        if (zone.Rules.Daylight is not null && state.Loop.IsOff)
            return (0, LightReason.DaylightEnough);
        if (zone.Rules.Daylight is not null && state.Loop.Light < zone.Rules.OnLight)
            return (state.Loop.Light, LightReason.Daylight);
        var reason = state.Choice is not null ? LightReason.ByHand
            : presence switch
            {
                Presence.Vacant when state.PhaseReason == LightReason.Assumed => LightReason.Assumed,
                Presence.Occupied or Presence.Vacant => LightReason.Occupied,
                Presence.Failed => LightReason.SensorFailed,
                _ => state.PhaseReason,
            };
        return (zone.Rules.OnLight, reason);
    }

    private static bool IsCorridorInUse(Zone zone, ZoneState state, DateTimeOffset now) =>
        zone.Rules.Corridor is { } rule
        && (now - state.UsedAt < rule.Keep || zone.Site.IsIn(rule.Hours, now));

    /// <summary>A limit from outside dims and never switches off.</summary>
    private static (int Light, LightReason Reason) Capped(
        int light, LightReason reason, int? cap, LightReason by, int least)
    {
        var most = int.Max(cap ?? ZoneRules.Whole, least);
        return light > most ? (most, by) : (light, reason);
    }
}
