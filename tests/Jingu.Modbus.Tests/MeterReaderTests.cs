using System.Net;
using Jingu.Contracts.Readings;
using Jingu.Modbus.Profiles;
using Jingu.Modbus.Server;
using Jingu.Modbus.Tests.Server;
using Jingu.Modbus.Transactions;
using Jingu.Time;
using Xunit;

namespace Jingu.Modbus.Tests;

public sealed class MeterReaderTests : IAsyncLifetime
{
    private static readonly MachineTime Time = MachineTime.OfThisMachine;
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(10);

    private readonly TableDevice _device = new();
    private ModbusTcpServer _server = null!;
    private IModbusClient _client = null!;

    public Task InitializeAsync()
    {
        var any = new IPEndPoint(IPAddress.Loopback, 0);
        _server = ModbusTcpServer.Start(any, unit => unit == 1 ? _device : null, Time);
        _client = ModbusPort.Open(new PortSettings.Tcp("127.0.0.1", _server.Port), Time);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_meter_is_read_in_the_order_of_its_layout()
    {
        for (var address = 0; address < 0x50; address += 2)
            _device.Set(address, float.NaN);
        _device.Set(0x48, 12345.67f);
        _device.Set(0x34, 1500.04f);
        var profile = ProfileCatalogue.Find("eastron-sdm630")!;
        var counts = await ReadAsync(Reader("eastron-sdm630"));
        Assert.Equal(1_234_567, counts[profile.IndexOf(Quantity.EnergyImport)]);
        Assert.Equal(15_000, counts[profile.IndexOf(Quantity.Power)]);
        Assert.Null(counts[profile.IndexOf(Quantity.EnergyExport)]);
        Assert.Single(_device.Log);
    }

    [Theory]
    [InlineData(40000, 65)]
    [InlineData(50000, 66)]
    [InlineData(0, 66)]
    public async Task A_sunspec_inverter_is_found_once_and_its_scale_factors_are_read_every_time(
        int start, int commonLength)
    {
        var model = Inverter(start, commonLength);
        var profile = ProfileCatalogue.Find("sunspec-103")!;
        var reader = Reader("sunspec-103");
        var (energy, power) = (profile.IndexOf(Quantity.EnergyGeneration), profile.IndexOf(Quantity.Power));
        var first = await ReadAsync(reader);
        Assert.Equal((7_000_123L, 12_340L), (first[energy], first[power]));
        _device.Registers[model + 15] = 1;
        _device.Log.Clear();
        Assert.Equal(123_400, (await ReadAsync(reader))[power]);
        Assert.Single(_device.Log);
    }

    [Fact]
    public async Task A_device_without_the_sunspec_mark_is_a_fault_and_is_searched_again()
    {
        var reader = Reader("sunspec-103");
        var fault = await FaultAsync(reader);
        Assert.Equal(MeterFaultKind.Damaged, fault.Kind);
        Assert.Contains("No SunSpec mark", fault.Detail, StringComparison.Ordinal);
        Inverter(40000, 65);
        await ReadAsync(reader);
    }

    [Fact]
    public async Task A_chain_without_the_model_is_a_fault()
    {
        var model = Inverter(40000, 65);
        _device.Registers[model] = 101;
        var fault = await FaultAsync(Reader("sunspec-103"));
        Assert.Contains("no model 103", fault.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(40000)]
    [InlineData(0)]
    public async Task A_chain_that_never_ends_is_a_fault(ushort everyRegister)
    {
        for (var address = 40000; address < 42000; address++)
            _device.Registers[address] = everyRegister;
        (_device.Registers[40000], _device.Registers[40001]) = (0x5375, 0x6E53);
        var fault = await FaultAsync(Reader("sunspec-103"));
        Assert.Equal(MeterFaultKind.Damaged, fault.Kind);
        Assert.Contains("does not end within 64 models", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_register_the_device_refuses_is_missing_and_the_others_are_read()
    {
        for (var address = 0; address < 0x50; address += 2)
            _device.Set(address, 100 + address);
        _device.Registers.Remove(0x35, out _);
        _device.Registers.Remove(0x0A, out _);
        var profile = ProfileCatalogue.Find("eastron-sdm630")!;
        var reader = Reader("eastron-sdm630");
        foreach (var reading in new[] { await ReadAsync(reader), await ReadAsync(reader) })
        {
            Quantity[] refused = [Quantity.Power, Quantity.CurrentL3];
            Assert.All(profile.Registers.Zip(reading), pair => Assert.Equal(
                refused.Contains(pair.First.Quantity)
                    ? null
                    : (long?)((100 + pair.First.Address) / pair.First.Resolution),
                pair.Second));
        }
        _device.Set(0x34, 4321.5f);
        Assert.Equal(43_215, (await ReadAsync(reader))[profile.IndexOf(Quantity.Power)]);
    }

    [Fact]
    public async Task What_is_refused_is_searched_for_once()
    {
        for (var address = 0; address < 0x48; address += 2)
            _device.Set(address, 1f);
        var reader = Reader("eastron-sdm630");
        await ReadAsync(reader);
        Assert.InRange(_device.Log.Count, 5, 27);
        _device.Log.Clear();
        await ReadAsync(reader);
        Assert.InRange(_device.Log.Count, 3, 6);
    }

    [Fact]
    public async Task A_value_is_never_read_apart_from_its_scale_factor()
    {
        var model = Inverter(40000, 65);
        _device.Registers.Remove(model + 33, out _);
        var profile = ProfileCatalogue.Find("sunspec-103")!;
        var counts = await ReadAsync(Reader("sunspec-103"));
        Assert.Null(counts[profile.IndexOf(Quantity.Temperature)]);
        Assert.Equal(12_340, counts[profile.IndexOf(Quantity.Power)]);
        var read = _device.Log.OfType<ModbusRequest.ReadRegisters>().ToArray();
        var scaled = profile.Registers.Where(register => register.ScaleFactorAddress is not null).ToArray();
        Assert.All(scaled.Where(register => register.Quantity != Quantity.Temperature), register =>
            Assert.Contains(read, request => request.Address <= model + register.Address
                && request.Address + request.Count > model + register.ScaleFactorAddress));
    }

    [Fact]
    public async Task A_device_that_refuses_everything_gives_no_reading()
    {
        var fault = await FaultAsync(Reader("chint-dtsu666"));
        Assert.Equal(new MeterReadFault(MeterFaultKind.Refused, "Modbus exception 2"), fault);
    }

    [Fact]
    public async Task A_busy_device_gives_no_reading_and_is_not_asked_further()
    {
        _device.Busy = true;
        var fault = await FaultAsync(Reader("chint-dtsu666"));
        Assert.Equal(new MeterReadFault(MeterFaultKind.Refused, "Modbus exception 6"), fault);
        Assert.Single(_device.Log);
    }

    private MeterReader Reader(string profile) => new(_client, ProfileCatalogue.Find(profile)!, 1, AnswerMax);

    private static async Task<MeterReadFault> FaultAsync(MeterReader reader) =>
        Assert.IsType<MeterReadResult.Failed>(await reader.ReadAsync(CancellationToken.None)).Fault;

    private static async Task<long?[]> ReadAsync(MeterReader reader) =>
        [.. Assert.IsType<MeterReadResult.Values>(await reader.ReadAsync(CancellationToken.None)).Counts];

    /// <summary>A chain of the common model and model 103; gives the address of the latter.</summary>
    private int Inverter(int start, int commonLength)
    {
        var model = start + 2 + 2 + commonLength;
        for (var address = start; address < model + 54; address++)
            _device.Registers[address] = 0;
        (_device.Registers[start], _device.Registers[start + 1]) = (0x5375, 0x6E53);
        (_device.Registers[start + 2], _device.Registers[start + 3]) = (1, (ushort)commonLength);
        (_device.Registers[model], _device.Registers[model + 1]) = (103, 50);
        (_device.Registers[model + 14], _device.Registers[model + 15]) = (1234, 0);
        (_device.Registers[model + 24], _device.Registers[model + 25]) = (7_000_123 >> 16, 7_000_123 & 0xFFFF);
        _device.Registers[model + 52] = 0xFFFF;
        return model;
    }
}
