namespace Jingu.EndToEnd.Tests.Bench;

/// <summary>The runs that tests judge, and that planted bugs must spoil.</summary>
internal static class Scenarios
{
    private static readonly string[] TwoDays = ["--month", "2026-03", "--days", "2", "--units", "2"];
    private static readonly string[] OneDay = ["--month", "2026-03", "--days", "1", "--units", "2"];

    /// <summary>Two virtual days, nobody disturbs.</summary>
    public static Scenario Undisturbed => new("", TwoDays);

    /// <summary>The gateways are cut off first, so that a kill always finds something undelivered.</summary>
    public static Scenario KilledGateway => new(
        """
        schema: 1
        faults:
          - {at: "2026-03-01T02:00", do: kill, target: gateway-1}
          - {at: "2026-03-01T04:02", do: kill, target: gateway-2, for: 20m}
          - {at: "2026-03-01T06:00", do: cut, target: all, for: 40m}
          - {at: "2026-03-01T06:20", do: kill, target: gateway-1}
          - {at: "2026-03-01T06:25", do: kill, target: gateway-2}
          - {every: 3h, jitter: 50m, do: kill, target: gateway-1}
        """,
        OneDay);

    public static Scenario KilledAggregator => new(
        """
        schema: 1
        faults:
          - {at: "2026-03-01T02:00", do: kill, target: aggregator, for: 30m}
          - {every: 2h, jitter: 50m, do: kill, target: aggregator}
        """,
        OneDay);

    /// <summary>The broker keeps nothing on disk.</summary>
    public static Scenario KilledBroker => new(
        """
        schema: 1
        faults:
          - {at: "2026-03-01T02:00", do: kill, target: broker, for: 30m}
          - {every: 3h, jitter: 50m, do: kill, target: broker}
        """,
        OneDay);

    public static Scenario SixHourCut => new(
        """
        schema: 1
        faults:
          - {at: "2026-03-01T08:10", do: cut, target: all, for: 6h}
        """,
        OneDay);

    /// <summary>
    /// The broker takes everything over from the gateways while the aggregator is away, then forgets it.
    /// </summary>
    public static Scenario ForgetfulBroker => new(
        """
        schema: 1
        faults:
          - {at: "2026-03-01T05:00", do: forgetful-broker, for: 1h}
          - {at: "2026-03-01T15:00", do: forgetful-broker, for: 2h}
        """,
        OneDay);

    public static Scenario ReplacedCard => new(
        """
        schema: 1
        faults:
          - {at: "2026-03-01T05:00", do: replace-card, target: gateway-1, for: 25m}
          - {at: "2026-03-01T13:01", do: replace-card, target: gateway-2, for: 2h}
          - {every: 4h, jitter: 50m, do: kill, target: aggregator}
        """,
        OneDay);
}
