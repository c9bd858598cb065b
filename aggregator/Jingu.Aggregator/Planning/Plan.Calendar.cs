using System.Collections.Immutable;
using Jingu.Aggregator.Planning.Importing;
using Jingu.Budgets.Quotas;
using NodaTime;
using NodaTime.Text;

namespace Jingu.Aggregator.Planning;

/// <summary>What planning says about the days of a year.</summary>
internal sealed partial class Plan
{
    /// <param name="year">2000 to 2199.</param>
    public YearCalendar Year(int year)
    {
        var held = _held.ToDictionary(day => day.Day);
        var days = ImmutableArray.CreateBuilder<YearDay>();
        for (var day = new LocalDate(year, 1, 1); day.Year == year; day = day.PlusDays(1))
        {
            var (declared, hold) = (Declared(day), held.GetValueOrDefault(day));
            days.Add(new(
                LocalDatePattern.Iso.Format(day), WorkingDays.KindOf(day) == DayKind.Working ? "working" : "rest",
                declared is not null, declared?.Name ?? "", hold is null ? null : PlanWords.Of(hold.Reason),
                hold?.Name ?? ""));
        }
        return new(
            year, WorkingDays.HasYear(year), days.ToImmutable(),
            [
                .. from kept in Kept(PlanTable.Hours, default)
                   where kept.Row.Text("days") != PlanWords.None
                   select new YearHours(
                       kept.Row.Text("name"), kept.Row.Text("begin"), kept.Row.Text("end"), kept.Row.Text("days"),
                       kept.Row.Text("source")),
            ]);
    }
}
