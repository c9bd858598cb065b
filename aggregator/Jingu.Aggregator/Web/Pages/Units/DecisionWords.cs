using Jingu.Aggregator.Reporting.Units;
using Jingu.Aggregator.Web.Pages.Shared;

namespace Jingu.Aggregator.Web.Pages.Units;

/// <summary>Decisions and switchings as a sentence in the reader's language.</summary>
internal static class DecisionWords
{
    public static string Of(UnitDecision decision, Shell shell) => decision.Point is null
        ? OfLadder(decision, shell)
        : OfSwitching(decision);

    private static string OfLadder(UnitDecision decision, Shell shell)
    {
        string At(DateTimeOffset? at) => at is { } known ? shell.Local(known, StandValues.Short) : Figures.Unknown;
        if (decision is { Rule: "hold-changed", Hold: null })
            return Texts.Get("Decision-hold-gone");
        var measure = decision.Resource == "water" ? "m³" : "kWh";
        var sentence = Texts.Get(
            $"Decision-{decision.Rule}", Figures.Thousandths(decision.Used) + " " + measure,
            Figures.Thousandths(decision.Budget) + " " + measure, Texts.Get($"Stage-{decision.Stage}"),
            At(decision.RunOut), At(decision.Earliest), At(decision.Until),
            decision.By ?? Texts.Get("Nobody"),
            decision.Hold is { } hold ? Texts.Get($"Hold-{hold}") : Figures.Unknown);
        if (decision.Rule == "final-notice-issued" && decision.AsksApproval)
            sentence += Texts.Get("DecisionAsks");
        return decision.Drill ? sentence + Texts.Get("DecisionDrill") : sentence;
    }

    private static string OfSwitching(UnitDecision decision)
    {
        var at = decision.Rule.IndexOf('-', StringComparison.Ordinal);
        var sentence = Texts.Get(
            "Switching", Texts.Get($"Operation-{decision.Rule[..at]}"), decision.Point!,
            Texts.Get($"SwitchState-{decision.Rule[(at + 1)..]}"));
        return decision.Finding is { } finding ? sentence + Texts.Get($"Finding-{finding}") : sentence;
    }
}
