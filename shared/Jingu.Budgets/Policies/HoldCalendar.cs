using System.Collections.Immutable;
using Jingu.Budgets.Ladders;
using Jingu.Budgets.Quotas;
using NodaTime;
using NodaTime.TimeZones;

namespace Jingu.Budgets.Policies;

/// <summary>
/// When nothing is cut: friendly hours, special days, days of extreme heat or cold. Immutable.
/// </summary>
/// <param name="Friendly">Hours of the day, by the kind of day they begin on.</param>
/// <param name="Days">Whole local days.</param>
/// <param name="Working">The days that differ from the week, for <paramref name="Friendly"/>. A day that is not named
/// follows the week.</param>
public sealed record HoldCalendar(
    ImmutableArray<FriendlyHours> Friendly, ImmutableArray<HeldDay> Days, ImmutableArray<CalendarDay> Working)
{
    /// <summary>Nothing is friendly, special or extreme.</summary>
    public static readonly HoldCalendar None = new([], [], []);

    /// <summary>The most of each.</summary>
    public const int EntriesMax = 2_000;

    /// <summary>How far behind an instant <see cref="Windows"/> looks.</summary>
    public static readonly Duration Behind = Duration.FromDays(1);

    /// <summary>How far ahead of an instant <see cref="Windows"/> looks: three days of notice fit in.</summary>
    public static readonly Duration Ahead = Duration.FromDays(4);

    /// <summary>
    /// Every window that touches the time from <see cref="Behind"/> an instant to <see cref="Ahead"/> of it: extreme
    /// days first, then special days, then friendly hours, each kind by its beginning. Where a clock change repeats
    /// a local time, a window begins at the first and ends at the last of both; where it skips one, at the change.
    /// </summary>
    public ImmutableArray<HoldWindow> Windows(DateTimeOffset now, DateTimeZone zone)
    {
        var (first, last) = (Instant.FromDateTimeOffset(now) - Behind, Instant.FromDateTimeOffset(now) + Ahead);
        var working = new WorkingDays(Working.Select(day => (day.Day, new DeclaredDay(day.Kind, "", ""))));
        // Hours may reach into the next day, and a zone is at most a day off: two days more on either side are enough.
        var from = first.InZone(zone).Date.PlusDays(-2);
        var to = last.InZone(zone).Date.PlusDays(2);
        var windows = ImmutableArray.CreateBuilder<HoldWindow>();
        foreach (var held in Days.Where(day => day.Day >= from && day.Day <= to)
            .OrderByDescending(day => day.Reason).ThenBy(day => day.Day))
        {
            Add(held.Day.AtMidnight(), held.Day.PlusDays(1).AtMidnight(), held.Reason);
        }
        for (var day = from; day <= to; day = day.PlusDays(1))
        {
            foreach (var hours in Friendly.Where(hours => hours.IsOn(working.KindOf(day))))
            {
                var until = (hours.To > hours.From ? day : day.PlusDays(1)).At(hours.To);
                Add(day.At(hours.From), until, HoldReason.FriendlyHours);
            }
        }
        return windows.ToImmutable();

        void Add(LocalDateTime begin, LocalDateTime end, HoldReason reason)
        {
            var (start, stop) = (zone.ResolveLocal(begin, Earliest), zone.ResolveLocal(end, Latest));
            if (start.ToInstant() < last && stop.ToInstant() > first)
                windows.Add(new(start.ToInstant().ToDateTimeOffset(), stop.ToInstant().ToDateTimeOffset(), reason));
        }
    }

    /// <summary>What is wrong in it, a sentence each; empty when it can be used.</summary>
    public IEnumerable<string> Faults()
    {
        foreach (var (what, length) in new[]
        {
            ("friendly hours", Friendly.Length), ("held days", Days.Length), ("working days", Working.Length),
        })
        {
            if (length > EntriesMax)
                yield return $"its calendar has {length} {what}, {EntriesMax} at most";
        }
        foreach (var held in Days.Where(
            day => day.Reason is not (HoldReason.SpecialDay or HoldReason.ExtremeHeat or HoldReason.ExtremeCold)))
        {
            yield return $"its calendar holds {held.Day} for '{held.Reason}', which is no reason for a day";
        }
        foreach (var hours in Friendly.Where(hours => !Enum.IsDefined(hours.On)))
            yield return $"its calendar has friendly hours on days of kind {hours.On}, which it does not know";
    }

    private static readonly ZoneLocalMappingResolver Earliest =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    private static readonly ZoneLocalMappingResolver Latest =
        Resolvers.CreateMappingResolver(Resolvers.ReturnLater, Resolvers.ReturnStartOfIntervalAfter);
}

/// <summary>Hours in which nothing is cut.</summary>
/// <param name="From">Local time of day, included.</param>
/// <param name="To">Local time of day, excluded; at or before <paramref name="From"/>: on the next day.</param>
/// <param name="On">On which days they begin.</param>
public sealed record FriendlyHours(LocalTime From, LocalTime To, FriendlyDays On)
{
    internal bool IsOn(DayKind kind) => On switch
    {
        FriendlyDays.Working => kind == DayKind.Working,
        FriendlyDays.Rest => kind == DayKind.Rest,
        _ => true,
    };
}

/// <summary>Kinds of days that friendly hours begin on.</summary>
public enum FriendlyDays
{
    Every = 0,
    Working = 1,
    Rest = 2,
}

/// <summary>A local day on which nothing is cut.</summary>
/// <param name="Day">The day.</param>
/// <param name="Reason">Special day, extreme heat or extreme cold; nothing else.</param>
/// <param name="Name">Such as 春节; may be empty.</param>
public sealed record HeldDay(LocalDate Day, HoldReason Reason, string Name);

/// <summary>A local day of the site's calendar that differs from the week.</summary>
public sealed record CalendarDay(LocalDate Day, DayKind Kind);
