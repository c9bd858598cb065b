using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Reporting.Flow;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using NodaTime;
using Xunit;

namespace Jingu.Aggregator.Tests.Reporting.Flow;

/// <summary>Two units with circuits, a chiller of nobody and one meter that nobody named.</summary>
public sealed class SubItemUsesTests
{
    private static readonly BuildingId Building = new("building-1");

    private static readonly Site Site = new(
        new("site"), DateTimeZone.Utc, [new(Building, "1", "1")], [], [],
        [
            Point("one", PointRole.Unit, "unit-1", SubItem.LightingSockets),
            Point("one-air", PointRole.Circuit, "unit-1", SubItem.AirConditioning),
            Point("one-kitchen", PointRole.Circuit, "unit-1", SubItem.Special),
            Point("one-other", PointRole.Circuit, "unit-1", null),
            Point("two", PointRole.Unit, "unit-2", null),
            Point("two-air", PointRole.Circuit, "unit-2", SubItem.AirConditioning),
            Point("chiller", PointRole.Circuit, null, SubItem.AirConditioning),
        ]);

    [Fact]
    public void A_units_meter_counts_without_its_named_circuits_and_items_and_rest_are_the_whole()
    {
        var uses = SubItemUses.Of(Site, Building, 2_000, Known());

        Assert.Equal<SubItemUse>(
            [
                new(SubItem.LightingSockets, 1_000 - 300 - 50, 0), new(SubItem.AirConditioning, 300 + 100 + 400, 0),
                new(SubItem.Power, null, 0), new(SubItem.Special, 50, 0), new(null, 2_000 - 650 - 800 - 50, 0),
            ],
            uses);
        Assert.Equal(2_000, uses.Sum(use => use.Used ?? 0));
    }

    [Fact]
    public void What_lies_above_a_circuit_that_is_not_known_is_not_known_itself_and_said()
    {
        var known = Known();
        known.Remove(new("one-air"));

        var uses = SubItemUses.Of(Site, Building, 2_000, known);

        Assert.Equal(new(SubItem.LightingSockets, null, 1), uses[0]);
        Assert.Equal(new(SubItem.AirConditioning, 500, 1), uses[1]);
        Assert.Equal(2_000, uses.Sum(use => use.Used ?? 0));
        Assert.Null(SubItemUses.Of(Site, Building, null, known)[^1].Used);
    }

    [Fact]
    public void Where_no_point_names_one_there_are_none() =>
        Assert.Empty(SubItemUses.Of(Site, new("building-2"), 2_000, Known()));

    private static Dictionary<PointId, long> Known() => new()
    {
        [new("one")] = 1_000,
        [new("one-air")] = 300,
        [new("one-kitchen")] = 50,
        [new("one-other")] = 70,
        [new("two")] = 500,
        [new("two-air")] = 100,
        [new("chiller")] = 400,
    };

    private static Point Point(string id, PointRole role, string? unit, SubItem? item) => new(
        new(id), new("m"), Resource.Electricity, FlowDirection.Import, role, unit is null ? null : new UnitId(unit),
        Building)
    {
        SubItem = item,
    };
}
