using System.Diagnostics;
using System.Globalization;
using System.Net;
using Jingu.Modbus.Server;
using Jingu.Modbus.Transactions;
using Jingu.Simulators.Campus;
using Jingu.Simulators.Devices;
using Jingu.Time;
using NodaTime;
using Xunit;

namespace Jingu.Simulators.Tests.Campus;

/// <summary>A foreign judge: pymodbus reads what the virtual meters serve, and decodes it by itself.</summary>
public sealed class PymodbusReaderTests
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb[CampusPlan.ZoneDefault];
    private static readonly LocalMonth March = LocalMonth.TryParse("2017-03", Zone)!.Value;

    [Theory]
    [InlineData(nameof(DeviceKind.EastronSdm630), 4, 0x0048, "ABCD", 100, 10)]
    [InlineData(nameof(DeviceKind.XintaiWater), 3, 0x0001, "DCBA", 1000, 1)]
    public async Task Pymodbus_reads_the_register_that_the_log_notes(
        string kind, int function, int address, string order, int stepsPerUnit, int basePerStep)
    {
        await using var campus = VirtualCampus.Start(
            CampusPlan.Small(water: true), new(3, March.From, March.To), MachineTime.OfThisMachine);
        campus.ShowInstant(March.From);
        var meter = campus.Plan.Meters.Single(meter => meter.Kind == Enum.Parse<DeviceKind>(kind));
        var port = campus.EndpointOf(meter.Gateway, meter.Port).TcpPort;

        var read = await ReadAsync(port, meter.UnitIdentifier, function, address, order);

        var point = meter.Points.Single().Id;
        await Testing.Eventually.UntilAsync(() => campus.Log.RegisterAt(point, March.From) is not null);
        Assert.Equal(campus.Log.RegisterAt(point, March.From), (long)Math.Round(read * stepsPerUnit) * basePerStep);
    }

    /// <summary>The number is packed here, by hand; the server below the virtual meters carries it.</summary>
    [Theory]
    [InlineData("ABCD", 0x41BD, 0x3333)]
    [InlineData("CDAB", 0x3333, 0x41BD)]
    [InlineData("BADC", 0xBD41, 0x3333)]
    [InlineData("DCBA", 0x3333, 0xBD41)]
    public async Task Pymodbus_reads_every_order(string order, int first, int second)
    {
        var image = new RegisterImage([new(10, 2)]);
        image.Put(10, (ushort)first);
        image.Put(11, (ushort)second);
        await using var server = ModbusTcpServer.Start(
            new(IPAddress.Loopback, 0), unit => unit == 7 ? new Shelf(image) : null, MachineTime.OfThisMachine);

        Assert.Equal(23.65, await ReadAsync(server.Port, 7, 3, 10, order), 5);
    }

    private static async Task<double> ReadAsync(int port, int unit, int function, int address, string order)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "testdata", "pymodbus_reads.py");
        var start = new ProcessStartInfo(
            "/usr/bin/python3",
            [script, .. new[] { port, unit, function, address }.Select(
                number => number.ToString(CultureInfo.InvariantCulture)), order])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var pymodbus = Process.Start(start)!;
        var printed = pymodbus.StandardOutput.ReadToEndAsync();
        var complained = pymodbus.StandardError.ReadToEndAsync();
        await pymodbus.WaitForExitAsync();
        return double.TryParse(await printed, CultureInfo.InvariantCulture, out var read)
            ? read
            : throw new InvalidOperationException(await complained);
    }

    private sealed class Shelf(RegisterImage image) : IModbusDevice
    {
        public ModbusResult? Answer(ModbusRequest request) =>
            request is ModbusRequest.ReadRegisters read && image.Read(read.Address, read.Count) is { } registers
                ? new ModbusResult.Registers([.. registers])
                : null;
    }
}
