namespace Jingu.Budgets.Ladders;

/// <summary>
/// The last steps: cut-off notice 2, approval, disconnection. Each waits for the one before it with its full lead.
/// </summary>
internal static class Cutting
{
    public static Decision? WithdrawsFinalNotice(Situation at) =>
        at.State is { Stage: not Stage.Disconnected } state && !at.IsSpent
        && (state.FinalNoticeAt is not null || state.ApprovalAskedAt is not null)
            ? new(LadderRule.FinalNoticeWithdrawn, state.WithoutFinalNotice(), [LadderAction.Tell])
            : null;

    public static Decision? FinalNoticeLapses(Situation at) =>
        at.State is { Stage: Stage.Exhausted, FinalNoticeAt: { } issued }
        && at.Now - issued >= at.FinalLead + at.Policy.FinalNoticeValid
            ? new(LadderRule.FinalNoticeLapsed, at.State with { FinalNoticeAt = null }, [LadderAction.Tell])
            : null;

    /// <summary>
    /// Issued when the cut it announces may happen. One that lapsed for want of approval is issued again once there is
    /// one.
    /// </summary>
    public static Decision? IssuesFinalNotice(Situation at)
    {
        if (at.State is not { Stage: Stage.Exhausted, FinalNoticeAt: null, FirstNoticeAt: { } first } state
            || !at.IsSpent || at.Doubt is not null
            || (state.ApprovalAskedAt is not null && !IsApproved(at)))
        {
            return null;
        }
        var earliest = at.Now + at.FinalLead;
        if (first + at.FirstLead > earliest || at.ClosedAt(earliest) is not null)
            return null;
        var ask = !IsApproved(at);
        var next = state with
        {
            FinalNoticeAt = at.Now,
            CutOffNotices = state.CutOffNotices + 1,
            ApprovalAskedAt = ask ? at.Now : state.ApprovalAskedAt,
        };
        return new(LadderRule.FinalNoticeIssued, next,
            ask ? [LadderAction.Tell, LadderAction.AskApproval] : [LadderAction.Tell])
        {
            Earliest = earliest,
        };
    }

    /// <summary>Says why a cut whose first notice has run is not made, each time the reason changes.</summary>
    public static Decision? Holds(Situation at)
    {
        var hold = IsDue(at) ? HoldNow(at) : null;
        return hold != at.State.Hold && at.State.Stage != Stage.Disconnected
            ? new(LadderRule.HoldChanged, at.State with { Hold = hold }, [LadderAction.Tell])
            : null;
    }

    public static Decision? Disconnects(Situation at) =>
        IsDue(at) && HoldNow(at) is null
        && at.State.FinalNoticeAt is { } final && at.Now - final >= at.FinalLead
            ? new(LadderRule.Disconnected,
                at.State with { Stage = Stage.Disconnected, StageSince = at.Now, ReminderAt = null, Hold = null },
                [LadderAction.Tell, LadderAction.Switch])
            : null;

    private static bool IsDue(Situation at) =>
        at.State is { Stage: Stage.Exhausted, FirstNoticeAt: { } first }
        && at.IsSpent && at.Now - first >= at.FirstLead;

    private static HoldReason? HoldNow(Situation at) =>
        at.Doubt ?? at.ClosedAt(at.Now) ?? (IsApproved(at) ? null : HoldReason.AwaitingApproval);

    /// <summary>In a drill nothing is switched, so nobody is troubled for an approval.</summary>
    private static bool IsApproved(Situation at) =>
        at.Policy.Automatic || at.State.Drill || at.State.ApprovedAt is not null;
}
