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

    [Fact]
    public async Task A_device_that_counts_nothing_is_read_whole_where_there_is_room_for_counters_only()
    {
        (_device.Registers[4], _device.Registers[9], _device.Registers[10]) = (2150, 0, 41_200);
        var profile = ProfileCatalogue.Find("wirenboard-wb-msw-v3")!;
        var reader = Reader("wirenboard-wb-msw-v3");
        for (var round = 0; round < 2; round++)
        {
            var counts = Assert.IsType<MeterReadResult.Values>(
                await reader.ReadAsync(new ReadTerms(CountersOnly: true), CancellationToken.None)).Counts;
            Assert.Equal(41_200, counts[profile.IndexOf(Quantity.Illuminance)]);
            Assert.Equal(2150, counts[profile.IndexOf(Quantity.Temperature)]);
        }
    }

    private MeterReader Reader(string profile) => new(_client, ProfileCatalogue.Find(profile)!, 1, AnswerMax);

    private static async Task<MeterReadFault> FaultAsync(MeterReader reader) =>
        Assert.IsType<MeterReadResult.Failed>(await reader.ReadAsync(CancellationToken.None)).Fault;

    private static async Task<long?[]> ReadAsync(MeterReader reader) =>
        [.. Assert.IsType<MeterReadResult.Values>(await reader.ReadAsync(CancellationToken.None)).Counts];
}
