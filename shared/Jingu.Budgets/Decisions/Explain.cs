using System.Globalization;
using Jingu.Budgets.Ladders;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Readings;
using NodaTime;
using NodaTime.Text;

namespace Jingu.Budgets.Decisions;

/// <summary>Says records in plain sentences, with times of the site. For people; nothing parses it.</summary>
public static class Explain
{
    private static readonly ZonedDateTimePattern Time =
        ZonedDateTimePattern.CreateWithInvariantCulture("yyyy-MM-dd HH:mm", zoneProvider: null);

    /// <summary>One record as one or more sentences.</summary>
    public static string Sentence(ChainRecord record, DateTimeZone zone) => record switch
    {
        LadderRecord ladder => Ladder(ladder.Step, zone),
        GateRecord gate => Gate(gate, zone),
        CheckpointRecord checkpoint => $"{At(checkpoint.At, zone)}: checkpoint of {checkpoint.Standings.Length} "
            + "ladders.",
        _ => "A record of a kind that this version does not know.",
    };

    private static string Ladder(LadderStep step, DateTimeZone zone)
    {
        var subject = $"{At(step.Input.Now, zone)}: {step.Policy.Unit}, {Name(step.Policy.Resource)}: ";
        var use = $"{Amount(step.Input.UsedMeasured + step.Input.UsedOther, step.Policy.Resource)} of "
            + $"{Amount(step.Input.Budget, step.Policy.Resource)} used";
        var isDrill = step.Before.Drill && step.Decision.Rule != LadderRule.DrillChanged;
        return subject + What(step, use, zone) + (isDrill ? " (Drill: nothing is switched.)" : "");
    }

    private static string What(LadderStep step, string use, DateTimeZone zone)
    {
        var decision = step.Decision;
        var by = decision.Command is { } command ? $" by {command.Actor}" : "";
        return decision.Rule switch
        {
            LadderRule.DrillChanged => decision.Next.Drill
                ? "drill begins; what was announced is void." : "drill ends; what was announced in it is void.",
            LadderRule.PeriodTurned => $"the period {decision.Next.Period} begins."
                + (decision.Next.Stage == Stage.Disconnected ? " Supply waits to be confirmed on site." : ""),
            LadderRule.Approved => $"the cut is approved{by}.",
            LadderRule.EmergencySelected => $"the emergency allowance of "
                + $"{Amount(step.Input.EmergencyAllowance, step.Policy.Resource)} is selected{by}; it is recovered "
                + "from next month.",
            LadderRule.ReminderAcknowledged => $"the reminder is acknowledged{by}; its circuits return.",
            LadderRule.Restored => $"supply is restored{by}; circuits return one after the other.",
            LadderRule.CutForbidden => $"nothing is cut until {At(decision.Command!.Until!.Value, zone)}, as ordered"
                + $"{by}.",
            LadderRule.CutRefused => $"the cut is refused{by}: nothing is cut until "
                + $"{At(decision.Command!.Until!.Value, zone)}, and then not without another cut-off notice 2"
                + (step.Policy.Automatic ? "." : " and another approval."),
            LadderRule.CommandIdle => $"the command {decision.Command?.Kind}{by} found nothing that it applies to.",
            LadderRule.ReminderEnded => "the reminder ends; its circuits return.",
            LadderRule.Armed => "supply may return: armed, a person on site has to confirm.",
            LadderRule.Disarmed => "supply may not return after all: disarmed.",
            LadderRule.Relieved => $"{use}; the stage falls to {Name(decision.Next.Stage)}.",
            LadderRule.NoticeReached or LadderRule.WarningReached or LadderRule.ExhaustedReached =>
                $"{use}; the stage is {Name(decision.Next.Stage)}." + RunOut(decision, zone),
            LadderRule.LeaseUsed => "this gateway's lease is used up and the aggregator cannot be asked; ask on site.",
            LadderRule.LeaseRenewed => "the lease is no longer used up, or the aggregator can be asked again.",
            LadderRule.FirstNoticeIssued => $"cut-off notice 1 is issued; {use}.{RunOut(decision, zone)} "
                + $"Earliest cut {At(decision.Earliest!.Value, zone)}.",
            LadderRule.FirstNoticeWithdrawn => $"cut-off notice 1 is withdrawn; {use}.{RunOut(decision, zone)}",
            LadderRule.ReminderGiven => $"{use}; the reminder's circuits are switched off until somebody acknowledges, "
                + $"at most {Minutes(step.Policy.ReminderMax)} minutes.",
            LadderRule.FinalNoticeIssued => $"cut-off notice 2 is issued. Earliest cut "
                + $"{At(decision.Earliest!.Value, zone)}"
                + (decision.Actions.Contains(LadderAction.AskApproval) ? ", once a person has approved it." : "."),
            LadderRule.FinalNoticeWithdrawn => $"cut-off notice 2 is withdrawn; {use}.",
            LadderRule.FinalNoticeLapsed => "cut-off notice 2 has lapsed; no cut before another one.",
            LadderRule.HoldChanged => decision.Next.Hold is { } hold
                ? $"a cut is due and held: {Why(hold)}." : "what held the cut has gone.",
            LadderRule.Disconnected => step.Before.Drill
                ? $"would have cut at {At(step.Input.Now, zone)}; {use}." : $"disconnected; {use}.",
            _ => $"rule {(int)decision.Rule}, which this version does not know.",
        };
    }

    private static string Gate(GateRecord record, DateTimeZone zone)
    {
        var (command, facts) = (record.Command, record.Facts);
        var what = $"{Name(command.Operation)} of {command.Point}" + (command.Test is null ? "" : " for a test")
            + (command.Event is { } id ? $" for demand response {id}" : "")
            + (command.Levels is { } change ? Of(change) : "");
        return $"{At(facts.Now, zone)}: {command.Unit}, {Name(command.Resource)}: {what} "
            + (record.Refusal is { } refusal ? $"refused: {Why(refusal)}." : "allowed.");
    }

    private static string Of(LevelChange change) =>
        string.Create(CultureInfo.InvariantCulture, $" from level {change.From} to {change.To}");

    private static string Why(HoldReason reason) => reason switch
    {
        HoldReason.ClockUntrusted => "the clock is not trusted",
        HoldReason.Starting => "the gateway has just started",
        HoldReason.PolicyMissing => "there is no policy",
        HoldReason.PolicyUnsigned => "the policy is not signed",
        HoldReason.ReadingsOld => "there are no measured readings that are young enough",
        HoldReason.FriendlyHours => "these are friendly hours",
        HoldReason.SpecialDay => "this is a special day",
        HoldReason.ExtremeHeat => "this is a day of extreme heat",
        HoldReason.ExtremeCold => "this is a day of extreme cold",
        HoldReason.Forbidden => "a person forbade it for a time",
        HoldReason.AwaitingApproval => "no person has approved it yet",
        _ => $"reason {(int)reason}",
    };

    private static string Why(GateRefusal refusal) => refusal switch
    {
        GateRefusal.Misaddressed => "it is another unit's or resource's switch point",
        GateRefusal.NotSwitchable => "it is not declared switchable",
        GateRefusal.Undeclared => "what it feeds is not declared",
        GateRefusal.Protected => "it feeds something that is never cut",
        GateRefusal.UnknownOperation => "the operation is not known",
        GateRefusal.Drill => "this is a drill",
        GateRefusal.ClockUntrusted => Why(HoldReason.ClockUntrusted),
        GateRefusal.PolicyMissing => "there is no signed policy",
        GateRefusal.Starting => Why(HoldReason.Starting),
        GateRefusal.ReadingsOld => Why(HoldReason.ReadingsOld),
        GateRefusal.ExtremeHeatOrCold => "this is, or may be, a day of extreme heat or cold",
        GateRefusal.NonDisconnect => "these are, or may be, non-disconnect hours",
        GateRefusal.NotConfirmed => "nobody confirmed it on site",
        GateRefusal.WrongOperation => "a lamp is dimmed and never cut, a set point is moved for an event and never "
            + "cut, and nothing else is dimmed",
        GateRefusal.LevelForbidden => "it may not be moved to or from that level",
        GateRefusal.OutsideEvent => "the event of demand response does not ask for it at this time",
        GateRefusal.DeviceUnlike => "its device behaves otherwise at power-up or bus loss than commissioned",
        _ => $"reason {(int)refusal}",
    };

    private static string Name(Stage stage) => stage switch
    {
        Stage.Normal => "normal",
        Stage.Notice => "notice",
        Stage.Warning => "warning",
        Stage.Exhausted => "exhausted",
        _ => "disconnected",
    };

    private static string Name(Resource resource) => resource == Resource.Water ? "water" : "electricity";

    private static string Name(SwitchOperation operation) => operation switch
    {
        SwitchOperation.Cut => "cut",
        SwitchOperation.Dim => "dimming",
        _ => "restore",
    };

    private static string RunOut(Decision decision, DateTimeZone zone) =>
        decision.RunOut is { } at ? $" As in the last 7 days, the budget ends {At(at, zone)}." : "";

    private static string Amount(long amount, Resource resource) =>
        string.Create(CultureInfo.InvariantCulture, $"{amount:N0} {(resource == Resource.Water ? "L" : "Wh")}");

    private static string Minutes(TimeSpan length) =>
        ((long)length.TotalMinutes).ToString(CultureInfo.InvariantCulture);

    private static string At(DateTimeOffset at, DateTimeZone zone) =>
        Time.Format(Instant.FromDateTimeOffset(at).InZone(zone));
}
