namespace Jingu.Budgets.Ladders;

/// <summary>What a person's word does. Every command is answered, also the one that finds nothing to do.</summary>
internal static class Answering
{
    public static Decision Answer(Situation at, LadderCommand command)
    {
        var answer = command.Kind switch
        {
            LadderCommandKind.Approve => Approve(at),
            LadderCommandKind.SelectEmergency => SelectEmergency(at),
            LadderCommandKind.Acknowledge => Acknowledge(at),
            LadderCommandKind.ConfirmRestore => ConfirmRestore(at),
            LadderCommandKind.ForbidCut => ForbidCut(at, command),
            LadderCommandKind.RefuseCut => RefuseCut(at, command),
            _ => null,
        };
        return (answer ?? new(LadderRule.CommandIdle, at.State, [LadderAction.Tell])) with { Command = command };
    }

    /// <summary>Only what leads to a cut asks for a clock that can be trusted.</summary>
    private static Decision? Approve(Situation at) =>
        at.State is { Stage: Stage.Exhausted, ApprovalAskedAt: not null, ApprovedAt: null } && at.Input.ClockTrusted
            ? new(LadderRule.Approved, at.State with { ApprovedAt = at.Now }, [LadderAction.Tell])
            : null;

    private static Decision? SelectEmergency(Situation at) =>
        at.State is { Stage: Stage.Warning or Stage.Exhausted, Emergency: false } && at.Input.EmergencyAllowance > 0
            ? new(LadderRule.EmergencySelected, at.State with { Emergency = true },
                [LadderAction.Tell, LadderAction.BookEmergency])
            : null;

    private static Decision? Acknowledge(Situation at) =>
        at.State.ReminderAt is not null
            ? new(LadderRule.ReminderAcknowledged, at.State with { ReminderAt = null }, [LadderAction.Switch])
            : null;

    private static Decision? ConfirmRestore(Situation at) =>
        at.State is { Stage: Stage.Disconnected, Armed: true } ? Returning.Restore(at) : null;

    private static Decision? ForbidCut(Situation at, LadderCommand command) =>
        command.Until > at.Now
            ? new(LadderRule.CutForbidden, at.State with { HeldUntil = command.Until }, [LadderAction.Tell])
            : null;

    /// <summary>The cut that stands before is void: the next one is announced, and asked for, anew.</summary>
    private static Decision? RefuseCut(Situation at, LadderCommand command) =>
        command.Until > at.Now
            ? new(LadderRule.CutRefused, at.State.WithoutFinalNotice() with { HeldUntil = command.Until },
                [LadderAction.Tell])
            : null;
}
