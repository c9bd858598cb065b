using Xunit;

namespace Jingu.EndToEnd.Tests.Bench;

/// <summary>
/// An afternoon's peak in July: the manager orders, real gateways shed a chiller's current, lamps and circuits, and
/// return them; the simulator's own truth judges how deep it was.
/// </summary>
public sealed class DemandResponseTests
{
    private static readonly Scenario Afternoon = new(
        "", "--month", "2026-07", "--days", "2", "--units", "2", "--period", "900", "--demand-response");

    [Fact]
    public async Task A_third_of_the_peak_is_shed_for_an_hour_nothing_protected_is_touched_and_everything_returns()
    {
        var outcome = await Afternoon.RunAsync();
        outcome.AssertNothingLostOrDoubled();

        outcome.AssertHeld("demand-response", "protected-supply", "no-cut-on-doubt", "replayable");
        Assert.Contains("chiller-building-1-limit", Detail(outcome), StringComparison.Ordinal);
        var limit = outcome.Report!["actions"]!.AsArray()
            .Where(action => (string)action!["point"]! == "chiller-building-1-limit")
            .Select(action => $"{action!["operation"]} {action["state"]}");
        Assert.Equal(["dim not-proven", "restore not-proven"], limit);
    }

    /// <summary>
    /// The gateway of the chiller is cut off before the event begins and killed in the middle of it. The dead
    /// aggregator of the day before makes sure that something is delivered again: a cut between two batches does not.
    /// </summary>
    [Fact]
    public async Task A_gateway_that_is_cut_off_and_killed_during_the_event_ends_it_by_itself()
    {
        var outcome = await (Afternoon with
        {
            Faults = """
                schema: 1
                faults:
                  - {at: "2026-07-01T08:00", do: kill, target: aggregator, for: 30m}
                  - {at: "2026-07-02T13:00", do: cut, target: gateway-1, for: 8h}
                  - {at: "2026-07-02T15:20", do: kill, target: gateway-1, for: 10m}
                """,
        }).RunAsync();
        outcome.AssertNothingLostOrDoubled();
        outcome.AssertHeld("demand-response", "protected-supply", "no-cut-on-doubt", "edge-alone", "replayable");
    }

    private static string Detail(BenchOutcome outcome) => (string)outcome.Report!["promises"]!.AsArray()
        .First(promise => (string)promise!["name"]! == "demand-response")!["detail"]!;
}
