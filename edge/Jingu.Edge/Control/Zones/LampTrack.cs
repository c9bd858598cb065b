using Jingu.Budgets.Switching;
using Jingu.Edge.Commissioning;

namespace Jingu.Edge.Control.Zones;

/// <summary>
/// What a zone remembers of one of its lamps, in memory only: what it told it, and whether the lamp took it. A lamp of
/// which nothing is remembered is taken as it stands. Immutable.
/// </summary>
internal sealed record LampTrack
{
    public static readonly LampTrack Unknown = new();

    /// <summary>So often a level that a lamp does not take is told again at once.</summary>
    private const int TriesMax = 3;

    /// <summary>
    /// Dark lamps whose meter reads rating / this or more are lit. Drivers of dark lamps draw up to half a watt each (a
    /// convention of the trade, not confirmed), and a lamp at its least light more than that.
    /// </summary>
    private const int StandbyShare = 20;

    /// <summary>So long after that it is told again.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(10);

    /// <summary>What the device shows right after a command may still be the level before.</summary>
    private static readonly TimeSpan SettlesMin = TimeSpan.FromSeconds(2);

    /// <summary>The level it was told, or was found at; null: not known.</summary>
    public int? Told { get; private init; }

    /// <summary>When it was told; null: it was found there.</summary>
    public DateTimeOffset? ToldAt { get; private init; }

    /// <summary>It was seen at the level it was told.</summary>
    public bool IsTaken { get; private init; }

    /// <summary>How often in a row a level was told and not taken.</summary>
    public int Tries { get; private init; }

    /// <summary>The level that a hand moved it to; null: none did since it was told.</summary>
    public int? Hand { get; private init; }

    /// <summary>In which way it is not as told, a sentence; null: it is.</summary>
    public string? Unlike { get; private init; }

    /// <summary>When the ladder's last action on it was decided; null before the first.</summary>
    private DateTimeOffset? LadderAt { get; init; }

    /// <summary>
    /// Takes up how it stands. What a ladder moved is taken as it is; what nobody here moved, a hand did.
    /// </summary>
    /// <param name="power">What the meter directly below read since it was told, W; null: nothing.</param>
    /// <returns>Also the level that a hand moved it to just now; null: none.</returns>
    public (LampTrack Next, int? MovedTo) See(LampPlan lamp, Circuit circuit, long? power, DateTimeOffset now)
    {
        var ladderAt = circuit.Action?.DecidedAt;
        var track = ladderAt == LadderAt ? this : Unknown with { LadderAt = ladderAt };
        if (circuit.Level is not { } level || (track.Told is null && IsLadderAtIt(circuit)))
            return (track, null);
        if (track.Told is not { } told)
            return (track with { Told = level, IsTaken = true }, null);
        if (level == told)
        {
            var settled = track with { IsTaken = true, Tries = 0 };
            return (settled with { Unlike = settled.UnlikeLoad(lamp, circuit, power, now) }, null);
        }
        if (track.IsTaken)
            return (track with { Told = level, ToldAt = null, Hand = level, Unlike = null }, level);
        return track.Tries < TriesMax || track.IsSettling(lamp, now)
            ? (track, null)
            : (track with { Unlike = $"it was told level {told} {track.Tries} times and shows {level}" }, null);
    }

    /// <summary>It is about to be told.</summary>
    public LampTrack Tell(int level, DateTimeOffset now) => this with
    {
        Told = level,
        ToldAt = now,
        IsTaken = false,
        Hand = null,
        Tries = level == Told && !IsTaken ? int.Min(Tries + 1, TriesMax + 1) : 1,
    };

    /// <summary>What was told is on its way, or was not taken so often that it waits.</summary>
    public bool MustWait(LampPlan lamp, DateTimeOffset now) =>
        !IsTaken && ToldAt is { } at && now >= at
        && (IsSettling(lamp, now) || (Tries >= TriesMax && now - at < RetryAfter));

    /// <summary>A ladder's command to it is about to leave, or its proof is still looked for.</summary>
    public static bool IsLadderAtIt(Circuit circuit) =>
        circuit.Action is { State: SwitchActionState.Decided or SwitchActionState.Attempted };

    private bool IsSettling(LampPlan lamp, DateTimeOffset now) =>
        ToldAt is { } at && now - at < (lamp.Travel > SettlesMin ? lamp.Travel : SettlesMin);

    /// <summary>A cached level proves nothing; the meter directly below tells all from nothing.</summary>
    private string? UnlikeLoad(LampPlan lamp, Circuit circuit, long? power, DateTimeOffset now)
    {
        if (ToldAt is null || power is not { } watts || IsSettling(lamp, now))
            return Unlike;
        if (Told == 0)
            return watts * StandbyShare >= lamp.Rating ? $"it shows off, and its meter {watts} W" : null;
        return circuit.IsDark ? $"it shows level {Told}, and its meter {watts} W" : null;
    }
}
