namespace Jingu.Budgets.Ladders;

/// <summary>The way back: reminders end, disconnections are armed and restored, stages fall.</summary>
internal static class Returning
{
    public static Decision? ReminderEnds(Situation at) =>
        at.State.ReminderAt is { } since
        && (since > at.Now || at.Now - since >= at.Policy.ReminderMax || at.ClosedAt(at.Now) is not null)
            ? new(LadderRule.ReminderEnded, at.State with { ReminderAt = null }, [LadderAction.Switch])
            : null;

    /// <summary>
    /// A disconnection whose ground has gone waits for a person on site: a load left on must not surprise.
    /// </summary>
    public static Decision? Arms(Situation at)
    {
        if (at.State.Stage != Stage.Disconnected)
            return null;
        var relieved = at.IsRelieved || (at.Policy.Drill && !at.State.Drill);
        return (relieved, at.State.Armed) switch
        {
            (true, false) => new(LadderRule.Armed, at.State with { Armed = true },
                [LadderAction.Tell, LadderAction.AskOnSite]),
            (false, true) when at.IsSpent => new(LadderRule.Disarmed, at.State with { Armed = false },
                [LadderAction.Tell]),
            _ => null,
        };
    }

    /// <summary>Nobody is on site in a drill: nothing was switched off.</summary>
    public static Decision? RestoresInDrill(Situation at) =>
        at.State is { Stage: Stage.Disconnected, Armed: true, Drill: true } ? Restore(at) : null;

    /// <summary>Everything is on again and the ladder begins at its foot; rules then raise the stage as use says.
    /// </summary>
    public static Decision Restore(Situation at) =>
        new(LadderRule.Restored,
            at.State.WithoutCut() with { Stage = Stage.Normal, StageSince = at.Now, Armed = false },
            [LadderAction.Tell, LadderAction.Switch]);

    public static Decision? Relieves(Situation at)
    {
        var stage = at.State.Stage;
        if (stage == Stage.Disconnected)
            return null;
        var lowest = at.StaysExhausted ? Stage.Exhausted
            : at.StaysWarning ? Stage.Warning
            : at.StaysNotice ? Stage.Notice
            : Stage.Normal;
        return lowest < stage
            ? new(LadderRule.Relieved, at.State with { Stage = lowest, StageSince = at.Now }, [LadderAction.Tell])
            : null;
    }
}
