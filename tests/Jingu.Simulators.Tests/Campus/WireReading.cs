using Jingu.Modbus;
using Jingu.Modbus.Transactions;
using Jingu.Simulators.Campus;
using Jingu.Simulators.Devices;
using Jingu.Time;

namespace Jingu.Simulators.Tests.Campus;

/// <summary>How tests reach the meters of a campus.</summary>
internal static class WireReading
{
    /// <summary>The campus without what is no Modbus: contacts have tests of their own.</summary>
    public static CampusPlan WithoutContacts(CampusPlan plan) => plan with
    {
        Ports = [.. plan.Ports.Where(port => port.Kind != LineKind.Pulse)],
        Meters = [.. plan.Meters.Where(meter => meter.Kind != DeviceKind.PulseWater)],
    };

    public static IModbusClient ClientOf(PortEndpoint endpoint) => ModbusPort.Open(
        endpoint.Device is { } device
            ? new PortSettings.Serial(new(device, VirtualCampus.LineBaud, Modbus.Links.SerialParity.None, 1))
            : new PortSettings.Tcp(endpoint.Host!, endpoint.TcpPort),
        MachineTime.OfThisMachine,
        paceLine: false);

    /// <summary>A request that carries the counters of a meter.</summary>
    public static ModbusRequest.ReadRegisters CounterOf(MeterPlan meter)
    {
        var map = DeviceMaps.Of(meter.Kind);
        var block = map.Blocks[0];
        return new(meter.UnitIdentifier, map.Function, block.First, Math.Min(block.Count, 125));
    }
}
