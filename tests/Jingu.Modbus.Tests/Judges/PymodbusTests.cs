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

    [Theory]
    [InlineData(1, "AB", "ABCD", "ABCDEFGH")]
    [InlineData(2, "AB", "CDAB", "GHEFCDAB")]
    [InlineData(3, "BA", "BADC", "BADCFEHG")]
    [InlineData(4, "BA", "DCBA", "HGFEDCBA")]
    public async Task Numbers_that_pymodbus_packs_are_read_in_every_order(
        byte unit, string two, string four, string eight)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "testdata", "orders_server.py");
        await using var pymodbus = ForeignProgram.Start("/usr/bin/python3", "python3-pymodbus", script);
        var port = int.Parse(await pymodbus.ReadLineAsync(), CultureInfo.InvariantCulture);
        await using var client = ModbusPort.Open(new PortSettings.Tcp("127.0.0.1", port), MachineTime.OfThisMachine);
        var profile = new DeviceProfile("any", "v", "m", "s", 125, 0, null,
        [
            Register(Quantity.Power, 0, "u16", two, 1), Register(Quantity.PowerL1, 1, "s16", two, 1),
            Register(Quantity.PowerL2, 2, "u32", four, 1), Register(Quantity.PowerL3, 4, "s32", four, 1),
            Register(Quantity.PowerDc, 6, "u64", eight, 1), Register(Quantity.VoltageL1, 10, "s64", eight, 1),
            Register(Quantity.VoltageL2, 14, "f32", four, 0.1m), Register(Quantity.VoltageL3, 16, "f64", eight, 0.001m),
        ]);
        var reader = new MeterReader(client, profile, unit, TimeSpan.FromSeconds(10));
        var read = Assert.IsType<MeterReadResult.Values>(await reader.ReadAsync(CancellationToken.None));
        long?[] packed =
        [
            54321, -12345, 4000000001, -2000000001, 12345678901234567, -1234567890123456789, -12345, 98765432125,
        ];
        Assert.Equal(packed, read.Counts.ToArray());
    }

    private static ProfileRegister Register(
        Quantity quantity, ushort address, string type, string order, decimal resolution) => new(
        quantity, "1", address, 3, RegisterFormat.Parse(type, order),
        ProfileUnit.Parse(Quantities.UnitOf(quantity) == BaseUnit.Volt ? "V" : "W"), 1, resolution, [], null,
        TransformerSide.Primary);
}
