using System.Collections.Frozen;
using NodaTime;

namespace Jingu.Budgets.Quotas;

public enum DayKind
{
    Working,
    Rest,
}

/// <summary>A day that the site's calendar names: a statutory holiday, or a weekend day that is made up for.</summary>
/// <param name="Name">Such as 春节; empty where the source gives none.</param>
/// <param name="Source">The notice it comes from.</param>
public sealed record DeclaredDay(DayKind Kind, string Name, string Source);

/// <summary>
/// The site's calendar of working days. Days it does not name follow the week: Monday to Friday work. It invents no
/// holiday: a year of which it names no day is told by <see cref="HasYear"/>. Immutable, safe from any thread.
/// </summary>
public sealed class WorkingDays
{
    /// <summary>Names no day of any year.</summary>
    public static readonly WorkingDays Undeclared = new([]);

    private readonly FrozenDictionary<LocalDate, DeclaredDay> _declared;
    private readonly FrozenSet<int> _years;

    /// <param name="recorded">
    /// In the order in which they were recorded: of several records of a day the last one holds.
    /// </param>
    public WorkingDays(IEnumerable<(LocalDate Day, DeclaredDay Declared)> recorded)
    {
        var days = new Dictionary<LocalDate, DeclaredDay>();
        foreach (var (day, declared) in recorded)
            days[day] = declared;
        _declared = days.ToFrozenDictionary();
        _years = days.Keys.Select(day => day.Year).ToFrozenSet();
    }

    /// <summary>False when the calendar names no day of the year, so that all of it only follows the week.</summary>
    public bool HasYear(int year) => _years.Contains(year);

    /// <summary>What the calendar says of a day; null where it only follows the week.</summary>
    public DeclaredDay? Declared(LocalDate day) => _declared.GetValueOrDefault(day);

    public DayKind KindOf(LocalDate day) => Declared(day)?.Kind
        ?? (day.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday ? DayKind.Rest : DayKind.Working);
}
