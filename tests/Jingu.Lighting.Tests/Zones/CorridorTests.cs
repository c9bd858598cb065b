using Jingu.Lighting.Zones;
using Xunit;
using static Jingu.Lighting.Zones.LightReason;

namespace Jingu.Lighting.Tests.Zones;

/// <summary>Corridors are dimmed and do not go dark while anybody may be in the building.</summary>
public sealed class CorridorTests
{
    private static readonly ZoneRules Rules = new()
    {
        Absence = new() { AutoOn = true, Hold = TimeSpan.FromMinutes(3) },
        Corridor = new(200, [SomeZone.Window(8, 18)]),
    };

    [Fact]
    public void Nobody_in_the_corridor_dims_it_to_its_floor_as_long_as_somebody_is_in_the_building() =>
        ZoneTable.With(Rules, "05 19:00")
            .At("05 19:10").Somebody().Expect(1000, Occupied)
            .Nobody().At("05 19:13").Expect(200, CorridorFloor)
            .At("05 21:00").Expect(200, CorridorFloor)
            .BuildingInUse(false)
            .At("05 21:14:50").Expect(200, CorridorFloor)
            .At("05 21:15").Expect(0, Absent)
            .BuildingInUse(true).Expect(200, CorridorFloor);

    [Fact]
    public void In_working_hours_it_is_never_dark_whoever_is_there() =>
        ZoneTable.With(Rules).BuildingInUse(false)
            .At("05 07:59:50").Expect(0, Idle)
            .At("05 08:00").Expect(200, CorridorFloor)
            .At("05 17:59:50").Expect(200, CorridorFloor)
            .At("05 18:00").Expect(0, Idle);

    [Fact]
    public void Not_to_know_who_is_in_the_building_counts_as_somebody() =>
        ZoneTable.With(Rules, "05 22:00").BuildingInUse(null).At("06 03:00").Expect(200, CorridorFloor);

    [Fact]
    public void Neither_its_switch_nor_a_sweep_darkens_it() =>
        ZoneTable.With(Rules with { Sweep = new([new(20, 0)]) }, "05 18:00")
            .At("05 19:00").Somebody().Press(SwitchKind.Off).Expect(200, CorridorFloor)
            .Press(SwitchKind.On)
            .At("05 23:00").Expect(200, CorridorFloor);
}
