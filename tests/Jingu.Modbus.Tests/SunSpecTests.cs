using System.Net;
using System.Text;
using Jingu.Contracts.Readings;
using Jingu.Modbus.Profiles;
using Jingu.Modbus.Server;
using Jingu.Modbus.Tests.Server;
using Jingu.Modbus.Transactions;
using Jingu.Time;
using Xunit;

namespace Jingu.Modbus.Tests;

/// <summary>Inverters after SunSpec: where their models are, and what may be wrong with them.</summary>
public sealed class SunSpecTests : IAsyncLifetime
{
    private static readonly MachineTime Time = MachineTime.OfThisMachine;
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(10);
    private static readonly DeviceProfile Profile = ProfileCatalogue.Find("sunspec-103")!;

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

    [Theory]
    [InlineData(40000, 65)]
    [InlineData(50000, 66)]
    [InlineData(0, 66)]
    public async Task A_sunspec_inverter_is_found_once_and_its_scale_factors_are_read_every_time(
        int start, int commonLength)
    {
        var model = Inverter(start, commonLength);
        var reader = Reader();
        var (energy, power) = (Profile.IndexOf(Quantity.EnergyGeneration), Profile.IndexOf(Quantity.Power));
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
        var reader = Reader();
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
        var fault = await FaultAsync(Reader());
        Assert.Contains("no model 103", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_of_any_kind_may_stand_in_between()
    {
        Inverter(40000, 66, (120, 26), (64_110, 3), (160, 48), (11, 13));
        var counts = await ReadAsync(Reader());
        Assert.Equal(12_340, counts[Profile.IndexOf(Quantity.Power)]);
    }

    /// <param name="everyRegister">Behind the mark, up to the end of the device's memory.</param>
    [Theory]
    [InlineData(3, "does not end within 64 models")]
    [InlineData(0, "Model 0 of the SunSpec chain, at 40002, has length 0")]
    [InlineData(40000, "Model 40000 of the SunSpec chain, at 40002, leads beyond register 65535")]
    [InlineData(12000, "Model 12000 of the SunSpec chain, at 64006, leads beyond register 65535")]
    public async Task A_chain_that_leads_nowhere_ends_with_a_sentence_and_few_questions(
        ushort everyRegister, string sentence)
    {
        for (var address = 40000; address < 65536; address++)
            _device.Registers[address] = everyRegister;
        (_device.Registers[40000], _device.Registers[40001]) = (0x5375, 0x6E53);
        var fault = await FaultAsync(Reader());
        Assert.Equal(MeterFaultKind.Damaged, fault.Kind);
        Assert.Contains(sentence, fault.Detail, StringComparison.Ordinal);
        Assert.InRange(_device.Log.Count, 2, 65);
    }

    [Fact]
    public async Task A_device_that_shows_the_same_model_wherever_it_is_asked_is_left_after_64_models()
    {
        var mark = new ModbusResult.Registers([0x5375, 0x6E53]);
        var asked = 0;
        var client = new Answering(read => ++asked == 1 ? mark : new ModbusResult.Registers([1, 65]));
        var fault = await FaultAsync(new MeterReader(client, Profile, 1, AnswerMax));
        Assert.Contains("does not end within 64 models", fault.Detail, StringComparison.Ordinal);
        Assert.Equal(65, asked);
    }

    [Theory]
    [InlineData(65533, 103, 50)]
    [InlineData(65535, 1, 1)]
    public async Task A_model_whose_registers_are_beyond_the_last_one_is_a_fault_and_no_crash(
        int address, ushort id, ushort length)
    {
        (_device.Registers[40000], _device.Registers[40001]) = (0x5375, 0x6E53);
        (_device.Registers[40002], _device.Registers[40003]) = (1, (ushort)(address - 40004));
        (_device.Registers[address], _device.Registers[address + 1]) = (id, length);
        var fault = await FaultAsync(Reader());
        Assert.Contains("leads beyond register 65535", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chain_that_breaks_off_is_said_to_do_so()
    {
        var model = Inverter(40000, 65);
        (_device.Registers[model], _device.Registers[model + 1]) = (101, 50);
        _device.Registers.Remove(model + 52, out _);
        var fault = await FaultAsync(Reader());
        Assert.Contains($"breaks off at register {model + 52}", fault.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(65)]
    [InlineData(66)]
    public async Task The_common_model_says_who_the_device_is(int commonLength)
    {
        Inverter(40000, commonLength);
        Write(40004, "Maker");
        Write(40020, "Roof \u001b[31m20K");
        Write(40052, "SN 4711");
        var nameplate = await Reader().IdentifyAsync(CancellationToken.None);
        Assert.Equal(new Nameplate("Maker", "Roof [31m20K", "SN 4711"), nameplate);
        Assert.Equal("Maker Roof [31m20K, serial SN 4711", nameplate!.ToString());
    }

    [Theory]
    [InlineData(2, 65)]
    [InlineData(1, 40)]
    public async Task A_device_that_begins_with_another_model_says_nothing_of_itself(ushort id, ushort length)
    {
        Inverter(40000, length);
        _device.Registers[40002] = id;
        Assert.Null(await Reader().IdentifyAsync(CancellationToken.None));
    }

    public static TheoryData<short, short, long> NightCounts => new()
    {
        // Fewer digits, cut off or rounded: what was read in the evening stands.
        { 3, 7_000, 7_000_123 },
        { 3, 7_001, 7_000_123 },
        // More than a step further: at least so much is certain.
        { 3, 7_002, 7_001_000 },
        // A step of more digits again.
        { -1, 32_767, 3_277 },
        // No matter of digits: it has fallen, and somebody else judges that.
        { 3, 6_998, 6_998_000 },
    };

    [Theory]
    [MemberData(nameof(NightCounts))]
    public async Task A_scale_factor_that_changes_at_night_makes_no_counter_fall(short power, short raw, long count)
    {
        var model = Inverter(40000, 65);
        var energy = Profile.IndexOf(Quantity.EnergyGeneration);
        var reader = Reader();
        Assert.Equal(7_000_123, (await ReadAsync(reader))[energy]);
        (_device.Registers[model + 24], _device.Registers[model + 25]) = (0, (ushort)raw);
        _device.Registers[model + 26] = unchecked((ushort)power);
        Assert.Equal(count, (await ReadAsync(reader))[energy]);
        if (power > 0 && count >= 7_000_123)
        {
            Energy(model, 7_002_500, 0);
            Assert.Equal(7_002_500, (await ReadAsync(reader))[energy]);
        }
    }

    [Theory]
    [InlineData(unchecked((short)0x8000))]
    [InlineData(11)]
    [InlineData(-11)]
    public async Task A_scale_factor_that_is_none_makes_its_values_not_available_and_no_other(short power)
    {
        var model = Inverter(40000, 65);
        _device.Registers[model + 15] = unchecked((ushort)power);
        _device.Registers[model + 26] = unchecked((ushort)power);
        var counts = await ReadAsync(Reader());
        Assert.Null(counts[Profile.IndexOf(Quantity.Power)]);
        Assert.Null(counts[Profile.IndexOf(Quantity.EnergyGeneration)]);
        Assert.Equal(0, counts[Profile.IndexOf(Quantity.Frequency)]);
    }

    [Fact]
    public async Task A_value_is_never_read_apart_from_its_scale_factor()
    {
        var model = Inverter(40000, 65);
        _device.Registers.Remove(model + 33, out _);
        var counts = await ReadAsync(Reader());
        Assert.Null(counts[Profile.IndexOf(Quantity.Temperature)]);
        Assert.Equal(12_340, counts[Profile.IndexOf(Quantity.Power)]);
        var read = _device.Log.OfType<ModbusRequest.ReadRegisters>().ToArray();
        var scaled = Profile.Registers.Where(register => register.ScaleFactorAddress is not null).ToArray();
        Assert.All(scaled.Where(register => register.Quantity != Quantity.Temperature), register =>
            Assert.Contains(read, request => request.Address <= model + register.Address
                && request.Address + request.Count > model + register.ScaleFactorAddress));
    }

    private MeterReader Reader() => new(_client, Profile, 1, AnswerMax);

    private static async Task<MeterReadFault> FaultAsync(MeterReader reader) =>
        Assert.IsType<MeterReadResult.Failed>(await reader.ReadAsync(CancellationToken.None)).Fault;

    private static async Task<long?[]> ReadAsync(MeterReader reader) =>
        [.. Assert.IsType<MeterReadResult.Values>(await reader.ReadAsync(CancellationToken.None)).Counts];

    /// <summary>
    /// A chain of the common model, others, and model 103 as the last; gives the address of that one.
    /// </summary>
    private int Inverter(int start, int commonLength, params (ushort Id, ushort Length)[] others)
    {
        var model = start + 2 + 2 + commonLength + others.Sum(other => 2 + other.Length);
        for (var address = start; address < model + 54; address++)
            _device.Registers[address] = 0;
        (_device.Registers[start], _device.Registers[start + 1]) = (0x5375, 0x6E53);
        (_device.Registers[start + 2], _device.Registers[start + 3]) = (1, (ushort)commonLength);
        var at = start + 2 + 2 + commonLength;
        foreach (var (id, length) in others)
        {
            (_device.Registers[at], _device.Registers[at + 1]) = (id, length);
            at += 2 + length;
        }
        (_device.Registers[model], _device.Registers[model + 1]) = (103, 50);
        (_device.Registers[model + 14], _device.Registers[model + 15]) = (1234, 0);
        Energy(model, 7_000_123, 0);
        _device.Registers[model + 52] = 0xFFFF;
        return model;
    }

    private void Energy(int model, int raw, ushort power)
    {
        (_device.Registers[model + 24], _device.Registers[model + 25]) = ((ushort)(raw >> 16), (ushort)(raw & 0xFFFF));
        _device.Registers[model + 26] = power;
    }

    private void Write(int address, string text)
    {
        var bytes = Encoding.ASCII.GetBytes(text.PadRight(32, '\0'));
        for (var i = 0; i < bytes.Length; i += 2)
            _device.Registers[address + (i / 2)] = (ushort)((bytes[i] << 8) | bytes[i + 1]);
    }

    /// <summary>A device that is asked in memory.</summary>
    private sealed class Answering(Func<ModbusRequest, ModbusResult> answer) : IModbusClient
    {
        public ValueTask<ModbusResult> ExecuteAsync(
            ModbusRequest request, TimeSpan answerMax, CancellationToken stop) =>
            ValueTask.FromResult(answer(request));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
