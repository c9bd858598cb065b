using System.Collections.Immutable;
using Jingu.Contracts.Ids;

namespace Jingu.Simulators.Campus;

/// <summary>
/// One virtual meter. It shows its secondary side: what flows is <paramref name="Multiplier"/> times what its registers
/// say.
/// </summary>
/// <param name="Port">The port of the gateway behind which it hangs.</param>
/// <param name="UnitIdentifier">Its Modbus address on that port, 1 to 247.</param>
/// <param name="PeakKilowatts">Rated power of an inverter's plant; 0 for everything else.</param>
internal sealed record MeterPlan(
    MeterId Id,
    DeviceKind Kind,
    string Serial,
    GatewayId Gateway,
    string Port,
    byte UnitIdentifier,
    int Multiplier,
    BuildingId Building,
    ImmutableArray<PointPlan> Points,
    int PeakKilowatts = 0);
