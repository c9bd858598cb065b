using System.Globalization;
using Jingu.Contracts.Readings;
using Jingu.Modbus.Profiles;
using Jingu.Time;
using Xunit;

namespace Jingu.Modbus.Tests.Judges;

public sealed class PymodbusTests
{
    [Fact]
    public async Task A_map_that_pymodbus_serves_is_read_by_our_profile()
    {
        var script = Path.Combine(AppContext.BaseDirectory, "testdata", "sdm630_server.py");
        await using var pymodbus = ForeignProgram.Start("/usr/bin/python3", "python3-pymodbus", script);
        var port = int.Parse(await pymodbus.ReadLineAsync(), CultureInfo.InvariantCulture);
        await using var client = ModbusPort.Open(new PortSettings.Tcp("127.0.0.1", port), MachineTime.OfThisMachine);
        var profile = ProfileCatalogue.Find("eastron-sdm630")!;
        var reader = new MeterReader(client, profile, 1, TimeSpan.FromSeconds(10));
        var read = Assert.IsType<MeterReadResult.Values>(await reader.ReadAsync(CancellationToken.None));
        Assert.Equal(9_876_543, read.Counts[profile.IndexOf(Quantity.EnergyImport)]);
        Assert.Equal(1234, read.Counts[profile.IndexOf(Quantity.EnergyExport)]);
        Assert.Equal(-15_005, read.Counts[profile.IndexOf(Quantity.Power)]);
        Assert.Equal(2302, read.Counts[profile.IndexOf(Quantity.VoltageL1)]);
        Assert.Equal(4321, read.Counts[profile.IndexOf(Quantity.CurrentL1)]);
        Assert.Equal(987, read.Counts[profile.IndexOf(Quantity.PowerFactor)]);
        Assert.Equal(5002, read.Counts[profile.IndexOf(Quantity.Frequency)]);
    }
}
