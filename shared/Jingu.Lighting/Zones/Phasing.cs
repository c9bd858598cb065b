using System.Collections.Immutable;
using Jingu.Lighting.Timetables;

namespace Jingu.Lighting.Zones;

/// <summary>When a zone lights by itself, leaves, and goes dark. Pure.</summary>
internal static class Phasing
{
    /// <summary>One change at most: each is seen, stored and shown before the next.</summary>
    public static ZoneState Take(Zone zone, ZoneState state, Presence presence, DateTimeOffset now)
    {
        // What a person chose ends when all have left, so that the next to come finds the rules.
        if (state.Choice is { AgainstAbsence: false } && HaveLeft(zone, state, presence, now))
            state = state with { Choice = null };
        return state.Phase switch
        {
            ZonePhase.Dark => Light(zone, state, presence, now),
            ZonePhase.Lit when state.Choice is null => Leave(zone, state, presence, now),
            ZonePhase.Leaving => Darken(zone, state, presence, now),
            _ => state,
        };
    }

    public static ImmutableArray<DayWindow> Windows(Zone zone) => zone.Rules.Schedule?.Windows ?? [];

    /// <summary>Whether nobody was seen for the hold time.</summary>
    public static bool HaveLeft(Zone zone, ZoneState state, Presence presence, DateTimeOffset now) =>
        presence == Presence.Vacant && now - state.Seen >= zone.Rules.Absence!.Hold;

    private static ZoneState Light(Zone zone, ZoneState state, Presence presence, DateTimeOffset now)
    {
        if (state.Choice is not null || state.IsSwept)
            return state;
        var isAuto = zone.Rules.Absence is { AutoOn: true };
        var isScheduled = zone.Site.IsIn(Windows(zone), now);
        LightReason? reason = presence switch
        {
            Presence.Occupied when isAuto => LightReason.Occupied,
            Presence.Failed when isScheduled || (isAuto && zone.Rules.Schedule is null) => LightReason.SensorFailed,
            Presence.NotSensed when isScheduled => LightReason.Scheduled,
            _ => null,
        };
        return reason is { } why ? state.Enter(ZonePhase.Lit, why, now) : state;
    }

    private static ZoneState Leave(Zone zone, ZoneState state, Presence presence, DateTimeOffset now)
    {
        LightReason? reason = HaveLeft(zone, state, presence, now) ? LightReason.Absent
            : IsScheduleOver(zone, state, presence, now) ? LightReason.ScheduleEnded
            : null;
        return reason is { } why ? state.Enter(ZonePhase.Leaving, why, now) : state;
    }

    private static ZoneState Darken(Zone zone, ZoneState state, Presence presence, DateTimeOffset now)
    {
        if (!state.IsSwept)
        {
            LightReason? back = presence switch
            {
                Presence.Occupied => LightReason.Occupied,
                Presence.Failed when !IsScheduleOver(zone, state, presence, now) => LightReason.SensorFailed,
                Presence.NotSensed when zone.Site.IsIn(Windows(zone), now) => LightReason.Scheduled,
                _ => null,
            };
            if (back is { } why)
                return state.Enter(ZonePhase.Lit, why, now);
        }
        return now - state.PhaseSince >= zone.Rules.DimFor
            ? state.Enter(ZonePhase.Dark, state.PhaseReason, now)
            : state;
    }

    /// <summary>
    /// Without sensors the schedule is over outside its windows. Where a sensor has failed only a window that ended
    /// since tells: who was there when it failed may still be.
    /// </summary>
    public static bool IsScheduleOver(Zone zone, ZoneState state, Presence presence, DateTimeOffset now)
    {
        if (zone.Rules.Schedule is null || zone.Site.IsIn(Windows(zone), now))
            return false;
        return presence switch
        {
            Presence.NotSensed => true,
            Presence.Failed => zone.Site.LastEnd(Windows(zone), now) >= state.Presence.Min(sensor => sensor.FailedAt),
            _ => false,
        };
    }
}
