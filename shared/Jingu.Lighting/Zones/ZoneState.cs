using System.Collections.Immutable;

namespace Jingu.Lighting.Zones;

/// <summary>
/// What a zone must remember from one decision to the next. Plain values, so that it can be stored as JSON; a restart
/// that reads it back goes on where it was. Immutable.
/// </summary>
public sealed record ZoneState
{
    /// <summary>When it was decided.</summary>
    public required DateTimeOffset At { get; init; }

    public required ZonePhase Phase { get; init; }

    public required DateTimeOffset PhaseSince { get; init; }

    /// <summary>What brought the phase about.</summary>
    public required LightReason PhaseReason { get; init; }

    /// <summary>When somebody was there last, or had to be assumed to be.</summary>
    public required DateTimeOffset Seen { get; init; }

    /// <summary>The last light wanted, thousandths of full light.</summary>
    public required int Light { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset LightSince { get; init; }

    public required DaylightLoop Loop { get; init; }

    /// <summary>The last use of the switch that was taken.</summary>
    public required DateTimeOffset PressedAt { get; init; }

    /// <summary>What a person chose, while it holds.</summary>
    public HandChoice? Choice { get; init; }

    /// <summary>The sweep to come; null before it was looked up.</summary>
    public DateTimeOffset? NextSweep { get; init; }

    /// <summary>When it was warned of; null: not yet.</summary>
    public DateTimeOffset? WarnedAt { get; init; }

    /// <summary>
    /// Swept: nothing lights by itself until all have left, a window begins or somebody uses the switch.
    /// </summary>
    public bool IsSwept { get; init; }

    /// <summary>When anybody was in the building last, or had to be assumed to be.</summary>
    public required DateTimeOffset UsedAt { get; init; }

    public required ImmutableArray<SensorState> Presence { get; init; }

    public required ImmutableArray<SensorState> Lux { get; init; }

    /// <summary>
    /// A zone of which nothing is remembered: somebody may be there. It stays dark where the lamps were read dark.
    /// </summary>
    /// <param name="shown">The light that the lamps were read at; null: not known.</param>
    public static ZoneState Begin(Zone zone, int? shown, DateTimeOffset now) => new()
    {
        At = now,
        Phase = shown == 0 ? ZonePhase.Dark : ZonePhase.Lit,
        PhaseSince = now,
        PhaseReason = shown == 0 ? LightReason.Idle : LightReason.Assumed,
        Seen = now,
        Light = shown ?? zone.Rules.OnLight,
        LightSince = now,
        Loop = new(zone.Rules.OnLight),
        PressedAt = now,
        UsedAt = now,
        Presence = [.. Enumerable.Repeat(SensorState.Begin(now), zone.PresenceSensors)],
        Lux = [.. Enumerable.Repeat(SensorState.Begin(now), zone.LuxSensors)],
    };

    internal ZoneState Enter(ZonePhase phase, LightReason reason, DateTimeOffset now) =>
        this with { Phase = phase, PhaseSince = now, PhaseReason = reason };

    /// <summary>
    /// As it is, but for what cannot be: sensors of another commissioning, and instants that a clock set back has put
    /// into the future, which become now.
    /// </summary>
    internal ZoneState FittedTo(Zone zone, DateTimeOffset now)
    {
        var fitted = Presence.Length == zone.PresenceSensors && Lux.Length == zone.LuxSensors
            ? this
            : this with
            {
                Presence = [.. Enumerable.Repeat(SensorState.Begin(now), zone.PresenceSensors)],
                Lux = [.. Enumerable.Repeat(SensorState.Begin(now), zone.LuxSensors)],
            };
        if (At <= now)
            return fitted;
        return fitted with
        {
            At = now,
            PhaseSince = now,
            Seen = now,
            LightSince = now,
            PressedAt = PressedAt < now ? PressedAt : now,
            Choice = Choice is null ? null : Choice with { Until = now + (Choice.Until - At) },
            NextSweep = null,
            WarnedAt = null,
            UsedAt = now,
            Loop = new(Loop.Light, IsOff: Loop.IsOff),
            Presence = [.. fitted.Presence.Select(sensor => sensor.Since(now))],
            Lux = [.. fitted.Lux.Select(sensor => sensor.Since(now))],
        };
    }
}

/// <summary>Numbers are in records: never renumbered.</summary>
public enum ZonePhase
{
    Dark = 0,
    Lit = 1,

    /// <summary>The dimmed step before dark.</summary>
    Leaving = 2,
}

/// <summary>What a person chose by the switch, or by an order from afar.</summary>
/// <param name="Light">Thousandths of full light; null: on, as the rules say.</param>
/// <param name="Until">When the rules take back.</param>
/// <param name="AgainstAbsence">
/// Chosen while the zone was leaving: the sensors had missed somebody, and shall not darken the zone until then. An
/// order holds so too.
/// </param>
/// <param name="Order">The order it was chosen by; null: the switch.</param>
public sealed record HandChoice(int? Light, DateTimeOffset Until, bool AgainstAbsence, HeldOrder? Order = null);

/// <summary>An order that holds.</summary>
/// <param name="Id">Tells one order from the next.</param>
/// <param name="By">Who gave it.</param>
/// <param name="Before">How the zone stood before the first of the orders that followed one another.</param>
/// <param name="BeforeReason">What had brought that about.</param>
public sealed record HeldOrder(string Id, string By, ZonePhase Before, LightReason BeforeReason);

/// <summary>Where the daylight loop stands.</summary>
/// <param name="Light">The light it asks for while it is on, thousandths of full light.</param>
/// <param name="HighSince">Since when it is too bright; null: it is not.</param>
/// <param name="SurplusSince">Since when the lamps are not needed at all; null: they are.</param>
/// <param name="IsOff">Daylight is enough alone.</param>
public sealed record DaylightLoop(
    int Light, DateTimeOffset? HighSince = null, DateTimeOffset? SurplusSince = null, bool IsOff = false);

/// <summary>What is held of a sensor.</summary>
/// <param name="SeenAt">Its last reading, or when it began.</param>
/// <param name="Value">What that said: 1 and 0 for somebody and nobody, or lux; null: nothing yet.</param>
/// <param name="SameSince">Since when it says that.</param>
/// <param name="LightThen">The zone's light at that time, thousandths.</param>
/// <param name="UnseenPresses">How often the zone was switched on since without anybody being seen.</param>
/// <param name="Fault">Why it is not believed.</param>
/// <param name="FailedAt">Since when.</param>
/// <param name="GoodSince">Since when it would be good again; null: it is not.</param>
public sealed record SensorState(
    DateTimeOffset SeenAt, long? Value, DateTimeOffset SameSince, int LightThen, int UnseenPresses, SensorFault Fault,
    DateTimeOffset? FailedAt, DateTimeOffset? GoodSince)
{
    /// <summary>A sensor that has not been read yet has not failed yet either.</summary>
    public static SensorState Begin(DateTimeOffset now) => new(now, null, now, 0, 0, SensorFault.None, null, null);

    internal SensorState Since(DateTimeOffset now) => this with
    {
        SeenAt = now,
        SameSince = now,
        FailedAt = FailedAt is null ? null : now,
        GoodSince = null,
    };
}

/// <summary>Why a sensor is not believed. Numbers are in records: never renumbered.</summary>
public enum SensorFault
{
    None = 0,

    /// <summary>No reading, or none for too long.</summary>
    Silent = 1,

    /// <summary>A value that cannot be.</summary>
    Impossible = 2,

    /// <summary>The same value although it should have changed.</summary>
    Stuck = 3,
}
