using Jingu.Budgets.Quotas;
using NodaTime;

namespace Jingu.Aggregator.Reporting.Forecasting;

/// <summary>
/// Days of use in a row, with holes where a day is not known whole, and the kinds of the days that follow them. Days
/// are counted from 0, the first one known. Immutable, safe from any thread.
/// </summary>
internal sealed class UseHistory
{
    /// <summary>As far as forecasts look ahead.</summary>
    public const int AheadMax = 62;

    private readonly UsedDay?[] _days;
    private readonly double[] _sums;
    private readonly int[] _known;
    private readonly int[] _working;

    /// <param name="days">In any order, each day once.</param>
    /// <param name="end">The day after the last one that is over: whatever is later is left out.</param>
    public UseHistory(IEnumerable<UsedDay> days, LocalDate end, WorkingDays calendar)
    {
        var known = days.Where(day => day.Date < end).OrderBy(day => day.Date).ToList();
        First = known.Count == 0 ? end : known[0].Date;
        Count = Period.DaysBetween(First, end);
        _days = new UsedDay?[Count];
        foreach (var day in known)
            _days[Period.DaysBetween(First, day.Date)] = day;
        (_sums, _known) = (new double[Count + 1], new int[Count + 1]);
        for (var day = 0; day < Count; day++)
        {
            _sums[day + 1] = _sums[day] + (_days[day]?.Amount ?? 0);
            _known[day + 1] = _known[day] + (_days[day] is null ? 0 : 1);
        }
        _working = new int[Count + AheadMax + 1];
        for (var day = 0; day < Count + AheadMax; day++)
            _working[day + 1] = _working[day] + (calendar.KindOf(First.PlusDays(day)) == DayKind.Working ? 1 : 0);
    }

    public LocalDate First { get; }

    /// <summary>Days from the first one known to the last one that is over, holes included.</summary>
    public int Count { get; }

    /// <summary>How many of them are known.</summary>
    public int Known => _known[Count];

    /// <summary>Null for a hole.</summary>
    public UsedDay? this[int day] => _days[day];

    public DayKind KindOf(int day) => _working[day + 1] > _working[day] ? DayKind.Working : DayKind.Rest;

    /// <summary>How many days of a kind there are in [from, from + days).</summary>
    public int CountOf(DayKind kind, int from, int days)
    {
        var working = _working[from + days] - _working[from];
        return kind == DayKind.Working ? working : days - working;
    }

    /// <summary>Wh or L used in [from, from + days), all of them over; null where one is not known.</summary>
    public double? Sum(int from, int days) =>
        _known[from + days] - _known[from] == days ? _sums[from + days] - _sums[from] : null;
}
