using System.Collections.Immutable;
using Jingu.Aggregator.Reporting.Notices;

namespace Jingu.Aggregator.Web.Tables;

/// <summary>Notices as rows: each as it stands, with its last answer and check. Pure.</summary>
internal static class NoticeTable
{
    public static Table Of(IEnumerable<NoticeReport> notices) => new(
        "notices",
        [
            "number", "state", "overdue", "unit", "building", "name", "nameEn", "subject", "finding", "alarm",
            "alarmText", "required", "deadline", "issuedAt", "issuedBy", "answeredAt", "answeredBy", "answer",
            "checkedAt", "checkedBy", "check", "steps",
        ],
        [
            .. notices.Select(notice => (ImmutableArray<Cell>)[
                notice.Number, NoticeFilter.WordOf(notice.State), notice.IsOverdue ? "yes" : "no", notice.To.Unit,
                notice.To.Building, notice.To.Name, notice.To.NameEn, notice.Subject, notice.Finding,
                notice.Alarm?.Key, notice.Alarm?.Text, notice.Required, notice.Deadline, notice.Issued.At,
                notice.Issued.By, notice.Answer?.At, notice.Answer?.By, notice.Answer?.Text, notice.Check?.At,
                notice.Check?.By, notice.Check?.Text, notice.Steps.Length]),
        ]);
}
