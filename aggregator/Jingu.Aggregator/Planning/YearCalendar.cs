using System.Collections.Immutable;

namespace Jingu.Aggregator.Planning;

/// <summary>A year as planning sees it: which days work, and when nothing is cut.</summary>
/// <param name="IsDeclared">False: no day of the year was imported, so that all of it only follows the week.</param>
/// <param name="Days">Every day of the year, in order.</param>
/// <param name="Hours">Friendly hours that are in force.</param>
internal sealed record YearCalendar(
    int Year, bool IsDeclared, ImmutableArray<YearDay> Days, ImmutableArray<YearHours> Hours);

/// <param name="Kind">working or rest.</param>
/// <param name="IsDeclared">The calendar names it; else it follows the week.</param>
/// <param name="Name">What the calendar calls it; empty without.</param>
/// <param name="Held">Why nothing is cut all day: special, extreme-heat, extreme-cold; null: a day as any.</param>
internal sealed record YearDay(
    string Day, string Kind, bool IsDeclared, string Name, string? Held, string HeldName);

/// <param name="Begin">HH:mm, local.</param>
/// <param name="End">HH:mm; on the next day where it is not after the begin.</param>
/// <param name="Days">every, working or rest.</param>
internal sealed record YearHours(string Name, string Begin, string End, string Days, string Source);
