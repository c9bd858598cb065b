using System.Net;
using Jingu.Modbus.Server;
using Jingu.Modbus.Transactions;

namespace Jingu.Modbus.Tests.Transactions;

/// <summary>The client of a port with several requests in flight, over TCP.</summary>
public sealed class PipelinedClientTests : ClientContract
{
    private ModbusTcpServer _server = null!;

    protected override Task<IModbusClient> ConnectAsync(Func<byte, IModbusDevice?> devices)
    {
        _server = ModbusTcpServer.Start(new IPEndPoint(IPAddress.Loopback, 0), devices, Time);
        return Task.FromResult(ModbusPort.Open(new PortSettings.Tcp("127.0.0.1", _server.Port, InFlight: 4), Time));
    }

    protected override async Task CloseAsync() => await _server.DisposeAsync();
}
