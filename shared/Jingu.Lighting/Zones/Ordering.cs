namespace Jingu.Lighting.Zones;

/// <summary>
/// What a person orders from afar: it holds against rules and absence until its time, until it is ended, or until
/// somebody uses the switch. Then the zone goes back to where it was before, as far as its rules would have left it
/// there. That somebody orders says nothing of whether anybody is there. Pure.
/// </summary>
internal static class Ordering
{
    /// <summary>Ends an order whose time is over, then takes up one that is new.</summary>
    public static ZoneState Take(
        Zone zone, ZoneState state, ZoneOrder? order, Presence presence, DateTimeOffset now)
    {
        if (state.Choice is { Order: { } held, Until: var until } && now >= until)
            state = End(zone, state, held, presence, now);
        return (order, state.Choice?.Order) switch
        {
            (null, _) => state,
            ({ Light: null }, { } standing) => End(zone, state, standing, presence, now),
            ({ Light: { } light }, var standing) when order.Until > now && order.Id != standing?.Id =>
                Begin(zone.Rules, state, order, light, now),
            _ => state,
        };
    }

    private static ZoneState Begin(
        ZoneRules rules, ZoneState state, ZoneOrder order, int light, DateTimeOffset now)
    {
        var before = state.Choice?.Order;
        var chosen = state with
        {
            Choice = new(int.Min(light, rules.OnLight), order.Until, AgainstAbsence: true, new(
                order.Id, order.By, before?.Before ?? state.Phase, before?.BeforeReason ?? state.PhaseReason)),
        };
        if (light <= 0)
            return chosen.Enter(ZonePhase.Dark, LightReason.ByOrder, now);
        chosen = chosen with { Loop = new(state.Loop.Light) };
        return chosen.Phase == ZonePhase.Lit ? chosen : chosen.Enter(ZonePhase.Lit, LightReason.ByOrder, now);
    }

    private static ZoneState End(
        Zone zone, ZoneState state, HeldOrder held, Presence presence, DateTimeOffset now)
    {
        var free = state with { Choice = null };
        return (state.Phase, held.Before) switch
        {
            (ZonePhase.Dark, ZonePhase.Lit) => WhyDark(zone, state, presence, now) is { } why
                ? free.Enter(ZonePhase.Dark, why, now)
                : free.Enter(ZonePhase.Lit, held.BeforeReason, now),
            (ZonePhase.Dark, _) => free.Enter(ZonePhase.Dark, held.BeforeReason, now),
            // Sensors tell of themselves whether anybody needs it; where there are none, nobody else puts it out.
            (_, not ZonePhase.Lit) when presence == Presence.NotSensed =>
                free.Enter(ZonePhase.Leaving, LightReason.OrderEnded, now),
            _ => free,
        };
    }

    /// <summary>What would have darkened the zone meanwhile; null: nothing.</summary>
    private static LightReason? WhyDark(Zone zone, ZoneState state, Presence presence, DateTimeOffset now) =>
        Phasing.HaveLeft(zone, state, presence, now) ? LightReason.Absent
        : Phasing.IsScheduleOver(zone, state, presence, now) ? LightReason.ScheduleEnded
        : state.NextSweep <= now ? LightReason.Swept
        : null;
}
