using System.Collections.Immutable;

namespace Jingu.Budgets.Ladders;

/// <summary>
/// One step of a ladder. Nothing has happened until the caller has stored it; then <see cref="Next"/> becomes the
/// state, and after that the actions are carried out.
/// </summary>
/// <param name="Rule">The rule that fired.</param>
/// <param name="Next">The state afterwards.</param>
/// <param name="Actions">What is to be done.</param>
public sealed record Decision(LadderRule Rule, LadderState Next, ImmutableArray<LadderAction> Actions)
{
    /// <summary>The earliest cut that a notice announces; null where none is announced.</summary>
    public DateTimeOffset? Earliest { get; init; }

    /// <summary>When the mean of the last 7 days sees the budget end; null without a forecast.</summary>
    public DateTimeOffset? RunOut { get; init; }

    /// <summary>The command that was answered.</summary>
    public LadderCommand? Command { get; init; }
}

/// <summary>What an adopter of a decision has to do.</summary>
public enum LadderAction
{
    /// <summary>Give a document or a message to the unit's contact person and to the manager.</summary>
    Tell = 1,
    AskApproval = 2,
    /// <summary>Ask a person on site, by button or code, for more of the budget.</summary>
    AskOnSite = 3,
    /// <summary>Book the emergency allowance; it is recovered from next month.</summary>
    BookEmergency = 4,
    /// <summary>Lead the circuits to <see cref="LadderState.Supply"/>, each step through the gate.</summary>
    Switch = 5,
}

/// <summary>The rules. Numbers are in records: never renumbered, never reused.</summary>
public enum LadderRule
{
    /// <summary>The policy went into or out of drill: what stood is void.</summary>
    DrillChanged = 1,
    /// <summary>The month turned: notices, approval and allowance of the old one are void.</summary>
    PeriodTurned = 2,
    Approved = 3,
    EmergencySelected = 4,
    ReminderAcknowledged = 5,
    Restored = 6,
    CutForbidden = 7,
    /// <summary>A command found nothing that it applies to.</summary>
    CommandIdle = 8,
    ReminderEnded = 9,
    Armed = 10,
    Disarmed = 11,
    /// <summary>Use fell below a threshold and its hysteresis: the stage falls.</summary>
    Relieved = 12,
    NoticeReached = 13,
    WarningReached = 14,
    ExhaustedReached = 15,
    LeaseUsed = 16,
    LeaseRenewed = 17,
    FirstNoticeIssued = 18,
    FirstNoticeWithdrawn = 19,
    ReminderGiven = 20,
    FinalNoticeIssued = 21,
    FinalNoticeWithdrawn = 22,
    FinalNoticeLapsed = 23,
    HoldChanged = 24,
    Disconnected = 25,
    /// <summary>A person refused the cut that stood before: notice 2 and approval are void.</summary>
    CutRefused = 26,
}
