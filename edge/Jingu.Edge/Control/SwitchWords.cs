using Jingu.Budgets.Switching;
using Jingu.Edge.Commissioning;

namespace Jingu.Edge.Control;

/// <summary>Actions in words, for facts of events and for people.</summary>
internal static class SwitchWords
{
    public static string Of(SwitchOperation operation) => operation switch
    {
        SwitchOperation.Cut => "cut",
        SwitchOperation.Dim => "dim",
        _ => "restore",
    };

    public static string Of(SwitchActionState state) => state switch
    {
        SwitchActionState.Decided => "decided",
        SwitchActionState.Attempted => "attempted",
        SwitchActionState.Proven => "proven",
        SwitchActionState.NotProven => "not-proven",
        SwitchActionState.Failed => "failed",
        _ => "refused",
    };

    public static string Of(ProofGrade grade) => grade switch
    {
        ProofGrade.Contact => "contact",
        ProofGrade.Load => "load",
        _ => "none",
    };

    public static string Of(ProofFinding finding) => finding switch
    {
        ProofFinding.WeldedOrStuck => "welded-or-stuck",
        ProofFinding.BypassOrWrongWiring => "bypass-or-wrong-wiring",
        ProofFinding.Leak => "leak",
        ProofFinding.LoadRemains => "load-remains",
        ProofFinding.LevelNotTaken => "level-not-taken",
        ProofFinding.LampFailed => "lamp-failed",
        _ => "none",
    };

    public static string Sentence(ActuatorPlan plan, SwitchAction action)
    {
        var what = $"{Of(action.Operation)} of {plan.Id}{Moved(plan, action)} ({plan.Unit})";
        return action.State switch
        {
            SwitchActionState.Decided => $"{what} is decided and about to be commanded.",
            SwitchActionState.Attempted => $"{what} was commanded.",
            SwitchActionState.Proven => $"{what} is proven by {Proof(action.Grade)}.",
            SwitchActionState.NotProven => $"{what} was commanded and is not proven.",
            SwitchActionState.Failed => $"{what} failed: {Why(action)}",
            _ => $"{what} was refused.",
        };
    }

    /// <summary>For the end of a sentence about several circuits.</summary>
    public static string Effect(SwitchAction action) => action.State switch
    {
        SwitchActionState.Proven => $"{action.Point} proven ({Of(action.Grade)})",
        SwitchActionState.NotProven => $"{action.Point} commanded, not proven",
        SwitchActionState.Failed => $"{action.Point} failed ({Of(action.Finding)})",
        _ => $"{action.Point} {Of(action.State)}",
    };

    /// <summary>Of a set point, as its machine shows it; a lamp's level says nothing to people.</summary>
    private static string Moved(ActuatorPlan plan, SwitchAction action) =>
        plan is SetPointPlan setPoint && action.Levels is { } levels
            ? $" from {setPoint.Shown(levels.From)} to {setPoint.Shown(levels.To)}"
            : "";

    private static string Proof(ProofGrade grade) =>
        grade == ProofGrade.Contact ? "its feedback contact" : "the load that the meters show";

    private static string Why(SwitchAction action) => action.Finding switch
    {
        ProofFinding.WeldedOrStuck => "its contact did not move, welded or stuck. Look at it on site.",
        ProofFinding.BypassOrWrongWiring => "there is load behind it, a bypass or wrong wiring. Look at it on site.",
        ProofFinding.Leak => "water flows though it is closed, a leak. Look at it on site.",
        ProofFinding.LevelNotTaken => "its device shows another level. Somebody moved it, or the command was lost.",
        ProofFinding.LampFailed => "its device says that the lamp or its driver has failed. Look at it on site.",
        _ when action.Levels is not null => "the load did not fall: its device heard it, and the lamp did not follow. "
            + "Look at it on site.",
        _ => "the load did not fall, a welded contact or a bypass. Look at it on site.",
    };
}
