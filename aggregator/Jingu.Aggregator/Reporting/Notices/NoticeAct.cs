using System.Collections.Immutable;
using Jingu.Aggregator.People;
using NodaTime;

namespace Jingu.Aggregator.Reporting.Notices;

/// <summary>What somebody wants to do with a notice; nothing of it is checked.</summary>
/// <param name="Action">One of <see cref="Actions"/>.</param>
/// <param name="Text">The answer, the verdict or the reason.</param>
/// <param name="Deadline">A local day; of send-back alone.</param>
internal sealed record NoticeAct(string Action, string? Text, string? Deadline)
{
    /// <summary>Everything that can be done after the issue.</summary>
    public static readonly ImmutableArray<string> Actions = ["answer", "accept", "send-back", "withdraw"];

    /// <summary>True for what whom it is to does; all else is a facility manager's.</summary>
    public static bool IsAnswer(string action) => action == "answer";

    /// <summary>True where another day is set.</summary>
    public static bool HasDeadline(string action) => action == "send-back";

    /// <summary>The step that it would be, or all that is wrong with it.</summary>
    /// <param name="onBehalf">A facility manager does it.</param>
    /// <param name="today">The site's day.</param>
    public (NoticeStep? Step, ImmutableArray<NoticeFault> Faults) StepOf(
        Notice notice, DateTimeOffset at, Actor by, bool onBehalf, LocalDate today)
    {
        var faults = ImmutableArray.CreateBuilder<NoticeFault>();
        var (text, deadline) = (NoticeDraft.TextOf(Text), NoticeDraft.DayOf(Deadline));
        if (text is null)
            faults.Add(NoticeFault.NoText);
        if (HasDeadline(Action) && deadline is null)
            faults.Add(NoticeFault.NoDeadline);
        NoticeStep step = Action switch
        {
            "answer" => new NoticeStep.Answered(at, by, text ?? "", onBehalf),
            "accept" => new NoticeStep.Accepted(at, by, text ?? ""),
            "send-back" => new NoticeStep.SentBack(at, by, text ?? "", deadline ?? today),
            "withdraw" => new NoticeStep.Withdrawn(at, by, text ?? ""),
            _ => throw new InvalidOperationException(Action),
        };
        if (NoticeRules.Objection(notice, step, today) is { } objection)
            faults.Insert(0, objection);
        return faults.Count == 0 ? (step, []) : (null, faults.ToImmutable());
    }
}
