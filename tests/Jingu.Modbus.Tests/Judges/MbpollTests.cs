using System.Globalization;
using System.Net;
using Jingu.Modbus.Links;
using Jingu.Modbus.Server;
using Jingu.Modbus.Tests.Server;
using Jingu.Time;
using Xunit;

namespace Jingu.Modbus.Tests.Judges;

/// <summary>mbpoll, and libmodbus in it, read and write what our servers serve.</summary>
public sealed class MbpollTests
{
    private static readonly MachineTime Time = MachineTime.OfThisMachine;

    private readonly TableDevice _device = TableDevice.Counting(0, 200);

    [Fact]
    public async Task Registers_served_over_tcp_are_read()
    {
        await using var server = ModbusTcpServer.Start(new IPEndPoint(IPAddress.Loopback, 0), Devices, Time);
        _device.Set(0x48, 98765.43f);
        string[] line = ["-m", "tcp", "-p", server.Port.ToString(CultureInfo.InvariantCulture)];
        var energy = await PollAsync([.. line, "-t", "3:float", "-B", "-r", "72"], "127.0.0.1");
        var many = await PollAsync([.. line, "-t", "4", "-r", "100", "-c", "100"], "127.0.0.1");
        var beyond = await PollAsync([.. line, "-t", "4", "-r", "200"], "127.0.0.1");
        Assert.Contains("[72]: \t98765.4", energy, StringComparison.Ordinal);
        Assert.Contains("[199]: \t199", many, StringComparison.Ordinal);
        Assert.Contains("Illegal data address", beyond, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Registers_served_on_a_line_are_read_and_written()
    {
        var terminal = PseudoTerminal.Open(Time);
        await using var far = terminal.Link;
        await using var server = ModbusRtuServer.Start(far, Devices, Time);
        string[] line = ["-m", "rtu", "-b", "9600", "-P", "none"];
        var read = await PollAsync([.. line, "-t", "4", "-r", "100", "-c", "3"], terminal.DevicePath);
        Assert.Contains("[102]: \t102", read, StringComparison.Ordinal);
        var written = await PollAsync([.. line, "-t", "4", "-r", "50"], terminal.DevicePath, "4711", "4712");
        Assert.Contains("Written 2 references", written, StringComparison.Ordinal);
        Assert.Equal([4711, 4712], [_device.Registers[50], _device.Registers[51]]);
    }

    private static async Task<string> PollAsync(string[] options, string where, params string[] values)
    {
        await using var mbpoll = ForeignProgram.Start(
            "mbpoll", "mbpoll", [.. options, "-a", "1", "-0", "-1", "-o", "10", where, .. values]);
        return await mbpoll.FinishAsync();
    }

    private TableDevice? Devices(byte unitIdentifier) => unitIdentifier == 1 ? _device : null;
}
