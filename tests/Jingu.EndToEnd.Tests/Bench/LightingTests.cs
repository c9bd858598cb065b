using System.Globalization;
using System.Text.Json.Nodes;
using Xunit;

namespace Jingu.EndToEnd.Tests.Bench;

/// <summary>
/// An office floor in front of a real gateway: its sensors and switches show one simulated world, its lamps are moved
/// by the gateway's rules, and the aggregator reports what that saved.
/// </summary>
public sealed class LightingTests
{
    /// <summary>A gateway looks as often as the rules that are played without one, and is a tick later.</summary>
    private const double ToleratedShare = 0.05;

    /// <summary>What DALI level 186 gives, thousandths.</summary>
    private const int DimmedLight = 152;

    private static readonly Scenario Day = new(
        "", "--month", "2026-06", "--days", "1", "--units", "1", "--period", "900", "--lighting");

    [Fact]
    public async Task A_floor_is_lit_where_people_are_and_its_reported_savings_are_those_its_meters_counted()
    {
        var outcome = await Day.ReadingJournals().RunAsync();
        outcome.AssertNothingLostOrDoubled();
        outcome.AssertHeld("lighting", "protected-supply", "replayable");

        var zones = outcome.List("zones");
        Assert.Equal(5, zones.Count);
        Assert.All(zones, zone => Assert.Equal((long?)zone["countedWh"], (long?)zone["usedWh"]));
        var (used, ruled) = (zones.Sum(zone => (long)zone["usedWh"]!), zones.Sum(zone => (long)zone["ruledWh"]!));
        Assert.InRange(used, ruled * (1 - ToleratedShare), ruled * (1 + ToleratedShare));

        // Daylight: beside the window lamps give less at noon than further in.
        Assert.True(LightAt(zones, "window-row", 12) + 100 < LightAt(zones, "inner-row", 9));
        // All have left: dimmed to the level next to 15 %, five minutes later dark.
        var (dim, dark) = (Steps(zones, "inner-row")[^2], Steps(zones, "inner-row")[^1]);
        Assert.Equal((DimmedLight, 0), (dim.Light, dark.Light));
        Assert.InRange(dark.At - dim.At, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(6));
        // The switch: what a person chose is told, and holds although somebody is there.
        AssertTold(outcome, "zone-light", "\"reason\":\"daylight\"");
        AssertTold(outcome, "zone-light", "\"reason\":\"absent\"");
        AssertTold(outcome, "zone-light", "\"reason\":\"by-hand\"");
        AssertTold(outcome, "zone-override", "\"light\":\"0\"");
        Assert.DoesNotContain(outcome.Recorded, line => line.Contains("\"sensor-failed\"", StringComparison.Ordinal));
        Assert.DoesNotContain(outcome.Recorded, line => line.Contains("\"lamp-unlike\"", StringComparison.Ordinal));
    }

    /// <summary>
    /// From ten o'clock on the gateway has neither its lines, with presence sensors of two rooms, nor the light sensor
    /// of one of them, in which nobody is all day.
    /// </summary>
    [Fact]
    [Trait("Length", "long")]
    public async Task A_zone_whose_sensors_are_dead_is_lit_by_its_schedule()
    {
        var outcome = await (Day with
        {
            Faults = """
                schema: 1
                faults:
                  - {at: "2026-06-01T09:00", do: kill, target: aggregator, for: 5m}
                  - {at: "2026-06-01T10:00", do: board-gone, target: floor-lines, for: 13h}
                  - {at: "2026-06-01T10:00", do: silence, target: m-meeting-room-lux, for: 13h}
                """,
        }).ReadingJournals().RunAsync();
        outcome.AssertNothingLostOrDoubled();
        outcome.AssertHeld("lighting", "protected-supply", "replayable");

        var zones = outcome.List("zones");
        // Blind to daylight and people: full light until the schedule ends at six, then dimmed, then dark.
        Assert.Equal(0, LightAt(zones, "meeting-room", 10));
        Assert.Equal(1000, LightAt(zones, "meeting-room", 10.5));
        Assert.Equal(1000, LightAt(zones, "meeting-room", 17.9));
        Assert.Equal(DimmedLight, LightAt(zones, "meeting-room", 18.05));
        Assert.Equal(0, LightAt(zones, "meeting-room", 18.2));
        foreach (var sensor in new[] { "pir-meeting-room", "lux-meeting-room", "pir-small-office" })
        {
            AssertTold(outcome, "sensor-failed", $"\"subject\":\"{sensor}\"");
            AssertTold(outcome, "sensor-back", $"\"subject\":\"{sensor}\"");
        }
    }

    /// <summary>The unit's budget runs out on the fourth day, and a person lets its ladder act on the sixth.</summary>
    [Fact]
    [Trait("Length", "long")]
    public async Task A_ladder_that_dims_a_unit_caps_its_zones_until_supply_returns()
    {
        var outcome = await new Scenario(
            "", "--month", "2026-03", "--days", "6", "--units", "1", "--period", "900", "--lighting")
        {
            Max = TimeSpan.FromMinutes(10),
        }.RunAsync();
        outcome.AssertNothingLostOrDoubled();
        outcome.AssertHeld("lighting", "protected-supply", "no-cut-on-doubt", "cut-proven", "replayable");

        var actions = outcome.List("actions").Where(action => (string)action["point"]! == "l-unit-01").ToList();
        Assert.Equal(["dim", "restore"], actions.Select(action => (string)action["operation"]!));
        var (dimmed, restored) = ((DateTimeOffset)actions[0]["decidedAt"]!, (DateTimeOffset)actions[1]["decidedAt"]!);
        // DALI level 210 gives 29.3 %, the one next to what lamps are dimmed to; ticks lie between decision and lamps.
        foreach (var zone in outcome.List("zones"))
        {
            var capped = Steps([zone], (string)zone["id"]!)
                .Where(step => step.At > dimmed.AddMinutes(5) && step.At < restored);
            Assert.All(capped, step => Assert.InRange(step.Light, 0, 300));
        }
        var inner = Steps(outcome.List("zones"), "inner-row");
        Assert.Contains(inner, step => step.At > dimmed && step.At < restored && step.Light > 250);
        Assert.Contains(inner, step => step.At > restored && step.Light > 350);
    }

    /// <summary>What a zone's lamps gave at a local hour of the day, thousandths.</summary>
    private static int LightAt(IReadOnlyList<JsonNode> zones, string id, double hour)
    {
        var at = DateTimeOffset.Parse("2026-06-01T00:00:00+08:00", CultureInfo.InvariantCulture).AddHours(hour);
        return Steps(zones, id).Last(step => step.At <= at).Light;
    }

    private static (DateTimeOffset At, int Light)[] Steps(IReadOnlyList<JsonNode> zones, string id) =>
    [
        .. zones.Single(zone => (string)zone["id"]! == id)["steps"]!.AsArray()
            .Select(step => ((DateTimeOffset)step!["at"]!, (int)step["light"]!)),
    ];

    private static void AssertTold(BenchOutcome outcome, string kind, string fact) => Assert.Contains(
        outcome.Recorded,
        line => line.Contains($"\"kind\":\"{kind}\"", StringComparison.Ordinal)
            && line.Contains(fact, StringComparison.Ordinal));
}
