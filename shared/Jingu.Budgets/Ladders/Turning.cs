namespace Jingu.Budgets.Ladders;

/// <summary>What changes the ground itself: drill or earnest, and the month.</summary>
internal static class Turning
{
    /// <summary>
    /// What a drill announced nobody was told in earnest, so it is void in earnest, and the other way round. A unit
    /// that is really cut is restored first.
    /// </summary>
    public static Decision? ChangesDrill(Situation at)
    {
        var state = at.State;
        if (state.Drill == at.Policy.Drill || at.Input.PolicyStanding != PolicyStanding.Good
            || (!state.Drill && state.Stage == Stage.Disconnected))
        {
            return null;
        }
        var next = state.WithoutCut() with
        {
            Drill = at.Policy.Drill,
            Stage = state.Stage == Stage.Disconnected ? Stage.Exhausted : state.Stage,
            Armed = false,
            ReminderAt = null,
        };
        return new(LadderRule.DrillChanged, next, [LadderAction.Tell, LadderAction.Switch]);
    }

    public static Decision? TurnsPeriod(Situation at)
    {
        var (state, period) = (at.State, at.Input.Period);
        if (!at.Input.ClockTrusted || period.Name == state.Period || period.Start <= state.PeriodStart)
            return null;
        var next = new LadderState(period.Name, period.Start)
        {
            Stage = state.Stage == Stage.Disconnected ? Stage.Disconnected : Stage.Normal,
            StageSince = at.Now,
            Armed = state.Armed,
            Drill = state.Drill,
            HeldUntil = state.HeldUntil,
        };
        return new(LadderRule.PeriodTurned, next, [LadderAction.Tell, LadderAction.Switch]);
    }

    /// <summary>The state without notices, approval and hold: the next cut begins at the beginning.</summary>
    public static LadderState WithoutCut(this LadderState state) => state.WithoutFinalNotice() with
    {
        FirstNoticeAt = null,
        Hold = null,
    };

    public static LadderState WithoutFinalNotice(this LadderState state) => state with
    {
        FinalNoticeAt = null,
        ApprovalAskedAt = null,
        ApprovedAt = null,
    };
}
