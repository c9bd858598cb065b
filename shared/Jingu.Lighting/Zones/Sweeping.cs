namespace Jingu.Lighting.Zones;

/// <summary>The evening sweep: warned of, put off by the switch, made. Pure.</summary>
internal static class Sweeping
{
    /// <summary>Who switches on again within this time after a sweep is swept again.</summary>
    private static readonly TimeSpan Night = TimeSpan.FromHours(6);

    /// <summary>Warns of a sweep, or makes it after the whole time of its warning.</summary>
    public static ZoneState Take(Zone zone, ZoneState state, DateTimeOffset now)
    {
        if (zone.Rules.Sweep is not { } rule)
            return state with { NextSweep = null, WarnedAt = null };
        if (state.NextSweep is not { } next || now - next > SweepRule.LateMax)
            return state with { NextSweep = zone.Site.NextTime(rule.At, now), WarnedAt = null };
        // Whoever ordered from afar puts nothing off at the switch: what falls into that time comes with its end.
        if (state.Choice is { Order: not null, Until: var until } && next < until)
            return state with { NextSweep = until, WarnedAt = null };
        if (state.Phase != ZonePhase.Lit)
        {
            return state with
            {
                NextSweep = state.Phase == ZonePhase.Dark && now >= next ? zone.Site.NextTime(rule.At, now) : next,
                WarnedAt = null,
            };
        }
        if (state.WarnedAt is not { } warned)
            return now >= next - rule.Warning ? state with { WarnedAt = now } : state;
        return now < next || now < warned + rule.Warning
            ? state
            : state.Enter(ZonePhase.Leaving, LightReason.Swept, now) with
            {
                NextSweep = zone.Site.NextTime(rule.At, now),
                WarnedAt = null,
                IsSwept = true,
                Choice = null,
            };
    }

    /// <summary>
    /// Somebody chose light: no sweep before that choice ends, nor before the extension where it was warned of.
    /// </summary>
    public static ZoneState PutOff(ZoneRules rules, ZoneState state, DateTimeOffset now)
    {
        if (rules.Sweep is not { } rule || state is not { NextSweep: { } next, Choice.Until: var until })
            return state;
        var extended = now + rule.Extends;
        var later = extended > until ? extended : until;
        if (state is { PhaseReason: LightReason.Swept, Phase: not ZonePhase.Lit } && now - state.PhaseSince < Night)
            return state with { NextSweep = later };
        var earliest = state.WarnedAt is null ? until : later;
        return state with { NextSweep = next > earliest ? next : earliest, WarnedAt = null };
    }

    /// <summary>The light while a flash warns: half, or where that is too little twice the light.</summary>
    public static int Flash(ZoneRules rules, int light) =>
        light / 2 >= rules.MinLight ? light / 2 : int.Min(light * 2, rules.OnLight);

    public static bool IsFlashing(ZoneRules rules, ZoneState state, DateTimeOffset now) =>
        state is { Phase: ZonePhase.Lit, WarnedAt: { } warned } && now < warned + rules.Sweep!.Flash;
}
