using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Jingu.Budgets.DemandResponse;
using Jingu.Contracts.Ids;

namespace Jingu.Budgets.Switching;

/// <summary>
/// What a gateway remembers of one switch point: the last action, what is needed to prove it, and who switched it off.
/// A value, stored before anything follows from it. Immutable.
/// </summary>
/// <param name="Point">The switch point.</param>
public sealed record Circuit(SwitchPointId Point)
{
    /// <summary>Observations kept of one watch: five minutes at six a minute, of three kinds, and room.</summary>
    public const int SeenMax = 120;

    /// <summary>As read back since the start; nothing is stored of it, so a start begins with unknown.</summary>
    [JsonIgnore]
    public CircuitState State { get; init; }

    /// <summary>A lamp's level as read back since the start; nothing is stored of it. Null: not known, or no
    /// lamp.</summary>
    [JsonIgnore]
    public int? Level { get; init; }

    /// <summary>The meter directly below a lamp shows no load, whatever its level is said to be; not stored.</summary>
    [JsonIgnore]
    public bool IsDark { get; init; }

    /// <summary>
    /// Its device says that it behaves otherwise at power-up or bus loss than commissioned; nothing is stored of it.
    /// </summary>
    [JsonIgnore]
    public bool IsUnlike { get; init; }

    /// <summary>When it was last commanded; null when it never was. A lamp that people moved: then.</summary>
    public DateTimeOffset? SwitchedAt { get; init; }

    /// <summary>The last command was a cut that a ladder decided; a lamp still stands at the level it was dimmed to.
    /// </summary>
    public bool CutByUs { get; init; }

    /// <summary>How often in a row the same operation was commanded.</summary>
    public int Repeats { get; init; }

    /// <summary>The last action; null before the first.</summary>
    public SwitchAction? Action { get; init; }

    /// <summary>What that action is proven by; null before the first.</summary>
    public ProofSubject? Subject { get; init; }

    /// <summary>What was seen in its watch, in order of time.</summary>
    [JsonRequired]
    public ImmutableArray<Observation> Seen { get; init; } = [];

    /// <summary>
    /// What the meter directly below read last, W; null where it read nothing since the switching: then no load has
    /// returned. Nothing is stored of it.
    /// </summary>
    [JsonIgnore]
    public long? LastPower { get; init; }

    /// <summary>What the gate refused last, so that it is recorded once; null when it did not.</summary>
    public RefusedSwitch? Refused { get; init; }

    /// <summary>The test that is under way; null when there is none.</summary>
    public SwitchTest? Test { get; init; }

    /// <summary>The event of demand response that it was cut or dimmed for last; null: it was for none.</summary>
    public ShedMark? Shed { get; init; }

    /// <summary>It was commanded to be shed for this event; false while that is only decided.</summary>
    public bool WasShedFor(string demandEvent) => Shed?.Event == demandEvent
        && Action is not { State: SwitchActionState.Decided, Operation: SwitchOperation.Cut or SwitchOperation.Dim };

    [JsonIgnore]
    public CircuitStanding Standing => new(Point, State, SwitchedAt, CutByUs) { ShedByEvent = Shed is not null };

    /// <summary>True when nothing that is stored differs.</summary>
    public bool IsStoredAs(Circuit? other) =>
        other is not null && this with
        {
            State = other.State,
            Level = other.Level,
            IsDark = other.IsDark,
            LastPower = other.LastPower,
            IsUnlike = other.IsUnlike,
        } == other;

    /// <summary>
    /// Until when meters near it are read often: five minutes after it was commanded, and for water until the proof's
    /// time is over.
    /// </summary>
    [JsonIgnore]
    public DateTimeOffset? WatchedUntil
    {
        get
        {
            if (Subject is not { } subject || Action is null or { State: SwitchActionState.Decided })
                return null;
            var flow = subject.Travel + (Proof.SpacingFactor * (subject.PulseSpacing ?? TimeSpan.Zero))
                + Proof.PollPeriod;
            return subject.SwitchedAt + (flow > Proof.WatchLength ? flow : Proof.WatchLength);
        }
    }

    /// <summary>An action was decided and is not yet commanded: it is stored like this, then commanded.</summary>
    /// <param name="levels">For a lamp or set point: from which level to which.</param>
    /// <param name="shed">For a cut or dimming that an event asks for.</param>
    public Circuit Decide(
        SwitchOperation operation, ProofSubject subject, LevelChange? levels = null, ShedMark? shed = null) =>
        this with
        {
            Shed = operation != SwitchOperation.Restore ? shed : CutByUs ? Shed : null,
            Action = Action is { State: SwitchActionState.Decided } waiting && waiting.Operation == operation
                ? waiting with { Levels = levels }
                : Action is { State: SwitchActionState.NotProven, Attempts: < SwitchAction.AttemptsMax } tried
                    && tried.Operation == operation && levels is null
                    ? tried with { State = SwitchActionState.Decided, SettledAt = null }
                    : new SwitchAction(Point, operation, subject.SwitchedAt) { Levels = levels },
            Repeats = Action?.Operation == operation ? Repeats : 0,
            Subject = subject,
            Seen = [],
            Refused = null,
            Test = operation == SwitchOperation.Restore && Test is { Cut: null } ? Test with { Cut = Action } : Test,
        };

    /// <summary>A test's cut was decided: stored, then commanded, like any other.</summary>
    public Circuit Begin(SwitchTest test, ProofSubject subject) =>
        Decide(SwitchOperation.Cut, subject) with { Test = test };

    /// <summary>
    /// What a test has cut stays off until it is known how that went, and never longer than its proof may take.
    /// </summary>
    public bool IsHeldForTest(DateTimeOffset now) =>
        Test is not null && Action is { Operation: SwitchOperation.Cut, State: SwitchActionState.Attempted }
        && Subject is { } subject && now >= subject.SwitchedAt
        && now - subject.SwitchedAt < subject.Travel + SwitchTest.ProofMax;

    /// <summary>The device was commanded. Where it stands now is not known until it is read back.</summary>
    public Circuit Attempted(DateTimeOffset at) => this with
    {
        State = CircuitState.Unknown,
        SwitchedAt = at,
        // A lamp whose restore does not take still is where it was dimmed to.
        CutByUs = Action!.Operation != SwitchOperation.Restore || (CutByUs && Action.Levels is not null),
        Repeats = Repeats + 1,
        Action = Action.Attempt(at),
        Subject = Subject! with { SwitchedAt = at },
    };

    /// <summary>
    /// Where it stands was read back. An action that was decided, and that the device has carried out, was commanded
    /// just before the process ended.
    /// </summary>
    public Circuit ReadBack(CircuitState state) =>
        Action is { State: SwitchActionState.Decided } decided && state == Wanted(decided.Operation)
            ? Attempted(decided.DecidedAt) with { State = state }
            : State == state ? this : this with { State = state };

    /// <summary>
    /// A lamp's level was read back. One that was dimmed and stands elsewhere, once its action is settled, was moved by
    /// people: it is theirs from then on, is never raised by a restore, and stays as it is for the shortest time on.
    /// </summary>
    /// <param name="state">What the level means by itself.</param>
    public Circuit ReadBack(CircuitState state, int level, DateTimeOffset at)
    {
        var seen = Action is { State: SwitchActionState.Decided, Levels: { } decided } && level == decided.To
            ? Attempted(Action.DecidedAt)
            : this;
        seen = seen with { State = state, Level = level };
        if (!seen.CutByUs || seen.Action?.Levels is not { } levels)
            return seen;
        if (level == ShedLevelOf(seen.Action.Operation, levels))
            return seen with { State = CircuitState.Dimmed };
        return seen.Action.State is SwitchActionState.Decided or SwitchActionState.Attempted
            ? seen
            : seen with
            {
                CutByUs = false,
                SwitchedAt = seen.Action.Operation == SwitchOperation.Dim ? at : seen.SwitchedAt,
            };
    }

    /// <summary>
    /// What an operation means for a lamp: dimming goes from where it stands, a restore back to the level it had. Null:
    /// nothing, or it is not known.
    /// </summary>
    public LevelChange? ChangeFor(SwitchOperation operation, int dimTo) => operation switch
    {
        SwitchOperation.Dim when Level is { } level => new(level, dimTo),
        SwitchOperation.Restore when CutByUs && Action?.Levels is { } levels =>
            Action.Operation == SwitchOperation.Restore ? levels : new(levels.To, levels.From),
        _ => null,
    };

    /// <summary>The level to which it was moved, also where the last action was its return.</summary>
    private static int ShedLevelOf(SwitchOperation operation, LevelChange levels) =>
        operation == SwitchOperation.Restore ? levels.From : levels.To;

    /// <summary>The gate refused; the same refusal again changes nothing.</summary>
    public Circuit Refuse(SwitchOperation operation, GateRefusal reason) =>
        Refused == new RefusedSwitch(operation, reason) ? this : this with { Refused = new(operation, reason) };

    /// <summary>
    /// Takes up what was seen near it, and judges the action by everything seen since. After the watch only what shows
    /// a proven cut to be none is looked for.
    /// </summary>
    /// <param name="watched">How long readings of a water meter have covered since the valve should have closed: what
    /// nobody read proves no stillness.</param>
    public Circuit See(ImmutableArray<Observation> observed, TimeSpan watched, DateTimeOffset now)
    {
        if (Subject is null || Action is null or { State: SwitchActionState.Decided or SwitchActionState.Refused })
            return this;
        if (observed.IsEmpty && Action.State != SwitchActionState.Attempted)
            return this;
        var all = Seen.AddRange(observed);
        var verdict = Proof.Judge(Subject, all, JudgedAt(watched, now));
        if (verdict.Outcome == ProofOutcome.Pending && now > WatchedUntil)
            verdict = new(ProofOutcome.NotProven, ProofGrade.None, ProofFinding.None, now);
        var settled = Action.Settle(verdict);
        // The same finding seen once more is no news.
        if (settled with { SettledAt = Action.SettledAt } == Action)
            settled = Action;
        var kept = observed.IsEmpty || now > WatchedUntil || Seen.Length >= SeenMax ? Seen : all;
        return settled == Action && kept == Seen ? this : this with { Action = settled, Seen = kept };
    }

    private DateTimeOffset JudgedAt(TimeSpan watched, DateTimeOffset now)
    {
        if (Subject is not { PulseSpacing: not null, HasFeedback: false, Restoring: false } subject)
            return now;
        var covered = subject.SwitchedAt + subject.Travel + watched;
        return covered < now ? covered : now;
    }

    /// <summary>
    /// A circuit that was cut or dimmed some times in a row and is on again is left on: a person must look. A restore
    /// is never given up.
    /// </summary>
    [JsonIgnore]
    public bool IsGivenUp =>
        Repeats >= SwitchAction.AttemptsMax && Action is { Operation: not SwitchOperation.Restore };

    /// <summary>The state in which a device is that has carried out an operation.</summary>
    public static CircuitState Wanted(SwitchOperation operation) => operation switch
    {
        SwitchOperation.Cut => CircuitState.Off,
        SwitchOperation.Dim => CircuitState.Dimmed,
        _ => CircuitState.On,
    };
}

/// <summary>What the gate refused, and why.</summary>
public sealed record RefusedSwitch(SwitchOperation Operation, GateRefusal Reason);
