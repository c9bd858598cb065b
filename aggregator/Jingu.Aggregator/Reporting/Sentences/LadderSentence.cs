using System.Collections.Immutable;
using Jingu.Budgets.Ladders;
using NodaTime;

namespace Jingu.Aggregator.Reporting.Sentences;

/// <summary>What a ladder decided. Neither who it was about nor when: that stands beside it. Pure.</summary>
internal static class LadderSentence
{
    /// <summary>What names of the words begin with.</summary>
    public const string Prefix = "Decision-";

    /// <summary>Null for a rule that this version does not know.</summary>
    public static Sentence? Of(LadderStep step, DateTimeZone zone)
    {
        var decision = step.Decision;
        if (!Enum.IsDefined(decision.Rule))
            return null;
        var sentence = Sentence.Of(Prefix + NameOf(step), Values(step, zone));
        if (SaysRunOut(decision.Rule) && decision.RunOut is { } end)
            sentence = sentence.Then(Prefix + "run-out", ("runOut", Said.At(end, zone)));
        sentence = decision.Rule switch
        {
            LadderRule.PeriodTurned when decision.Next.Stage == Stage.Disconnected =>
                sentence.Then(Prefix + "supply-waits"),
            LadderRule.CutRefused when !step.Policy.Automatic => sentence.Then(Prefix + "approval-anew"),
            LadderRule.FinalNoticeIssued when decision.Actions.Contains(LadderAction.AskApproval) =>
                sentence.Then(Prefix + "asks-approval"),
            _ => sentence,
        };
        return step.Before.Drill && decision.Rule != LadderRule.DrillChanged
            ? sentence.Then(Prefix + "in-drill")
            : sentence;
    }

    private static string NameOf(LadderStep step) => step.Decision.Rule switch
    {
        LadderRule.DrillChanged => step.Decision.Next.Drill ? "drill-begun" : "drill-ended",
        LadderRule.HoldChanged when step.Decision.Next.Hold is null => "hold-gone",
        LadderRule.Restored when step.Decision.Command is null => "restored-by-nobody",
        LadderRule.Disconnected when step.Before.Drill => "disconnected-in-drill",
        var rule => Said.Kebab(rule),
    };

    private static ImmutableArray<(string Name, Said Value)> Values(LadderStep step, DateTimeZone zone)
    {
        var (decision, resource) = (step.Decision, step.Policy.Resource);
        var values = ImmutableArray.CreateBuilder<(string, Said)>();
        values.Add(("used", new Said.Amount(step.Input.UsedMeasured + step.Input.UsedOther, resource)));
        values.Add(("budget", new Said.Amount(step.Input.Budget, resource)));
        values.Add(("emergency", new Said.Amount(step.Input.EmergencyAllowance, resource)));
        values.Add(("stage", Said.Of("Stage-", decision.Next.Stage)));
        values.Add(("period", decision.Next.Period));
        values.Add(("minutes", (long)step.Policy.ReminderMax.TotalMinutes));
        if (decision.Earliest is { } earliest)
            values.Add(("earliest", Said.At(earliest, zone)));
        if (decision.Next.Hold is { } hold)
            values.Add(("hold", Said.Of("Hold-", hold)));
        if (decision.Command is { } command)
        {
            values.Add(("by", command.Actor));
            values.Add(("asked", Said.Of("Asked-", command.Kind)));
            if (command.Until is { } until)
                values.Add(("until", Said.At(until, zone)));
        }
        return values.ToImmutable();
    }

    private static bool SaysRunOut(LadderRule rule) => rule is LadderRule.NoticeReached or LadderRule.WarningReached
        or LadderRule.ExhaustedReached or LadderRule.FirstNoticeIssued or LadderRule.FirstNoticeWithdrawn;
}
