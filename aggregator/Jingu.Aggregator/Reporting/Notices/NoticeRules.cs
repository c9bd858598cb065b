using NodaTime;

namespace Jingu.Aggregator.Reporting.Notices;

/// <summary>Which steps a notice can take. Pure.</summary>
internal static class NoticeRules
{
    /// <summary>A deadline further ahead than this is a slip of the pen.</summary>
    public const int DaysMax = 366;

    /// <summary>Null where the step can be taken; otherwise why not.</summary>
    /// <param name="today">The site's day.</param>
    public static NoticeFault? Objection(Notice notice, NoticeStep step, LocalDate today) => (notice.State, step) switch
    {
        (_, NoticeStep.Issued) => NoticeFault.IssuedAlready,
        (NoticeState.Closed, _) => NoticeFault.IsClosed,
        (NoticeState.Withdrawn, _) => NoticeFault.IsWithdrawn,
        (_, NoticeStep.Withdrawn) => null,
        (NoticeState.Answered, NoticeStep.Answered) => NoticeFault.IsAnswered,
        (_, NoticeStep.Answered) => null,
        (NoticeState.Answered, NoticeStep.Accepted accepted) =>
            accepted.By.IsAnotherPersonThan(notice.Steps[^1].By) ? null : NoticeFault.OwnAnswer,
        (NoticeState.Answered, NoticeStep.SentBack back) => Objection(back.Deadline, today),
        (_, NoticeStep.Accepted or NoticeStep.SentBack) => NoticeFault.NotAnswered,
        _ => throw new InvalidOperationException(),
    };

    /// <summary>Null for a day until which an answer can be asked for.</summary>
    /// <inheritdoc cref="Objection(Notice, NoticeStep, LocalDate)"/>
    public static NoticeFault? Objection(LocalDate deadline, LocalDate today) =>
        deadline < today ? NoticeFault.DeadlineOver
        : deadline > today.PlusDays(DaysMax) ? NoticeFault.DeadlineFar
        : null;
}
