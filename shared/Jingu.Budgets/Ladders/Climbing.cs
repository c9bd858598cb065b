namespace Jingu.Budgets.Ladders;

/// <summary>The way up to an exhausted budget: stages, cut-off notice 1, the reminder, a lease that runs out.</summary>
internal static class Climbing
{
    public static Decision? ReachesNotice(Situation at) =>
        at.State.Stage == Stage.Normal && (at.IsNotice || at.IsWarning || at.IsExhausted)
            ? Raise(at, LadderRule.NoticeReached, Stage.Notice)
            : null;

    public static Decision? ReachesWarning(Situation at) =>
        at.State.Stage == Stage.Notice && (at.IsWarning || at.IsExhausted)
            ? Raise(at, LadderRule.WarningReached, Stage.Warning)
            : null;

    public static Decision? ReachesExhausted(Situation at) =>
        at.State.Stage == Stage.Warning && at.IsExhausted
            ? Raise(at, LadderRule.ExhaustedReached, Stage.Exhausted)
            : null;

    private static Decision Raise(Situation at, LadderRule rule, Stage stage) =>
        new(rule, at.State with { Stage = stage, StageSince = at.Now }, [LadderAction.Tell]) { RunOut = at.RunOut };

    /// <summary>A part that is used up without contact is not 100 %: warn, ask on site, hold.</summary>
    public static Decision? LosesLease(Situation at) => (at.LeaseUnanswered, at.State.LeaseUsedAt) switch
    {
        (true, null) => new(LadderRule.LeaseUsed, at.State with { LeaseUsedAt = at.Now },
            [LadderAction.Tell, LadderAction.AskOnSite]),
        (false, not null) => new(LadderRule.LeaseRenewed, at.State with { LeaseUsedAt = null }, [LadderAction.Tell]),
        _ => null,
    };

    public static Decision? WithdrawsFirstNotice(Situation at) =>
        at.State is { FirstNoticeAt: not null, Stage: not Stage.Disconnected } && at.FirstNoticeMoot
            ? new(LadderRule.FirstNoticeWithdrawn, at.State.WithoutCut(), [LadderAction.Tell]) { RunOut = at.RunOut }
            : null;

    /// <summary>Its lead counts from when it is issued, however late that is.</summary>
    public static Decision? IssuesFirstNotice(Situation at)
    {
        var state = at.State;
        if (state.FirstNoticeAt is not null || state.Stage is Stage.Normal or Stage.Disconnected
            || !at.FirstNoticeDue || at.Doubt is not null)
        {
            return null;
        }
        var earliest = at.Now + at.FirstLead;
        var runOut = at.RunOut;
        return new(LadderRule.FirstNoticeIssued,
            state with { FirstNoticeAt = at.Now, CutOffNotices = state.CutOffNotices + 1 }, [LadderAction.Tell])
        {
            RunOut = runOut,
            Earliest = at.OpenFrom(runOut > earliest ? runOut.Value : earliest),
        };
    }

    public static Decision? Reminds(Situation at) =>
        at.Policy.Reminder
        && at.State is { Stage: Stage.Warning, Reminded: false, ReminderAt: null }
        && at.Doubt is null && at.ClosedAt(at.Now) is null
            ? new(LadderRule.ReminderGiven, at.State with { ReminderAt = at.Now, Reminded = true },
                [LadderAction.Tell, LadderAction.Switch])
            : null;
}
