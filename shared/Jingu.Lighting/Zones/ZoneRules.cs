using System.Collections.Immutable;
using Jingu.Lighting.Timetables;

namespace Jingu.Lighting.Zones;

/// <summary>
/// How a zone is lit. Every rule may be left out; without any the zone does what its switch says. Light is counted in
/// thousandths of full light, as the eye of a meter sees it, so that it fits DALI's curve and a dimmer's alike: 0 is
/// off. Immutable.
/// </summary>
public sealed record ZoneRules
{
    /// <summary>Full light, in thousandths.</summary>
    public const int Whole = 1000;

    /// <summary>The light when nothing asks for less, up to 1,000.</summary>
    public int OnLight { get; init; } = Whole;

    /// <summary>
    /// The least light while somebody is there, 1 to that of <see cref="OnLight"/>; no limit from outside goes below.
    /// 10 % is a convention of the trade, not confirmed.
    /// </summary>
    public int MinLight { get; init; } = 100;

    /// <summary>
    /// The light of the step before the zone goes dark, 1 to that of <see cref="OnLight"/>. 10 to 20 % is a
    /// convention of the trade, not confirmed.
    /// </summary>
    public int DimLight { get; init; } = 150;

    /// <summary>
    /// How long that step lasts, 10 s to 1 h. 5 to 10 min is a convention of the trade, not confirmed.
    /// </summary>
    public TimeSpan DimFor { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long the local switch wins, 1 min to 12 h. What a person chose ends before when all have left.
    /// </summary>
    public TimeSpan SwitchHolds { get; init; } = TimeSpan.FromHours(2);

    public AbsenceRule? Absence { get; init; }

    public DaylightRule? Daylight { get; init; }

    public ScheduleRule? Schedule { get; init; }

    public SweepRule? Sweep { get; init; }

    public CorridorRule? Corridor { get; init; }

    public SensorRule Sensors { get; init; } = new();

    /// <summary>The least light that may be ordered of the zone, but for dark.</summary>
    public int LeastOrdered => int.Max(MinLight, Corridor?.Floor ?? 0);

    /// <summary>Whether the zone may be ordered dark: a corridor is not, so that nobody loses their way.</summary>
    public bool MayBeOrderedDark => Corridor is null;

    /// <summary>
    /// What is out of range, a sentence each; empty when the rules can be used. Names are those of the properties.
    /// </summary>
    public ImmutableArray<string> Faults()
    {
        var faults = ImmutableArray.CreateBuilder<string>();
        Demand(OnLight is >= 1 and <= Whole, "onLight", "1 to 1000 thousandths of full light");
        Demand(MinLight >= 1 && MinLight <= OnLight, "minLight", "1 to onLight");
        Demand(DimLight >= 1 && DimLight <= OnLight, "dimLight", "1 to onLight");
        Demand(In(DimFor, 10, 3_600), "dimFor", "10 s to 1 h");
        Demand(In(SwitchHolds, 60, 43_200), "switchHolds", "1 min to 12 h");
        Demand(Absence is null || In(Absence.Hold, 60, 7_200), "absence.hold", "1 min to 2 h");
        if (Daylight is { } daylight)
            CheckDaylight(daylight);
        if (Schedule is { } schedule)
        {
            Demand(schedule.Windows is { IsDefault: false, Length: >= 1 and <= 16 }, "schedule", "1 to 16 windows");
            CheckWindows(schedule.Windows, "schedule");
        }
        if (Sweep is { } sweep)
        {
            Demand(sweep.At is { IsDefault: false, Length: >= 1 and <= 12 }, "sweep.at", "1 to 12 times of day");
            Demand(In(sweep.Warning, 60, 3_600), "sweep.warning", "1 to 60 min");
            Demand(In(sweep.Flash, 1, 30), "sweep.flash", "1 to 30 s");
            Demand(In(sweep.Extends, 300, 43_200), "sweep.extends", "5 min to 12 h");
        }
        if (Corridor is { } corridor)
        {
            Demand(corridor.Floor >= 1 && corridor.Floor <= OnLight, "corridor.floor", "1 to onLight");
            Demand(corridor.Hours is { IsDefault: false, Length: <= 16 }, "corridor.hours", "at most 16 windows");
            Demand(In(corridor.Keep, 60, 14_400), "corridor.keep", "1 min to 4 h");
            CheckWindows(corridor.Hours, "corridor.hours");
        }
        Demand(In(Sensors.StaleAfter, 1, 3_600), "sensors.staleAfter", "1 s to 1 h");
        Demand(Sensors.LuxMax >= 1, "sensors.luxMax", "1 lx or more");
        Demand(In(Sensors.LuxStuckAfter, 600, 43_200), "sensors.luxStuckAfter", "10 min to 12 h");
        Demand(In(Sensors.OccupiedStuckAfter, 3_600, 604_800), "sensors.occupiedStuckAfter", "1 h to 7 d");
        Demand(Sensors.UnseenPressesMax is >= 1 and <= 20, "sensors.unseenPressesMax", "1 to 20");
        Demand(In(Sensors.BackAfter, 0, 7_200), "sensors.backAfter", "0 s to 2 h");
        return faults.ToImmutable();

        void CheckDaylight(DaylightRule rule)
        {
            Demand(rule.TargetLux is >= 1 and <= 10_000, "daylight.targetLux", "1 to 10000 lx");
            Demand(rule.FullLux is >= 10 and <= 10_000, "daylight.fullLux", "10 to 10000 lx");
            Demand(rule.DeadBandPercent is >= 2 and <= 40, "daylight.deadBand", "2 to 40 percent");
            Demand(In(rule.StepEvery, 1, 300), "daylight.stepEvery", "1 s to 5 min");
            Demand(rule.StepUp is >= 1 and <= Whole, "daylight.stepUp", "1 to 1000 thousandths of full light");
            Demand(rule.StepDown is >= 1 and <= 200, "daylight.stepDown", "1 to 200 thousandths of full light");
            Demand(In(rule.DownAfter, 0, 1_800), "daylight.downAfter", "0 s to 30 min");
            Demand(rule.OffAbovePercent is >= 110 and <= 1_000, "daylight.offAbove", "110 to 1000 percent");
            Demand(In(rule.OffAfter, 60, 7_200), "daylight.offAfter", "1 min to 2 h");
        }

        void CheckWindows(ImmutableArray<DayWindow> windows, string key)
        {
            foreach (var window in windows.IsDefault ? [] : windows)
            {
                Demand(window.From.IsInRange && window.To.IsInRange, key, "within 4 h of sunrise or sunset");
                Demand(window.From != window.To, key, "of windows that do not end where they begin");
            }
        }

        void Demand(bool holds, string key, string range)
        {
            if (!holds)
                faults.Add($"{key} must be {range}");
        }
    }

    /// <summary>Whether a window begins or ends by the sun, so that the site must say where it lies.</summary>
    public bool NeedsSun =>
        (Schedule?.Windows ?? []).Concat(Corridor?.Hours ?? [])
            .Any(window => window.From.NeedsSun || window.To.NeedsSun);

    private static bool In(TimeSpan value, int minSeconds, int maxSeconds) =>
        value >= TimeSpan.FromSeconds(minSeconds) && value <= TimeSpan.FromSeconds(maxSeconds);
}
