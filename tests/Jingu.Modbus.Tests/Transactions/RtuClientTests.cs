using Jingu.Modbus.Links;
using Jingu.Modbus.Server;
using Jingu.Modbus.Transactions;

namespace Jingu.Modbus.Tests.Transactions;

/// <summary>The client that a port of this driver set has, on a pseudo-terminal.</summary>
public sealed class RtuClientTests : ClientContract
{
    private IByteLink _line = null!;
    private ModbusRtuServer _server = null!;

    protected override Task<IModbusClient> ConnectAsync(Func<byte, IModbusDevice?> devices)
    {
        var terminal = PseudoTerminal.Open(Time);
        _line = terminal.Link;
        _server = ModbusRtuServer.Start(_line, devices, Time);
        var settings = new SerialSettings(terminal.DevicePath, 115_200, SerialParity.None, 1);
        return Task.FromResult(ModbusPort.Open(new PortSettings.Serial(settings), Time));
    }

    protected override async Task CloseAsync()
    {
        await _server.DisposeAsync();
        await _line.DisposeAsync();
    }
}
