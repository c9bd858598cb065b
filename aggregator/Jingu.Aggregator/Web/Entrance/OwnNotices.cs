using System.Collections.Immutable;
using Jingu.Aggregator.Reporting.Notices;
using Jingu.Contracts.Ids;

namespace Jingu.Aggregator.Web.Entrance;

/// <summary>Who gets which notices, and who does what with them. Pure.</summary>
internal static class OwnNotices
{
    /// <summary>True for whoever reads about the site, and for whom it is to.</summary>
    public static bool Sees(this Visit visit, NoticeReport notice) => visit.Sees(notice.To.Unit);

    /// <summary>What whoever asks may see.</summary>
    public static ImmutableArray<NoticeReport> For(this ImmutableArray<NoticeReport> notices, Visit visit) =>
        visit.SeesSite ? notices : [.. notices.Where(notice => visit.Sees(notice))];

    /// <summary>Facility managers do everything, contacts answer what is to units of their own.</summary>
    public static bool MayAct(this Visit visit, NoticeReport notice, string action) => visit.ActsForSite
        || (NoticeAct.IsAnswer(action) && notice.To.Unit is { } unit && visit.ActsFor(new UnitId(unit)));

    /// <summary>
    /// How many wait for whoever asks: of contacts those that they owe an answer to, of facility managers those to be
    /// checked and those that are overdue.
    /// </summary>
    public static int Waiting(this IEnumerable<NoticeReport> notices, Visit visit) => notices.Count(
        notice => visit.ActsForSite
            ? notice.State == NoticeState.Answered || notice.IsOverdue
            : notice.OwesAnswer && visit.MayAct(notice, "answer"));
}
