using Jingu.Budgets.Quotas;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Lighting.Timetables;
using Jingu.Lighting.Zones;
using Jingu.Time.Sun;
using NodaTime;

namespace Jingu.Lighting.Tests.Zones;

/// <summary>A zone in Zhoushan with one lamp, whose sensors are as many as its rules need.</summary>
internal static class SomeZone
{
    /// <summary>Thursday 1 October 2026 is a holiday; Saturday the 10th is worked.</summary>
    public static readonly LightingSite Site = new(
        DateTimeZoneProviders.Tzdb["Asia/Shanghai"],
        new WorkingDays(
        [
            (new(2026, 10, 1), new(DayKind.Rest, "国庆节", "test")),
            (new(2026, 10, 10), new(DayKind.Working, "", "test")),
        ]),
        new Coordinates(30.0, 122.2));

    /// <summary>08:00 to 18:00 on working days.</summary>
    public static readonly ScheduleRule OfficeHours = new([Window(8, 18)]);

    public static DayWindow Window(int from, int to, DayKind? on = DayKind.Working) =>
        new(new DayMark.Clock(new(from, 0)), new DayMark.Clock(new(to, 0)), on);

    public static Zone With(ZoneRules rules, int? presence = null, int? lux = null) => new(
        new ZoneId("z-1"), [Lamp("l-1")], rules, Site, presence ?? (rules.Absence is null ? 0 : 1),
        lux ?? (rules.Daylight is null ? 0 : 1));

    public static SwitchPoint Lamp(string id, bool switchable = true, params CircuitKind[] feeds) => new(
        new(id), new UnitId("unit-01"), Resource.Electricity, switchable,
        feeds.Length == 0 ? [CircuitKind.Ordinary] : [.. feeds])
    {
        Lamp = new LampRange(85, 254),
    };
}
