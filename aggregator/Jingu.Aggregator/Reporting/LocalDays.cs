using NodaTime;
using NodaTime.Text;

namespace Jingu.Aggregator.Reporting;

/// <summary>Whole local days of the site, in a row. Immutable.</summary>
/// <param name="End">Excluded.</param>
internal sealed record LocalDays(LocalDate First, LocalDate End)
{
    /// <summary>As many are answered at once.</summary>
    public const int Max = 366;

    /// <summary>What to ask for instead, for whoever asked for something else.</summary>
    public static string Wanted =>
        "Name a month such as month=2017-03, or local days of the site such as "
        + $"from=2017-03-01&to=2017-03-02, at most {Max} of them.";

    /// <summary>How many there are.</summary>
    public int Count => Period.DaysBetween(First, End);

    /// <summary>Each of them, in order.</summary>
    public IEnumerable<LocalDate> All => Enumerable.Range(0, Count).Select(First.PlusDays);

    public static LocalDays Of(YearMonth month) => new(month.OnDayOfMonth(1), month.OnDayOfMonth(1).PlusMonths(1));

    /// <summary>
    /// A month, or local days of which the last one is excluded; without either the current month. Null where that is
    /// none, or more than <see cref="Max"/> days.
    /// </summary>
    public static LocalDays? Parse(string? month, string? from, string? to, YearMonth current)
    {
        if (from is null && to is null)
            return (month is null ? current : MonthReport.Parse(month)) is { } wanted ? Of(wanted) : null;
        var (first, end) = (LocalDatePattern.Iso.Parse(from ?? ""), LocalDatePattern.Iso.Parse(to ?? ""));
        if (month is not null || !first.Success || !end.Success)
            return null;
        var days = new LocalDays(first.Value, end.Value);
        return days.Count is >= 1 and <= Max ? days : null;
    }

    /// <summary>Those that are over on a day; may be none.</summary>
    public LocalDays Before(LocalDate today) =>
        this with { End = LocalDate.Max(First, LocalDate.Min(End, today)) };
}
