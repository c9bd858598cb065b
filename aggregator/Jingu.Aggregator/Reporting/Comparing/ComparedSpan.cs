using System.Globalization;
using NodaTime;

namespace Jingu.Aggregator.Reporting.Comparing;

/// <summary>A month or a year, as people ask for it.</summary>
/// <param name="Month">1 to 12; null: the year.</param>
internal sealed record ComparedSpan(int Year, int? Month)
{
    /// <summary>Such as 2026-03 or 2026.</summary>
    public string Text => Month is { } month
        ? MonthReport.Text(new(Year, month))
        : Year.ToString("D4", CultureInfo.InvariantCulture);

    /// <summary>The one before.</summary>
    public ComparedSpan Earlier => Step(-1);

    /// <summary>The one after.</summary>
    public ComparedSpan Later => Step(1);

    /// <summary>A month or a year, not both; without either the current month. Null where that is none.</summary>
    public static ComparedSpan? Parse(string? month, int? year, YearMonth current) => (month, year) switch
    {
        (null, null) => Of(current),
        (null, >= 2000 and < 2200) => new(year.Value, null),
        (_, null) => MonthReport.Parse(month) is { } wanted ? Of(wanted) : null,
        _ => null,
    };

    public static ComparedSpan Of(YearMonth month) => new(month.Year, month.Month);

    /// <summary>What is compared with what on a day.</summary>
    public ComparedPeriods Periods(LocalDate today)
    {
        var running = today.ToYearMonth();
        var first = new YearMonth(Year, Month ?? 1);
        var last = new YearMonth(Year, Month ?? 12);
        var isWhole = last < running;
        // Of a running year those months that have begun.
        var now = new MonthSpan(first, running >= first && running < last ? running : last);
        var overTo = isWhole ? last : running.PlusMonths(-1);
        var over = overTo < first ? null : new MonthSpan(first, overTo);
        return new(
            now, isWhole, over, over?.Earlier(12), Month is null ? null : over?.Earlier(1));
    }

    private ComparedSpan Step(int by) => Month is { } month
        ? Of(new YearMonth(Year, month).PlusMonths(by))
        : this with { Year = Year + by };
}

/// <summary>Months that a comparison is made of.</summary>
/// <param name="Now">What is ranked.</param>
/// <param name="IsWhole">True when all of what was asked for is over.</param>
/// <param name="Over">Those months of it that are over; null where none is.</param>
/// <param name="MonthBefore">Null where more than a month is compared.</param>
internal sealed record ComparedPeriods(
    MonthSpan Now, bool IsWhole, MonthSpan? Over, MonthSpan? YearBefore, MonthSpan? MonthBefore);

/// <summary>Months in a row, both included.</summary>
internal sealed record MonthSpan(YearMonth First, YearMonth Last)
{
    public LocalDays Days => new(First.OnDayOfMonth(1), Last.OnDayOfMonth(1).PlusMonths(1));

    /// <summary>Those of its days that are over.</summary>
    public LocalDays DaysBefore(LocalDate today) => Days.Before(today);

    public MonthSpan Earlier(int months) => new(First.PlusMonths(-months), Last.PlusMonths(-months));
}
