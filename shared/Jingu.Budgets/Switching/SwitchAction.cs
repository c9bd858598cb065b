using Jingu.Contracts.Ids;

namespace Jingu.Budgets.Switching;

/// <summary>
/// The record of one switching: decided, attempted, then proven, not proven or failed. Immutable; a step that does not
/// follow throws <see cref="InvalidOperationException"/>.
/// </summary>
/// <param name="Point">The switch point.</param>
/// <param name="Operation">What was asked.</param>
/// <param name="DecidedAt">When it was decided and stored.</param>
public sealed record SwitchAction(SwitchPointId Point, SwitchOperation Operation, DateTimeOffset DecidedAt)
{
    /// <summary>A cut that cannot be proven is tried this often before a person must look.</summary>
    public const int AttemptsMax = 3;

    public SwitchActionState State { get; init; } = SwitchActionState.Decided;

    /// <summary>For a lamp: from which level to which; null for everything else.</summary>
    public LevelChange? Levels { get; init; }

    /// <summary>How often the device was commanded.</summary>
    public int Attempts { get; init; }

    /// <summary>When it was commanded last; null before the first time.</summary>
    public DateTimeOffset? AttemptedAt { get; init; }

    /// <summary>Why the gate refused; null when it did not.</summary>
    public GateRefusal? Refusal { get; init; }

    public ProofGrade Grade { get; init; }

    public ProofFinding Finding { get; init; }

    /// <summary>When the proof or the failure showed; null before that.</summary>
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>The gate let it pass and the device was commanded.</summary>
    public SwitchAction Attempt(DateTimeOffset at) =>
        State is SwitchActionState.Decided or SwitchActionState.NotProven
            ? this with
            {
                State = SwitchActionState.Attempted,
                Attempts = Attempts + 1,
                AttemptedAt = at,
                SettledAt = null,
            }
            : throw new InvalidOperationException($"an action that is {State} is not attempted");

    /// <summary>The gate refused it: it ends here.</summary>
    public SwitchAction Refuse(GateRefusal reason, DateTimeOffset at) =>
        State == SwitchActionState.Decided
            ? this with { State = SwitchActionState.Refused, Refusal = reason, SettledAt = at }
            : throw new InvalidOperationException($"an action that is {State} is not refused");

    /// <summary>
    /// Takes up what the proof says. A proven cut may still turn out to be bypassed or to leak; what failed stays so.
    /// </summary>
    public SwitchAction Settle(ProofVerdict verdict)
    {
        if (State is SwitchActionState.Decided or SwitchActionState.Refused)
            throw new InvalidOperationException($"an action that is {State} has nothing to prove");
        return verdict.Outcome == ProofOutcome.Pending || State == SwitchActionState.Failed ? this : this with
        {
            State = verdict.Outcome switch
            {
                ProofOutcome.Proven => SwitchActionState.Proven,
                ProofOutcome.NotProven => SwitchActionState.NotProven,
                _ => SwitchActionState.Failed,
            },
            Grade = verdict.Grade,
            Finding = verdict.Finding,
            SettledAt = verdict.At,
        };
    }

    /// <summary>
    /// True when a cut that was commanded and not proven is to be commanded again, because its circuit draws again.
    /// </summary>
    /// <param name="power">What the meter directly below reads, W.</param>
    /// <param name="rating">Rating of the circuit, W.</param>
    public bool ShouldTryAgain(long power, long rating) =>
        State == SwitchActionState.NotProven && Operation == SwitchOperation.Cut && Attempts < AttemptsMax
        && rating > 0 && power * Proof.RatingShare >= rating;
}

/// <summary>States of an action. Numbers are in records: never renumbered.</summary>
public enum SwitchActionState
{
    Decided = 1,
    Attempted = 2,
    Proven = 3,
    NotProven = 4,
    Failed = 5,
    Refused = 6,
}
