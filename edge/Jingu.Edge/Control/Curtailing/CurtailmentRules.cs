using System.Globalization;
using Jingu.Contracts.Commands;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Edge.Delivery.Signed;

namespace Jingu.Edge.Control.Curtailing;

/// <summary>What is done about a curtailment, by what its inverter shows. Pure.</summary>
internal static class CurtailmentRules
{
    /// <summary>An inverter ramps: its power is measured so long after it showed the limit.</summary>
    public static readonly TimeSpan EffectAfter = TimeSpan.FromMinutes(1);

    /// <summary>A smaller change than this share of the power before is none: clouds make as much.</summary>
    private const double EffectShare = 0.02;

    /// <summary>Why a command is not taken; null: it is.</summary>
    /// <param name="curtailable">The points of the inverters that are declared so on site.</param>
    public static string? Objection(
        CommandAction.Curtail action, IReadOnlyCollection<PointId> curtailable, DateTimeOffset now) =>
        !curtailable.Any(point => point.Value == action.Point)
            ? $"no inverter that measures {action.Point} is declared curtailable here"
            : now >= action.Until
                ? Text($"it was to end at {action.Until:u}")
                : null;

    /// <summary>
    /// The next step, to be stored before anything of it is done; null: nothing is to be done now. A curtailment ends
    /// at its instant, and on a clock that nobody vouches for at once: it is never longer than it was asked for.
    /// </summary>
    public static CurtailmentStep? Next(
        Curtailment curtailment, InverterLook look, DateTimeOffset now, bool clockTrusted)
    {
        var isOver = now >= curtailment.Until || !clockTrusted;
        if (look.Fault is not null)
            return isOver && !curtailment.MayStand ? NeverSet(curtailment, look, now) : null;
        if (isOver)
            return End(curtailment, look, now, clockTrusted);
        var isSet = look.Mode == LimitMode.Share && look.Tenths == curtailment.Tenths
            && curtailment.State != CurtailmentState.Decided;
        return curtailment.State switch
        {
            CurtailmentState.Decided or CurtailmentState.Attempted when isSet => Stand(curtailment, now),
            CurtailmentState.Decided or CurtailmentState.Attempted when IsFree(curtailment, look) =>
                new(curtailment with
                {
                    State = CurtailmentState.Attempted,
                    Watts = curtailment.State == CurtailmentState.Decided ? look.Watts : curtailment.Watts,
                })
                {
                    Does = CurtailmentDeed.Limit,
                },
            _ when !isSet => Lost(curtailment, look, now),
            CurtailmentState.Stands when now >= curtailment.Since + EffectAfter => Measure(curtailment, look, now),
            _ => null,
        };
    }

    /// <summary>Nobody has set a limit but this gateway.</summary>
    private static bool IsFree(Curtailment curtailment, InverterLook look) => look.Mode switch
    {
        LimitMode.None => true,
        LimitMode.Share => curtailment.IsOurs(look.Tenths),
        _ => false,
    };

    private static CurtailmentStep Stand(Curtailment curtailment, DateTimeOffset now) => new(
        curtailment with { State = CurtailmentState.Stands, Since = now, Before = null })
    {
        Told = Note.Of(curtailment.ToEvent(
            EventKinds.CurtailmentBegun, now,
            Text($"{curtailment.Point} is limited to {curtailment.Limit} of its rated power until ")
            + Text($"{curtailment.Until:u}."))),
    };

    private static CurtailmentStep Measure(Curtailment curtailment, InverterLook look, DateTimeOffset now) => new(
        curtailment with { State = CurtailmentState.Measured })
    {
        Answer = new(curtailment.Command, CommandState.Done, now, Effect(curtailment, look, now)),
    };

    private static string Effect(Curtailment curtailment, InverterLook look, DateTimeOffset now)
    {
        var seconds = (now - curtailment.Since!.Value).TotalSeconds;
        var limited = Text($"Limited to {curtailment.Limit} until {curtailment.Until:u}, read back; AC power ");
        if (curtailment.Watts is not { } before || look.Watts is not { } after)
            return limited + "could not be read: its effect is not known.";
        var measured = Text($"was {before:0} W and is {after:0} W after {seconds:0} s");
        return limited + (before - after > before * EffectShare
            ? measured + "."
            : measured + ": no effect. It was below the limit already, or the site uses what it generates.");
    }

    private static CurtailmentStep End(
        Curtailment curtailment, InverterLook look, DateTimeOffset now, bool clockTrusted) =>
        !curtailment.MayStand ? NeverSet(curtailment, look, now)
        : look.Mode == LimitMode.None ? Ended(
            curtailment, now, clockTrusted ? "its time is over" : "nobody vouches for this gateway's clock any more")
        : look.Mode == LimitMode.Share && curtailment.IsOurs(look.Tenths)
            ? new(curtailment) { Does = CurtailmentDeed.Lift }
            : Lost(curtailment, look, now);

    /// <summary>Whoever changed it, or limited it before, is left alone.</summary>
    private static CurtailmentStep Lost(Curtailment curtailment, InverterLook look, DateTimeOffset now)
    {
        var shown = look.Mode switch
        {
            LimitMode.None => "no limit any more",
            LimitMode.Share => Text($"a limit of {look.Tenths / 10m:0.#} % that is not this gateway's"),
            _ => "a limit of another kind that is not this gateway's",
        };
        return Over(curtailment, now, $"the inverter shows {shown}; it is left as it is");
    }

    private static CurtailmentStep NeverSet(Curtailment curtailment, InverterLook look, DateTimeOffset now) =>
        Over(curtailment, now, look.Fault is { } fault ? $"{fault.TrimEnd('.')}, until its time was over"
            : "its time was over before anything was written");

    private static CurtailmentStep Ended(Curtailment curtailment, DateTimeOffset now, string why) =>
        Over(curtailment, now, $"{why}, and the inverter shows no limit");

    private static CurtailmentStep Over(Curtailment curtailment, DateTimeOffset now, string why) => new(curtailment)
    {
        IsOver = true,
        Answer = new(
            curtailment.Command, curtailment.Since is null ? CommandState.Refused : CommandState.Done, now,
            curtailment.Since is null
                ? $"Nothing has changed for certain: {why}."
                : $"It ended before its effect was measured: {why}."),
        Told = curtailment.MayStand
            ? Note.Of(curtailment.ToEvent(
                EventKinds.CurtailmentEnded, now, $"The limit of {curtailment.Point} has ended: {why}."))
            : null,
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What happens with a curtailment: stored first, then done.</summary>
/// <param name="Next">How it stands afterwards.</param>
internal sealed record CurtailmentStep(Curtailment Next)
{
    /// <summary>It is kept no longer.</summary>
    public bool IsOver { get; init; }

    /// <summary>To its command, where that still waits for one; null: not now.</summary>
    public CommandAnswer? Answer { get; init; }

    /// <summary>What the journal tells of it; null: nothing.</summary>
    public Note? Told { get; init; }

    /// <summary>What the inverter is told once this is stored.</summary>
    public CurtailmentDeed Does { get; init; }
}

/// <summary>What an inverter is told.</summary>
internal enum CurtailmentDeed
{
    Nothing,
    Limit,
    Lift,
}
