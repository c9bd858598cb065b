namespace Jingu.Simulators.Campus;

/// <summary>Where a port is to be reached: an address and TCP port, or the path of a serial device.</summary>
/// <param name="Host">Nothing for serial lines.</param>
/// <param name="TcpPort">0 for serial lines.</param>
/// <param name="Device">Nothing for TCP.</param>
internal sealed record PortEndpoint(PortPlan Port, string? Host, int TcpPort, string? Device);
