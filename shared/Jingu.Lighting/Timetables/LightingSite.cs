using System.Collections.Concurrent;
using System.Collections.Immutable;
using Jingu.Budgets.Quotas;
using Jingu.Time.Sun;
using NodaTime;
using NodaTime.TimeZones;

namespace Jingu.Lighting.Timetables;

/// <summary>
/// The site as its lighting sees it: zone, calendar of working days, where it lies. Turns windows and times of day into
/// instants. Answers depend on its arguments alone; safe from any thread.
/// </summary>
/// <param name="place">Null where nobody said it: marks of the sun do not exist then.</param>
public sealed class LightingSite(DateTimeZone zone, WorkingDays calendar, Coordinates? place)
{
    /// <summary>How many days ahead a next edge is looked for: longer than any run of holidays.</summary>
    public const int DaysAhead = 16;

    private const int SunDaysMax = 64;

    private static readonly ZoneLocalMappingResolver Resolver =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    /// <summary>Sun of days asked for: each is worth 200 positions, and asked for with every tick.</summary>
    private readonly ConcurrentDictionary<LocalDate, SunDay> _sun = new();

    /// <summary>Whether it is known where the site lies, and so when the sun sets.</summary>
    public bool HasSun => place is not null;

    /// <summary>Which days are worked.</summary>
    public WorkingDays Calendar => calendar;

    /// <summary>Whether an instant lies in one of the windows.</summary>
    public bool IsIn(ImmutableArray<DayWindow> windows, DateTimeOffset at) =>
        Spans(windows, DateOf(at).PlusDays(-2), 3).Any(span => span.From <= at && at < span.To);

    /// <summary>The first begin or end of a window after an instant; null where there is none in sight.</summary>
    public DateTimeOffset? NextEdge(ImmutableArray<DayWindow> windows, DateTimeOffset after)
    {
        if (windows.IsEmpty)
            return null;
        var first = DateOf(after).PlusDays(-2);
        for (var days = 4; days <= DaysAhead; days *= 2)
        {
            var edges = Spans(windows, first, days).SelectMany(span => new[] { span.From, span.To })
                .Where(edge => edge > after).ToList();
            if (edges.Count > 0)
                return edges.Min();
        }
        return null;
    }

    /// <summary>The last end of a window at or before an instant; null where there is none in a fortnight.</summary>
    public DateTimeOffset? LastEnd(ImmutableArray<DayWindow> windows, DateTimeOffset at)
    {
        var ends = Spans(windows, DateOf(at).PlusDays(-DaysAhead), DaysAhead + 1).Select(span => span.To)
            .Where(end => end <= at && !IsIn(windows, end)).ToList();
        return ends.Count > 0 ? ends.Max() : null;
    }

    /// <summary>Whether a window begins after one instant and not after another.</summary>
    public bool BeginsBetween(ImmutableArray<DayWindow> windows, DateTimeOffset after, DateTimeOffset until) =>
        Spans(windows, DateOf(until).PlusDays(-2), 3).Any(span => span.From > after && span.From <= until);

    /// <summary>The first of these times of any day after an instant; null where there are none.</summary>
    public DateTimeOffset? NextTime(ImmutableArray<LocalTime> times, DateTimeOffset after)
    {
        var day = DateOf(after);
        var instants = Enumerable.Range(0, 3)
            .SelectMany(days => times.Select(time => InstantOf(day.PlusDays(days), time)))
            .Where(instant => instant > after).ToList();
        return instants.Count > 0 ? instants.Min() : null;
    }

    /// <summary>
    /// Whether the sun stood above the horizon from one instant to another; false where nobody knows.
    /// </summary>
    public bool IsDaylight(DateTimeOffset from, DateTimeOffset to) =>
        SunOf(DateOf(from)) is { Sunrise: { } rise, Sunset: { } set } && rise <= from && to <= set;

    /// <summary>
    /// How much of the time from one instant to another lies in windows; where they overlap it counts once.
    /// </summary>
    public TimeSpan TimeIn(ImmutableArray<DayWindow> windows, DateTimeOffset from, DateTimeOffset to)
    {
        var sum = TimeSpan.Zero;
        while (from < to)
        {
            var next = NextEdge(windows, from) is { } edge && edge < to ? edge : to;
            if (IsIn(windows, from))
                sum += next - from;
            from = next;
        }
        return sum;
    }

    /// <summary>The begin of a local day.</summary>
    public DateTimeOffset MidnightOf(LocalDate day) => InstantOf(day, LocalTime.Midnight);

    /// <summary>How many days of a kind lie between two days, both included.</summary>
    public int DaysOf(DayKind kind, LocalDate first, LocalDate last)
    {
        var days = 0;
        for (var day = first; day <= last; day = day.PlusDays(1))
            days += calendar.KindOf(day) == kind ? 1 : 0;
        return days;
    }

    private LocalDate DateOf(DateTimeOffset at) => Instant.FromDateTimeOffset(at).InZone(zone).Date;

    private DateTimeOffset InstantOf(LocalDate day, LocalTime time) =>
        zone.ResolveLocal(day.At(time), Resolver).ToInstant().ToDateTimeOffset();

    private IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Spans(
        ImmutableArray<DayWindow> windows, LocalDate first, int days)
    {
        for (var day = first; day < first.PlusDays(days); day = day.PlusDays(1))
        {
            foreach (var window in windows)
            {
                if (window.On is { } kind && kind != calendar.KindOf(day))
                    continue;
                if (InstantOf(day, window.From) is not { } from)
                    continue;
                if (EndOf(window, day, from) is { } to)
                    yield return (from, to);
            }
        }
    }

    private DateTimeOffset? EndOf(DayWindow window, LocalDate day, DateTimeOffset from) =>
        InstantOf(day, window.To) is { } to && to > from ? to : InstantOf(day.PlusDays(1), window.To);

    private DateTimeOffset? InstantOf(LocalDate day, DayMark mark) => mark switch
    {
        DayMark.Clock clock => InstantOf(day, clock.Time),
        DayMark.Sunrise sunrise => SunOf(day)?.Sunrise + sunrise.Offset,
        DayMark.Sunset sunset => SunOf(day)?.Sunset + sunset.Offset,
        _ => null,
    };

    private SunDay? SunOf(LocalDate day)
    {
        if (place is not { } here)
            return null;
        if (_sun.Count > SunDaysMax)
            _sun.Clear();
        return _sun.GetOrAdd(day, date => SunDay.Between(
            here, MidnightOf(date), MidnightOf(date.PlusDays(1))));
    }
}
