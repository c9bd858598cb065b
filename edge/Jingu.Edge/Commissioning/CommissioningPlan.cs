using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Edge.Commissioning.Zones;
using Jingu.Modbus;
using Jingu.Modbus.Profiles;

namespace Jingu.Edge.Commissioning;

/// <summary>
/// What <c>commissioning.yaml</c> says is wired to this gateway, checked whole. Changed on site only.
/// </summary>
internal sealed record CommissioningPlan(ImmutableArray<PortPlan> Ports, ImmutableArray<MeterPlan> Meters)
{
    /// <summary>Devices with outputs that switch; most sites list few.</summary>
    public ImmutableArray<BoardPlan> Boards { get; init; } = [];

    /// <summary>Relays, contactors and valves: those that may be switched, and those that are only watched.</summary>
    public ImmutableArray<SwitchPointPlan> SwitchPoints { get; init; } = [];

    /// <summary>Buttons by which persons on site confirm.</summary>
    public ImmutableArray<ButtonPlan> Buttons { get; init; } = [];

    /// <summary>Lamps and groups of lamps: those that may be dimmed, and those that are never addressed.</summary>
    public ImmutableArray<LampPlan> Lamps { get; init; } = [];

    /// <summary>Set points of machines that demand response may move.</summary>
    public ImmutableArray<SetPointPlan> SetPoints { get; init; } = [];

    /// <summary>Sensors and wall switches of lighting zones.</summary>
    public ImmutableArray<SensorPlan> Sensors { get; init; } = [];

    /// <summary>Lighting zones, each with lamps of its own.</summary>
    public ImmutableArray<ZonePlan> Zones { get; init; } = [];

    /// <summary>Everything that acts on supply; names are unique among them.</summary>
    public IEnumerable<ActuatorPlan> Actuators =>
        SwitchPoints.Concat<ActuatorPlan>(Lamps).Concat(SetPoints);

    /// <summary>Inverters that may be told a limit, by the point at which their generation is measured.</summary>
    public IEnumerable<(PointId Point, MeterPlan Inverter)> Curtailable =>
        from meter in Meters
        where meter.IsCurtailable
        from point in meter.Points
        where point.Quantity == Quantity.EnergyGeneration
        select (point.Id, meter);

    /// <summary>
    /// Of the meters behind a port that need one, by unit identifier; the longest stands for all where there are none.
    /// </summary>
    public IReadOnlyDictionary<byte, TimeSpan> TurnaroundsBehind(string port) => Meters
        .Where(meter => meter.Port == port && meter.Turnaround > TimeSpan.Zero)
        .GroupBy(meter => meter.Address is MeterAddress.Modbus modbus ? modbus.UnitIdentifier : (byte)0)
        .ToDictionary(meters => meters.Key, meters => meters.Max(meter => meter.Turnaround));

    /// <summary>
    /// Of the devices behind a port that are not asked at once: how long after its connection opened, by unit
    /// identifier.
    /// </summary>
    public IReadOnlyDictionary<byte, TimeSpan> SettlesBehind(string port) => (
        from meter in Meters
        where meter.Port == port && meter.Address is MeterAddress.Modbus
        let settles = (meter.Profile as DeviceProfile)?.Settles ?? TimeSpan.Zero
        where settles > TimeSpan.Zero
        group settles by ((MeterAddress.Modbus)meter.Address).UnitIdentifier)
        .ToDictionary(device => device.Key, device => device.Max());
}

/// <param name="Period">How often each meter is polled, aligned to the day in UTC: 1 s to 1 h.</param>
/// <param name="AnswerMax">How long a meter may take to answer, machine time: 10 ms to 10 s.</param>
internal sealed record PortPlan(string Id, PortSettings Settings, TimeSpan Period, TimeSpan AnswerMax)
{
    /// <summary>How many meters are asked at once: 1 to 16 over Modbus TCP, 1 on every line.</summary>
    public int InFlight => Settings is PortSettings.Tcp tcp ? tcp.InFlight : 1;
}

/// <param name="Multiplier">CT x VT: what the register is multiplied with to give the primary side; 1 to
/// 100,000.</param>
internal sealed record MeterPlan(
    MeterId Id,
    string Port,
    MeterAddress Address,
    IMeterProfile Profile,
    string Serial,
    long Multiplier,
    ImmutableArray<PointPlan> Points)
{
    /// <summary>On a line: how long the line stays free after its answer, where that is longer than 3.5
    /// characters.</summary>
    public TimeSpan Turnaround { get; init; }

    /// <summary>It is an inverter that may be told a limit; declared on site.</summary>
    public bool IsCurtailable { get; init; }

    /// <summary>Multipliers that replace <see cref="Multiplier"/> from an instant on, in order of time.</summary>
    public ImmutableArray<DatedMultiplier> Multipliers { get; init; } = [];
}

/// <param name="From">The first instant it holds for, UTC.</param>
/// <param name="Value">CT x VT, 1 to 100,000.</param>
internal sealed record DatedMultiplier(DateTimeOffset From, long Value);

/// <param name="Register">Place of the point's counter in the profile's layout.</param>
internal sealed record PointPlan(PointId Id, Quantity Quantity, int Register)
{
    /// <summary>
    /// The most that can pass this circuit or pipe in an hour, Wh or L, primary side; null: what the profile says the
    /// register can show.
    /// </summary>
    public long? RateMax { get; init; }
}
