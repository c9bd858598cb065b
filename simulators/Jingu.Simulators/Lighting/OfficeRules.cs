using System.Collections.Immutable;
using Jingu.Budgets.Quotas;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Readings;
using Jingu.Lighting.Timetables;
using Jingu.Lighting.Zones;
using NodaTime;

namespace Jingu.Simulators.Lighting;

/// <summary>What the office is lit by: which of the rules are switched on.</summary>
internal sealed record OfficeRules(string Name)
{
    public bool Absence { get; init; }

    public bool Daylight { get; init; }

    public bool Schedule { get; init; }

    public bool Sweep { get; init; }

    public bool Corridor { get; init; }

    /// <summary>Sensors fail in the week, each kind in each way.</summary>
    public bool SensorsFail { get; init; }

    /// <summary>The lamps of a room do not follow for an hour, and their gateway says that they do.</summary>
    public bool LampsLie { get; init; }

    /// <summary>
    /// Whether rules can keep desks at their target: not where lamps lie, which only who checks them can know.
    /// </summary>
    public bool IsBounded => !LampsLie;

    /// <summary>Without any rule: who misses light switches on, who leaves last may switch off.</summary>
    public static readonly OfficeRules None = new("by hand, no rule");

    public static readonly OfficeRules Every = new("all rules")
    {
        Absence = true,
        Daylight = true,
        Schedule = true,
        Sweep = true,
        Corridor = true,
    };

    public static readonly IReadOnlyList<OfficeRules> All =
    [
        None,
        new("absence") { Absence = true },
        new("daylight") { Daylight = true },
        new("schedule") { Schedule = true },
        new("evening sweep") { Sweep = true },
        new("corridor") { Corridor = true },
        Every,
        Every with { Name = "all rules, sensors fail", SensorsFail = true },
        Every with { Name = "all rules, lamps lie", LampsLie = true },
    ];

    private static readonly LightingSite Site = new(OfficeWorld.Zone, WorkingDays.Undeclared, Sky.Zhoushan);
    private static readonly ImmutableArray<DayWindow> OfficeHours = [Window(new(8, 0), new(18, 0))];
    private static readonly ImmutableArray<DayWindow> CorridorHours = [Window(new(7, 30), new(18, 30))];

    public Zone Of(OfficeZone zone)
    {
        var isCorridor = zone == OfficeZone.Corridor;
        var hasLuxSensor = zone.SensorTarget > 0;
        var rules = new ZoneRules
        {
            Absence = !Absence ? null
                : isCorridor ? new() { AutoOn = true, Hold = TimeSpan.FromMinutes(3) }
                : new(),
            Daylight = Daylight && hasLuxSensor
                ? new(zone.SensorTarget, (int)(zone.LampLux * zone.SensorOfLamps))
                : null,
            Schedule = Schedule ? new(isCorridor ? CorridorHours : OfficeHours) : null,
            Sweep = Sweep ? new([new(18, 30), new(20, 30), new(22, 0)]) : null,
            // 54 lx: what a corridor needs, and half of what it gets while somebody walks there.
            Corridor = Corridor && isCorridor ? new(430, CorridorHours) : null,
            Sensors = new() { StaleAfter = TimeSpan.FromMinutes(10) },
        };
        var lamps = new SwitchPoint(
            new(zone.Id), new("unit-01"), Resource.Electricity, true, [CircuitKind.Ordinary])
        {
            Lamp = new(1, 254),
        };
        return new(new(zone.Id), [lamps], rules, Site, presenceSensors: 1, hasLuxSensor ? 1 : 0);
    }

    private static DayWindow Window(LocalTime from, LocalTime to) =>
        new(new DayMark.Clock(from), new DayMark.Clock(to));
}
