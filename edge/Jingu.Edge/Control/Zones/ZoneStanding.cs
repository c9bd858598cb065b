using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Lighting.Zones;

namespace Jingu.Edge.Control.Zones;

/// <summary>How a zone stands. A value: the tick makes the next one, stores it, and then takes it over.</summary>
/// <param name="State">What its rules remember; stored.</param>
/// <param name="Reason">What its light rests on; stored.</param>
/// <param name="Next">When something may become due without new input.</param>
internal sealed record ZoneStanding(ZoneState State, LightReason Reason, DateTimeOffset Next)
{
    /// <summary>Its lamps; in memory only.</summary>
    public ImmutableDictionary<SwitchPointId, LampTrack> Lamps { get; init; } =
        ImmutableDictionary<SwitchPointId, LampTrack>.Empty;

    /// <summary>The levels that its lamps were last read at; null: not known. In memory only.</summary>
    public ImmutableDictionary<SwitchPointId, int?> Levels { get; init; } =
        ImmutableDictionary<SwitchPointId, int?>.Empty;

    /// <summary>The light and reason that an event told last, and when; in memory only.</summary>
    public (bool IsDark, LightReason Reason, DateTimeOffset At)? Told { get; init; }

    /// <summary>
    /// Whether what must survive a crash differs. When somebody was seen last is not among it: a start takes for
    /// granted that somebody is there.
    /// </summary>
    public bool MustBeStored(ZoneStanding? before) => before is null || Reason != before.Reason
        || Kept(State) != Kept(before.State)
        || !Faults(State.Presence).SequenceEqual(Faults(before.State.Presence))
        || !Faults(State.Lux).SequenceEqual(Faults(before.State.Lux));

    /// <summary>
    /// What was stored, after a start: somebody may be there, and no sensor has been silent yet, so that nothing goes
    /// dark by the start.
    /// </summary>
    public static ZoneStanding Resume(ZoneState state, LightReason reason, DateTimeOffset now)
    {
        var isLeaving = state.Phase == ZonePhase.Leaving;
        return new(
            state with
            {
                Phase = isLeaving ? ZonePhase.Lit : state.Phase,
                PhaseSince = isLeaving ? now : state.PhaseSince,
                PhaseReason = isLeaving ? LightReason.Assumed : state.PhaseReason,
                Seen = now,
                UsedAt = now,
                Presence = [.. state.Presence.Select(sensor => sensor with { SeenAt = now, GoodSince = null })],
                Lux = [.. state.Lux.Select(sensor => sensor with { SeenAt = now, GoodSince = null })],
            },
            reason, now);
    }

    private static (ZonePhase, DateTimeOffset, int, HandChoice?, DateTimeOffset, DateTimeOffset?, DateTimeOffset?, bool,
        bool) Kept(ZoneState state) => (state.Phase, state.PhaseSince, state.Light, state.Choice, state.PressedAt,
            state.NextSweep, state.WarnedAt, state.IsSwept, state.Loop.IsOff);

    private static IEnumerable<SensorFault> Faults(ImmutableArray<SensorState> sensors) =>
        sensors.Select(sensor => sensor.Fault);
}
