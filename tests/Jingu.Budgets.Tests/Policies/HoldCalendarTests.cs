using System.Collections.Immutable;
using FsCheck.Fluent;
using Jingu.Budgets.Ladders;
using Jingu.Budgets.Policies;
using Jingu.Budgets.Quotas;
using NodaTime;
using Xunit;

namespace Jingu.Budgets.Tests.Policies;

public sealed class HoldCalendarTests
{
    private static readonly DateTimeZone China = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

    /// <summary>
    /// Zones whose clocks change at odd times: at midnight, at 00:01, by half an hour, by a whole day.
    /// </summary>
    private static readonly (string Zone, LocalDate Near)[] Changes =
    [
        ("Asia/Shanghai", new(2026, 3, 20)),
        ("Europe/Berlin", new(2026, 3, 29)),
        ("Europe/Berlin", new(2026, 10, 25)),
        ("America/St_Johns", new(2010, 11, 7)),
        ("America/Sao_Paulo", new(2018, 11, 4)),
        ("America/Havana", new(2026, 11, 1)),
        ("Australia/Lord_Howe", new(2026, 4, 5)),
        ("Pacific/Apia", new(2011, 12, 30)),
    ];

    private sealed record Case(string Zone, DateTimeOffset Now, HoldCalendar Calendar);

    [Fact]
    public void No_minute_of_a_friendly_hour_or_a_held_day_is_missed() => Properties.Hold(
        from change in Gen.Elements(Changes)
        from shift in Gen.Choose(-5 * 24 * 60, 5 * 24 * 60)
        from friendly in (
            from begin in Gen.Choose(0, 47)
            from end in Gen.Choose(0, 47)
            from days in Gen.Elements(Enum.GetValues<FriendlyDays>())
            select new FriendlyHours(HalfHours(begin), HalfHours(end), days)).ListOf(2)
        from held in (
            from day in Gen.Choose(-6, 6)
            from reason in Gen.Elements(HoldReason.SpecialDay, HoldReason.ExtremeHeat)
            select new HeldDay(change.Near.PlusDays(day), reason, "")).ListOf(1)
        from rest in Gen.Choose(-3, 3)
        select new Case(
            change.Zone,
            change.Near.At(LocalTime.Noon).InZoneLeniently(DateTimeZoneProviders.Tzdb[change.Zone]).ToInstant()
                .Plus(Duration.FromMinutes(shift)).ToDateTimeOffset(),
            new([.. friendly], [.. held], [new(change.Near.PlusDays(rest), DayKind.Rest)])),
        Missed, 300);

    [Fact]
    public void Where_no_clock_changes_no_minute_too_many_is_held()
    {
        var calendar = new HoldCalendar(
            [new(new(22, 0), new(7, 0), FriendlyDays.Every), new(new(12, 0), new(14, 0), FriendlyDays.Rest)],
            [new(new(2026, 3, 19), HoldReason.SpecialDay, "")], []);
        var now = new DateTimeOffset(2026, 3, 20, 4, 0, 0, TimeSpan.Zero);
        var windows = calendar.Windows(now, China);
        foreach (var at in Minutes(now))
            Assert.Equal(IsHeld(calendar, at, China), Covers(windows, at));
    }

    [Fact]
    public void Hours_past_midnight_belong_to_the_day_they_begin_on()
    {
        // 2026-03-20 is a Friday; the calendar makes it a day of rest.
        var calendar = new HoldCalendar(
            [new(new(20, 0), new(6, 0), FriendlyDays.Rest)], [], [new(new(2026, 3, 20), DayKind.Rest)]);
        var windows = calendar.Windows(new(2026, 3, 20, 4, 0, 0, TimeSpan.Zero), China);
        Assert.False(Covers(windows, At(20, 5)));
        Assert.True(Covers(windows, At(20, 20)));
        Assert.True(Covers(windows, At(23, 5)));
        Assert.False(Covers(windows, At(23, 20)));
    }

    [Fact]
    public void Extreme_days_come_first_so_that_the_stronger_reason_is_told()
    {
        var calendar = new HoldCalendar(
            [new(new(0, 0), new(0, 0), FriendlyDays.Every)],
            [new(new(2026, 3, 20), HoldReason.SpecialDay, ""), new(new(2026, 3, 20), HoldReason.ExtremeCold, "")], []);
        Assert.Equal(
            [HoldReason.ExtremeCold, HoldReason.SpecialDay, HoldReason.FriendlyHours],
            calendar.Windows(At(20, 12), China)
                .Where(window => window.From <= At(20, 12) && At(20, 12) < window.To).Select(window => window.Reason));
    }

    [Fact]
    public void A_reason_that_is_none_of_the_calendars_is_a_fault() =>
        Assert.Contains("no reason for a day", Assert.Single(
            new HoldCalendar([], [new(new(2026, 3, 20), HoldReason.Forbidden, "")], []).Faults()),
            StringComparison.Ordinal);

    private static string? Missed(Case one)
    {
        var zone = DateTimeZoneProviders.Tzdb[one.Zone];
        var windows = one.Calendar.Windows(one.Now, zone);
        return Minutes(one.Now).Where(at => IsHeld(one.Calendar, at, zone) && !Covers(windows, at))
            .Select(at => $"{one.Zone}: {at:O} is not held").FirstOrDefault();
    }

    /// <summary>By the clock on the wall, without any of the arithmetic that is tested.</summary>
    private static bool IsHeld(HoldCalendar calendar, DateTimeOffset at, DateTimeZone zone)
    {
        var wall = Instant.FromDateTimeOffset(at).InZone(zone).LocalDateTime;
        return calendar.Days.Any(day => day.Day == wall.Date) || calendar.Friendly.Any(hours =>
            hours.To > hours.From
                ? On(hours, wall.Date) && wall.TimeOfDay >= hours.From && wall.TimeOfDay < hours.To
                : (On(hours, wall.Date) && wall.TimeOfDay >= hours.From)
                    || (On(hours, wall.Date.PlusDays(-1)) && wall.TimeOfDay < hours.To));

        bool On(FriendlyHours hours, LocalDate day)
        {
            var declared = calendar.Working.Where(known => known.Day == day).Select(known => (DayKind?)known.Kind);
            var kind = declared.FirstOrDefault()
                ?? (day.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday ? DayKind.Rest : DayKind.Working);
            return hours.On == FriendlyDays.Every || hours.On == (
                kind == DayKind.Rest ? FriendlyDays.Rest : FriendlyDays.Working);
        }
    }

    private static IEnumerable<DateTimeOffset> Minutes(DateTimeOffset now) =>
        Enumerable.Range(-24 * 60, 4 * 24 * 60).Select(minute => now.AddMinutes(minute));

    private static bool Covers(ImmutableArray<HoldWindow> windows, DateTimeOffset at) =>
        windows.Any(window => window.From <= at && at < window.To);

    private static LocalTime HalfHours(int count) => LocalTime.Midnight.PlusMinutes(30 * count);

    private static DateTimeOffset At(int day, int hour) => new(2026, 3, day, hour, 0, 0, TimeSpan.FromHours(8));
}
