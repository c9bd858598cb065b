using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Modbus;
using Jingu.Modbus.Profiles;

namespace Jingu.Edge.Commissioning;

/// <summary>
/// What <c>commissioning.yaml</c> says is wired to this gateway, checked whole. Changed on site only.
/// </summary>
internal sealed record CommissioningPlan(ImmutableArray<PortPlan> Ports, ImmutableArray<MeterPlan> Meters);

/// <param name="Period">How often each meter is polled, aligned to the day in UTC: 1 s to 1 h.</param>
/// <param name="AnswerMax">How long a meter may take to answer, machine time: 10 ms to 10 s.</param>
internal sealed record PortPlan(string Id, PortSettings Settings, TimeSpan Period, TimeSpan AnswerMax);

/// <param name="Multiplier">CT x VT: what the register is multiplied with to give the primary side; 1 to
/// 100,000.</param>
internal sealed record MeterPlan(
    MeterId Id,
    string Port,
    byte UnitIdentifier,
    DeviceProfile Profile,
    string Serial,
    long Multiplier,
    ImmutableArray<PointPlan> Points);

/// <param name="Register">Place of the point's counter in the profile's layout.</param>
internal sealed record PointPlan(PointId Id, Quantity Quantity, int Register);
