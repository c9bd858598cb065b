using System.Collections.Immutable;
using System.Globalization;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Planning;
using Jingu.Aggregator.Web.Entrance;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime.Text;

namespace Jingu.Aggregator.Web.Pages.Administration;

/// <summary>A year at a glance: working days, days of rest, days and hours on which nothing is cut.</summary>
[Requires(Access.Read)]
internal sealed class CalendarModel(Plans plans) : PageModel
{
    public YearCalendar Year { get; private set; } = null!;

    /// <summary>The months in order, each with its days.</summary>
    public IEnumerable<IGrouping<int, YearDay>> Months => Year.Days.GroupBy(day => MonthOf(day.Day));

    /// <summary>What is not as any other week.</summary>
    public ImmutableArray<YearDay> Special =>
        [.. Year.Days.Where(day => day.IsDeclared || day.Held is not null)];

    /// <summary>A year that is none is taken for the current one.</summary>
    public async Task OnGetAsync(int? year, CancellationToken stop)
    {
        var wanted = year is { } asked && SiteApi.IsYear(asked) ? asked : plans.Today.Year;
        Year = (await plans.CurrentAsync(null, stop)).Year(wanted);
        ViewData["Title"] = $"{Texts.Get("AdminCalendar")} {wanted}";
    }

    /// <summary>A month's weeks from Monday on; null before its first day.</summary>
    public static IEnumerable<YearDay?[]> WeeksOf(IGrouping<int, YearDay> month) =>
        Enumerable.Repeat<YearDay?>(null, (int)LocalDatePattern.Iso.Parse(month.First().Day).Value.DayOfWeek - 1)
            .Concat(month).Chunk(7);

    /// <summary>Names of the days of the week from Monday on, in the reader's language.</summary>
    public static ImmutableArray<string> WeekDays =>
        [.. Enumerable.Range(1, 7).Select(day => Texts.Get($"WeekDay-{day}"))];

    /// <summary>What a cell says beside its number; empty for a day as any.</summary>
    public static string Said(YearDay day) => string.Join(" · ", new[]
    {
        day.IsDeclared ? TableWords.Of(day.Kind) : "", day.Name, TableWords.Of(day.Held), day.HeldName,
    }.Where(part => part.Length > 0));

    private static int MonthOf(string day) =>
        int.Parse(day.AsSpan(5, 2), NumberStyles.None, CultureInfo.InvariantCulture);
}
