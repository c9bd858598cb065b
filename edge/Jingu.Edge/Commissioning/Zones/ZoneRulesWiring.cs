using System.Collections.Immutable;
using Jingu.Budgets.Quotas;
using Jingu.Lighting.Timetables;
using Jingu.Lighting.Zones;
using Jingu.Yaml;
using NodaTime;
using NodaTime.Text;

namespace Jingu.Edge.Commissioning.Zones;

/// <summary>
/// The rules of a zone in <c>commissioning.yaml</c>. What is not said is as the rules have it; ranges are judged by the
/// rules themselves.
/// </summary>
internal static class ZoneRulesWiring
{
    private const int LuxMax = 1_000_000;
    private static readonly TimeSpan DurationMax = TimeSpan.FromDays(7);

    private static readonly Dictionary<string, bool> Truths = new() { ["true"] = true, ["false"] = false };

    private static readonly Dictionary<string, DayKind?> Days = new()
    {
        ["working"] = DayKind.Working,
        ["rest"] = DayKind.Rest,
        ["every"] = null,
    };

    public static ZoneRules Read(YamlMap map)
    {
        var usual = new ZoneRules();
        return new()
        {
            OnLight = Light(map, "onLight", usual.OnLight),
            MinLight = Light(map, "minLight", usual.MinLight),
            DimLight = Light(map, "dimLight", usual.DimLight),
            DimFor = Time(map, "dimFor", usual.DimFor),
            SwitchHolds = Time(map, "switchHolds", usual.SwitchHolds),
            Absence = map.Map("absence") is { } absence ? ReadAbsence(absence) : null,
            Daylight = map.Map("daylight") is { } daylight ? ReadDaylight(daylight) : null,
            Schedule = map.Has("schedule") ? new(Windows(map, "schedule")) : null,
            Sweep = map.Map("sweep") is { } sweep ? ReadSweep(sweep) : null,
            Corridor = map.Map("corridor") is { } corridor ? ReadCorridor(corridor) : null,
            Sensors = map.Map("sensors") is { } sensors ? ReadSensors(sensors) : usual.Sensors,
        };
    }

    private static AbsenceRule ReadAbsence(YamlMap map)
    {
        var usual = new AbsenceRule();
        return Done(map, new AbsenceRule
        {
            Hold = Time(map, "hold", usual.Hold),
            AutoOn = map.Choice("autoOn", Truths, usual.AutoOn),
        });
    }

    private static DaylightRule ReadDaylight(YamlMap map)
    {
        var usual = new DaylightRule((int)map.Number("targetLux", 0, LuxMax), (int)map.Number("fullLux", 0, LuxMax));
        return Done(map, usual with
        {
            DeadBandPercent = Whole(map, "deadBand", usual.DeadBandPercent),
            StepEvery = Time(map, "stepEvery", usual.StepEvery),
            StepUp = Light(map, "stepUp", usual.StepUp),
            StepDown = Light(map, "stepDown", usual.StepDown),
            DownAfter = Time(map, "downAfter", usual.DownAfter),
            OffAbovePercent = Whole(map, "offAbove", usual.OffAbovePercent),
            OffAfter = Time(map, "offAfter", usual.OffAfter),
        });
    }

    private static SweepRule ReadSweep(YamlMap map)
    {
        var usual = new SweepRule([.. map.ParsedEach("at", TimeOfDay)]);
        return Done(map, usual with
        {
            Warning = Time(map, "warning", usual.Warning),
            Flash = Time(map, "flash", usual.Flash),
            Extends = Time(map, "extends", usual.Extends),
        });
    }

    private static CorridorRule ReadCorridor(YamlMap map)
    {
        var usual = new CorridorRule(
            (int)map.Number("floor", 0, ZoneRules.Whole), map.Has("hours") ? Windows(map, "hours") : []);
        return Done(map, usual with { Keep = Time(map, "keep", usual.Keep) });
    }

    private static SensorRule ReadSensors(YamlMap map)
    {
        var usual = new SensorRule();
        return Done(map, new SensorRule
        {
            StaleAfter = Time(map, "staleAfter", usual.StaleAfter),
            LuxMax = Whole(map, "luxMax", usual.LuxMax),
            LuxStuckAfter = Time(map, "luxStuckAfter", usual.LuxStuckAfter),
            OccupiedStuckAfter = Time(map, "occupiedStuckAfter", usual.OccupiedStuckAfter),
            UnseenPressesMax = Whole(map, "unseenPressesMax", usual.UnseenPressesMax),
            BackAfter = Time(map, "backAfter", usual.BackAfter),
        });
    }

    private static ImmutableArray<DayWindow> Windows(YamlMap map, string key) =>
    [
        .. map.List(key).Select(item => Done(item, new DayWindow(
            item.Parsed("from", Mark), item.Parsed("to", Mark), item.Choice("on", Days, DayKind.Working)))),
    ];

    /// <summary>A time of day, or sunrise or sunset, moved or not: 07:30, sunset, sunset-30m, sunrise+1h.</summary>
    private static DayMark Mark(string text)
    {
        foreach (var (word, make) in new (string, Func<TimeSpan, DayMark>)[]
        {
            ("sunrise", offset => new DayMark.Sunrise(offset)), ("sunset", offset => new DayMark.Sunset(offset)),
        })
        {
            if (!text.StartsWith(word, StringComparison.Ordinal))
                continue;
            var moved = text[word.Length..];
            if (moved.Length == 0)
                return make(TimeSpan.Zero);
            if (moved[0] is '+' or '-' && Durations.TryParse(moved[1..], out var offset))
                return make(moved[0] == '-' ? -offset : offset);
        }
        return new DayMark.Clock(TimeOfDay(text));
    }

    private static LocalTime TimeOfDay(string text) =>
        LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(text) is { Success: true } time
            ? time.Value
            : throw new FormatException($"'{text}' is no time of day: write it as 07:30, in quotes, or as sunset-30m.");

    private static int Light(YamlMap map, string key, int usual) => (int)map.Number(key, 0, ZoneRules.Whole, usual);

    private static int Whole(YamlMap map, string key, int usual) => (int)map.Number(key, 0, LuxMax, usual);

    private static TimeSpan Time(YamlMap map, string key, TimeSpan usual) =>
        map.Duration(key, TimeSpan.Zero, DurationMax, usual);

    private static T Done<T>(YamlMap map, T read)
    {
        map.Done();
        return read;
    }
}
