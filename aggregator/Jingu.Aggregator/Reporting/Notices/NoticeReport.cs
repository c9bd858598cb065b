using System.Collections.Immutable;
using NodaTime;
using NodaTime.Text;

namespace Jingu.Aggregator.Reporting.Notices;

/// <summary>A notice as pages and the API tell it, on a day of the site.</summary>
/// <param name="Number">Such as <c>2026-001</c>.</param>
/// <param name="Version">What whoever acts on it has to name.</param>
/// <param name="IsOverdue">An answer is due, and its day is over.</param>
/// <param name="Deadline">The last local day on which an answer is in time.</param>
internal sealed record NoticeReport(
    string Number, int Version, NoticeState State, bool IsOpen, bool OwesAnswer, bool IsOverdue, NoticeTo To,
    string Subject, string Finding, NoticeAlarm? Alarm, string Required, string Deadline,
    ImmutableArray<NoticeStepReport> Steps)
{
    public NoticeStepReport Issued => Steps[0];

    public NoticeStepReport? Answer => Steps.LastOrDefault(step => step.Kind == "answered");

    /// <summary>What came of the last check; null before the first.</summary>
    public NoticeStepReport? Check => Steps.LastOrDefault(step => step.Kind is "accepted" or "sent-back");

    /// <param name="today">The site's day.</param>
    public static NoticeReport Of(Notice notice, LocalDate today) => new(
        notice.Number.ToString(), notice.Version, notice.State, notice.IsOpen, notice.OwesAnswer,
        notice.IsOverdue(today), notice.Body.To, notice.Body.Subject, notice.Body.Finding, notice.Body.Alarm,
        notice.Body.Required, LocalDatePattern.Iso.Format(notice.Deadline),
        [.. notice.Steps.Select(NoticeStepReport.Of)]);

    /// <summary>
    /// What asks for somebody first: overdue, due, to be checked, then what is over, the newest first.
    /// </summary>
    public static ImmutableArray<NoticeReport> Sorted(IEnumerable<Notice> notices, LocalDate today) =>
    [
        .. notices.OrderBy(notice => notice.IsOverdue(today) ? 0 : notice.OwesAnswer ? 1 : notice.IsOpen ? 2 : 3)
            .ThenBy(notice => notice.IsOpen ? notice.Deadline : default)
            .ThenByDescending(notice => notice.Number)
            .Select(notice => Of(notice, today)),
    ];
}

/// <summary>A step of a notice.</summary>
/// <param name="Kind">issued, answered, accepted, sent-back or withdrawn.</param>
/// <param name="OnBehalf">An answer that a facility manager gave for whom the notice is to.</param>
/// <param name="Deadline">The day that it set; null where it set none.</param>
internal sealed record NoticeStepReport(
    string Kind, DateTimeOffset At, string By, string Text, bool OnBehalf, string? Deadline)
{
    public static NoticeStepReport Of(NoticeStep step) => new(
        step.Kind, step.At, step.By.Name, step.Words, step is NoticeStep.Answered { OnBehalf: true },
        step.Sets is { } day ? LocalDatePattern.Iso.Format(day) : null);
}
