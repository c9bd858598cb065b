namespace Jingu.EndToEnd.Tests.Bench;

/// <summary>The runs that tests judge, and that planted bugs must spoil.</summary>
internal static class Scenarios
{
    private static readonly string[] TwoDays = ["--month", "2026-03", "--days", "2", "--units", "2"];
    private static readonly string[] OneDay = ["--month", "2026-03", "--days", "1", "--units", "2"];

    private const string KillEverybody =
        """
        schema: 1
        faults:
          - {at: "2026-03-01T02:00", do: kill, target: gateway-1}
          - {at: "2026-03-01T03:00", do: kill, target: broker, for: 20m}
          - {at: "2026-03-01T04:00", do: kill, target: aggregator, for: 1h}
          - {at: "2026-03-01T07:00", do: cut, target: all, for: 6h}
          - {at: "2026-03-01T10:00", do: kill, target: gateway-2}
          - {every: 5h, jitter: 50m, do: kill, target: aggregator, for: 30m}
        """;

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
          - {at: "2026-03-01T22:05", do: kill, target: aggregator, for: 30m}
        """,
        OneDay);

    public static Scenario KilledAggregator => new(
        """
        schema: 1
        faults:
          - {at: "2026-03-01T02:00", do: kill, target: aggregator, for: 30m}
          - {every: 2h, jitter: 50m, do: kill, target: aggregator, for: 30m}
        """,
        OneDay);

    /// <summary>The broker keeps nothing on disk.</summary>
    public static Scenario KilledBroker => new(
        """
        schema: 1
        faults:
          - {at: "2026-03-01T02:00", do: kill, target: broker, for: 30m}
          - {every: 3h, jitter: 50m, do: kill, target: broker}
          - {at: "2026-03-01T22:05", do: kill, target: aggregator, for: 30m}
          - {at: "2026-03-01T22:20", do: kill, target: broker}
        """,
        OneDay);

    /// <summary>
    /// The broker is killed meanwhile: what it had ready for the gateways is gone, so that what they had under way when
    /// the link went has to be sent again.
    /// </summary>
    public static Scenario SixHourCut => new(
        """
        schema: 1
        faults:
          - {at: "2026-03-01T08:10", do: cut, target: all, for: 6h}
          - {at: "2026-03-01T10:00", do: kill, target: broker}
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
          - {every: 4h, jitter: 50m, do: kill, target: aggregator, for: 30m}
        """,
        OneDay);

    /// <summary>
    /// A gateway loses its power and starts with a clock of 1970; it reads for two hours, is killed and cut off
    /// meanwhile and again while its clock is set right.
    /// </summary>
    public static Scenario UnsetClock => new(
        """
        schema: 1
        faults:
          - {at: "2026-03-01T05:00", do: clock-unset, target: gateway-1, for: 2h}
          - {at: "2026-03-01T05:35", do: kill, target: gateway-1, for: 5m}
          - {at: "2026-03-01T06:10", do: kill, target: aggregator, for: 20m}
          - {at: "2026-03-01T06:50", do: cut, target: gateway-1, for: 30m}
          - {at: "2026-03-01T07:02", do: kill, target: gateway-1}
          - {at: "2026-03-01T07:40", do: kill, target: aggregator, for: 10m}
          - {at: "2026-03-01T10:00", do: clock-unset, target: gateway-2, for: 47m}
          - {at: "2026-03-01T10:47", do: kill, target: gateway-2}
          - {at: "2026-03-01T15:00", do: clock-unset, target: gateway-1, for: 30m}
        """,
        OneDay);

    /// <summary>All meters hang on pseudo-terminals; everybody is killed, and the link is cut.</summary>
    public static Scenario SerialLines => new(KillEverybody, [.. OneDay, "--rtu", "true"]);

    public static Scenario KilledAllOn(Uri influx) => new(KillEverybody, [.. OneDay, "--influx", influx.ToString()]);

    /// <summary>Six days in which unit-01 runs out on the fourth and may be cut on the sixth.</summary>
    public static Scenario RunningOut => new(
        "", "--month", "2026-03", "--days", "6", "--period", "900", "--units", "2");

    /// <summary>
    /// The gateway is killed again and again, also at the tick that decides the cut; a cut-off makes sure that
    /// something is delivered again.
    /// </summary>
    public static Scenario RunningOutKilled => RunningOut with
    {
        Faults = """
            schema: 1
            faults:
              - {every: 9h, jitter: 50m, do: kill, target: gateway-1}
              - {at: "2026-03-02T06:00", do: cut, target: all, for: 40m}
              - {at: "2026-03-02T06:20", do: kill, target: gateway-1}
              - {at: "2026-03-06T07:30:01", do: kill, target: gateway-1}
              - {at: "2026-03-06T07:45:01", do: kill, target: gateway-1}
            """,
    };

    /// <summary>A gateway that is killed every three hours spends the run starting again.</summary>
    public static Scenario RunningOutKilledOften => RunningOut with
    {
        Faults = """
            schema: 1
            faults:
              - {every: 3h, jitter: 50m, do: kill, target: gateway-1}
              - {at: "2026-03-02T06:00", do: cut, target: all, for: 40m}
            """,
        Max = TimeSpan.FromMinutes(15),
    };

    /// <summary>The whole campus, a whole month: four units run out.</summary>
    public static Scenario MonthOfEnforcement => new("", "--month", "2026-03", "--period", "900")
    {
        Max = TimeSpan.FromMinutes(20),
    };

    public static Scenario WholeCampus => new("", "--month", "2026-03", "--hours", "6");

    /// <summary>A month of other people's meters, as the README shows it.</summary>
    public static Scenario Recordings(string folder) =>
        new("", "--data", folder, "--month", "2017-03", "--speed", "4000") { Max = TimeSpan.FromMinutes(40) };

    /// <summary>Ten virtual days without a network.</summary>
    public static Scenario TenDayCut => new(
        """
        schema: 1
        faults:
          - {at: "2026-03-02T08:10", do: cut, target: all, for: 10d}
          - {at: "2026-03-05T10:00", do: kill, target: broker}
        """,
        "--month", "2026-03", "--days", "14", "--units", "2");
}
