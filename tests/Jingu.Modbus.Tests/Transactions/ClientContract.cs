using Jingu.Modbus.Server;
using Jingu.Modbus.Tests.Server;
using Jingu.Modbus.Transactions;
using Jingu.Time;
using Xunit;

namespace Jingu.Modbus.Tests.Transactions;

/// <summary>What every Modbus client does against every server of ours. The subclasses say over what.</summary>
public abstract class ClientContract : IAsyncLifetime
{
    /// <summary>Long, because a busy machine answers late; short for devices that shall not answer.</summary>
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AnswerShort = TimeSpan.FromMilliseconds(50);

    private readonly TableDevice _one = TableDevice.Counting(0, 2100);
    private readonly TableDevice _two = TableDevice.Counting(100, 50);
    private IModbusClient _client = null!;

    protected static MachineTime Time => MachineTime.OfThisMachine;

    /// <summary>
    /// The first request opens the link; a line is listened to first for as long as that request may take.
    /// </summary>
    public async Task InitializeAsync()
    {
        _client = await ConnectAsync(unit => unit switch
        {
            1 => _one,
            2 => _two,
            _ => null,
        });
        await _client.ExecuteAsync(new ModbusRequest.ReadRegisters(1, 3, 0, 1), AnswerShort, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await CloseAsync();
    }

    [Theory]
    [InlineData(3, 0, 1)]
    [InlineData(3, 7, 125)]
    [InlineData(4, 1975, 125)]
    public async Task Registers_are_read(byte function, ushort address, int count)
    {
        var result = await ExecuteAsync(new ModbusRequest.ReadRegisters(1, function, address, count));
        Assert.Equal(Enumerable.Range(address, count).Select(i => (ushort)i), RegistersOf(result));
    }

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(1, 3, 17)]
    [InlineData(2, 0, 2000)]
    public async Task Bits_are_read(byte function, ushort address, int count)
    {
        var result = await ExecuteAsync(new ModbusRequest.ReadBits(1, function, address, count));
        var bits = Assert.IsType<ModbusResult.Bits>(result);
        Assert.Equal(Enumerable.Range(address, count).Select(i => i % 3 == 0), bits.Values);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_bit_is_written(bool value)
    {
        Assert.IsType<ModbusResult.Written>(await ExecuteAsync(new ModbusRequest.WriteBits(1, 5, 9, [value])));
        Assert.Equal(value, _one.Bits[9]);
    }

    [Fact]
    public async Task Several_bits_are_written()
    {
        bool[] values = [true, false, true, true, false, false, true, false, true, true];
        Assert.IsType<ModbusResult.Written>(await ExecuteAsync(new ModbusRequest.WriteBits(1, 15, 20, [.. values])));
        Assert.Equal(values, Enumerable.Range(20, 10).Select(i => _one.Bits[i]));
    }

    [Fact]
    public async Task One_register_is_written()
    {
        Assert.IsType<ModbusResult.Written>(await ExecuteAsync(new ModbusRequest.WriteRegisters(1, 6, 5, [0xBEEF])));
        Assert.Equal(0xBEEF, _one.Registers[5]);
    }

    [Fact]
    public async Task Several_registers_are_written()
    {
        var values = Enumerable.Range(0, 123).Select(i => (ushort)(65535 - i)).ToArray();
        var written = await ExecuteAsync(new ModbusRequest.WriteRegisters(1, 16, 40, [.. values]));
        Assert.IsType<ModbusResult.Written>(written);
        Assert.Equal(values, Enumerable.Range(40, 123).Select(i => _one.Registers[i]));
    }

    [Fact]
    public async Task An_exception_code_is_a_value_and_the_next_request_goes_through()
    {
        var refused = await ExecuteAsync(new ModbusRequest.ReadRegisters(2, 3, 149, 2));
        Assert.Equal(2, Assert.IsType<ModbusResult.Refused>(refused).ExceptionCode);
        var read = await ExecuteAsync(new ModbusRequest.ReadRegisters(2, 3, 149, 1));
        Assert.Equal([149], RegistersOf(read));
    }

    [Fact]
    public async Task Two_devices_on_one_port_are_told_apart()
    {
        _two.Registers[120] = 4711;
        var one = await ExecuteAsync(new ModbusRequest.ReadRegisters(1, 3, 120, 1));
        var two = await ExecuteAsync(new ModbusRequest.ReadRegisters(2, 3, 120, 1));
        Assert.Equal([120], RegistersOf(one));
        Assert.Equal([4711], RegistersOf(two));
    }

    [Fact]
    public async Task A_silent_device_is_a_time_out_and_the_other_is_read_after_it()
    {
        _two.Silent = true;
        var silent = new ModbusRequest.ReadRegisters(2, 3, 120, 1);
        Assert.IsType<ModbusResult.TimedOut>(await _client.ExecuteAsync(silent, AnswerShort, CancellationToken.None));
        var read = await ExecuteAsync(new ModbusRequest.ReadRegisters(1, 3, 120, 1));
        Assert.Equal([120], RegistersOf(read));
    }

    [Fact]
    public async Task Callers_queue_and_each_gets_its_own_answer()
    {
        var reads = Enumerable.Range(0, 40).Select(async i =>
        {
            var result = await ExecuteAsync(new ModbusRequest.ReadRegisters(1, 3, (ushort)(i * 7), 3));
            Assert.Equal([(ushort)(i * 7), (ushort)((i * 7) + 1), (ushort)((i * 7) + 2)], RegistersOf(result));
        });
        await Task.WhenAll(reads);
        Assert.InRange(_one.Log.Count, 40, 41);
    }

    [Fact]
    public async Task A_stopped_request_ends_at_once_and_the_next_goes_through()
    {
        _two.Silent = true;
        using var stop = new CancellationTokenSource();
        var waiting = _client.ExecuteAsync(
            new ModbusRequest.ReadRegisters(2, 3, 120, 1), AnswerShort * 10, stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.IsType<ModbusResult.Registers>(await ExecuteAsync(new ModbusRequest.ReadRegisters(1, 3, 0, 1)));
    }

    /// <summary>Starts a server with these devices and gives a client of it.</summary>
    protected abstract Task<IModbusClient> ConnectAsync(Func<byte, IModbusDevice?> devices);

    protected abstract Task CloseAsync();

    private static ushort[] RegistersOf(ModbusResult result) =>
        [.. Assert.IsType<ModbusResult.Registers>(result).Values];

    private ValueTask<ModbusResult> ExecuteAsync(ModbusRequest request) =>
        _client.ExecuteAsync(request, AnswerMax, CancellationToken.None);
}
