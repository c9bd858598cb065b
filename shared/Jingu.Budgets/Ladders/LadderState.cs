using System.Text.Json.Serialization;

namespace Jingu.Budgets.Ladders;

/// <summary>
/// All that a ladder remembers of one unit and resource: a value, stored with the decision that made it. Immutable.
/// </summary>
/// <param name="Period">Name of the budget period it stands in, such as <c>2026-03</c>.</param>
/// <param name="PeriodStart">Its first instant; a period never follows an earlier one.</param>
public sealed record LadderState(string Period, DateTimeOffset PeriodStart)
{
    public Stage Stage { get; init; } = Stage.Normal;

    /// <summary>Since when the stage is what it is; null until it first changed.</summary>
    public DateTimeOffset? StageSince { get; init; }

    /// <summary>The cut may end: a person on site has to confirm.</summary>
    public bool Armed { get; init; }

    /// <summary>A person selected the emergency allowance in this period.</summary>
    public bool Emergency { get; init; }

    /// <summary>What stands here was decided as a drill: nobody was warned in earnest, nothing switched.</summary>
    public bool Drill { get; init; }

    /// <summary>When cut-off notice 1 was issued; null when none stands.</summary>
    public DateTimeOffset? FirstNoticeAt { get; init; }

    /// <summary>When cut-off notice 2 was issued; null when none stands.</summary>
    public DateTimeOffset? FinalNoticeAt { get; init; }

    /// <summary>How many cut-off notices of both kinds were issued in this period.</summary>
    public int CutOffNotices { get; init; }

    /// <summary>Since when a person's approval is asked for; null when it is not.</summary>
    public DateTimeOffset? ApprovalAskedAt { get; init; }

    /// <summary>When a person approved the cut that stands before; null when nobody did.</summary>
    public DateTimeOffset? ApprovedAt { get; init; }

    /// <summary>Until when a person forbade to cut; null when nobody did.</summary>
    public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>Why a cut that is due is not made; null when nothing holds it.</summary>
    public HoldReason? Hold { get; init; }

    /// <summary>When the reminder's circuits were switched off; null when they are on.</summary>
    public DateTimeOffset? ReminderAt { get; init; }

    /// <summary>The reminder of this period has been given.</summary>
    public bool Reminded { get; init; }

    /// <summary>Since when the lease is used up and nobody can be asked; null when that is not so.</summary>
    public DateTimeOffset? LeaseUsedAt { get; init; }

    /// <summary>What is wanted of the unit's switchable circuits. A drill wants nothing switched.</summary>
    [JsonIgnore]
    public Supply Supply => (Drill, Stage, ReminderAt) switch
    {
        (true, _, _) => Supply.On,
        (_, Stage.Disconnected, _) => Supply.Off,
        (_, _, not null) => Supply.Reminder,
        _ => Supply.On,
    };
}
