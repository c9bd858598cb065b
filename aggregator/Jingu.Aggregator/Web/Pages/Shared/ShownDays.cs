using Jingu.Aggregator.Reporting;
using NodaTime;
using NodaTime.Text;

namespace Jingu.Aggregator.Web.Pages.Shared;

/// <summary>The month that a page shows, and one day of it.</summary>
/// <param name="Path">Of the page, for its links.</param>
/// <param name="IsWrong">The address asked for what is none; what is there is shown.</param>
internal sealed record ShownDays(string Path, YearMonth Month, LocalDate Day, bool IsWrong)
{
    public string MonthText => MonthReport.Text(Month);

    public string DayText => LocalDatePattern.Iso.Format(Day);

    /// <summary>
    /// A day brings its month with it; a month alone its last day, and of the current one today.
    /// </summary>
    /// <param name="today">Of the site.</param>
    public static ShownDays Of(string path, string? month, string? day, LocalDate today)
    {
        var (askedMonth, askedDay) = (
            month is null ? null : MonthReport.Parse(month),
            day is null ? (LocalDate?)null : LocalDatePattern.Iso.Parse(day) is { Success: true, Value: var parsed }
                ? parsed
                : null);
        var isWrong = (month is not null && askedMonth is null) || (day is not null && askedDay is null);
        var shown = askedDay?.ToYearMonth() ?? askedMonth ?? today.ToYearMonth();
        return new(
            path, shown,
            askedDay ?? (shown == today.ToYearMonth() ? today : shown.OnDayOfMonth(1).PlusMonths(1).PlusDays(-1)),
            isWrong);
    }

    /// <summary>Another month, or the same one.</summary>
    public string OfMonth(int later) => $"{Path}?month={MonthReport.Text(Month.PlusMonths(later))}";

    /// <summary>Another day, with its month.</summary>
    public string OfDay(int later) => $"{Path}?day={LocalDatePattern.Iso.Format(Day.PlusDays(later))}";
}
