using Jingu.Modbus.Links;
using Jingu.Modbus.Server;
using Jingu.Modbus.Transactions;

namespace Jingu.Modbus.Tests.Transactions;

/// <summary>Our own RTU framing inside the process.</summary>
public sealed class MemoryClientTests : ClientContract
{
    private ModbusRtuServer _server = null!;

    protected override Task<IModbusClient> ConnectAsync(Func<byte, IModbusDevice?> devices)
    {
        var (near, far) = MemoryLink.Pair(Time);
        _server = ModbusRtuServer.Start(far, devices, Time);
        LinkOpener open = _ => ValueTask.FromResult<LinkOpening>(new LinkOpening.Opened(near));
        return Task.FromResult<IModbusClient>(new ModbusClient(
            open, new RtuExchange(Time), new LineTurns(new LineSpeed(9600), paceLine: false, Time),
            new Settling(Time)));
    }

    protected override async Task CloseAsync() => await _server.DisposeAsync();
}
