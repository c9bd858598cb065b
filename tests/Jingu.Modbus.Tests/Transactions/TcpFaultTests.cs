using Jingu.Modbus.Links;
using Jingu.Modbus.Transactions;
using Jingu.Time;
using Xunit;

namespace Jingu.Modbus.Tests.Transactions;

/// <summary>A Modbus TCP device that misbehaves: the test is the device. Each opening makes a new link.</summary>
public sealed class TcpFaultTests : IAsyncLifetime, IAsyncDisposable
{
    private static readonly MachineTime Time = MachineTime.OfThisMachine;
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(80);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(10);
    private static readonly ModbusRequest Request = new ModbusRequest.ReadRegisters(1, 3, 100, 1);

    private readonly List<MemoryLink> _devices = [];
    private readonly ModbusClient _client;
    private string? _refusal;

    public TcpFaultTests() => _client = new ModbusClient(
        _ =>
        {
            if (_refusal is not null)
                return ValueTask.FromResult<LinkOpening>(new LinkOpening.Failed(_refusal));
            var (near, far) = MemoryLink.Pair(Time);
            _devices.Add(far);
            return ValueTask.FromResult<LinkOpening>(new LinkOpening.Opened(near));
        },
        new TcpExchange(Time),
        null,
        new Settling(Time));

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _client.DisposeAsync();

    ValueTask IAsyncDisposable.DisposeAsync() => _client.DisposeAsync();

    [Fact]
    public async Task Nothing_is_opened_before_the_first_request_and_the_link_is_kept()
    {
        Assert.Empty(_devices);
        await AnswerNextAsync();
        await AnswerNextAsync();
        Assert.Single(_devices);
    }

    [Fact]
    public async Task A_late_answer_goes_down_with_its_link()
    {
        var first = ExecuteAsync(Short);
        var late = await ReceiveRequestAsync();
        Assert.IsType<ModbusResult.TimedOut>(await first);
        await SendAsync(Answer(late, 1, 1111));
        await AnswerNextAsync();
        Assert.Equal(2, _devices.Count);
    }

    [Fact]
    public async Task An_answer_of_another_transaction_is_refused()
    {
        var reading = ExecuteAsync(Long);
        var transaction = await ReceiveRequestAsync();
        await SendAsync(Answer((ushort)(transaction + 1), 1, 5));
        var refused = Assert.IsType<ModbusResult.Malformed>(await reading);
        Assert.Contains("transaction", refused.Detail, StringComparison.Ordinal);
        await AnswerNextAsync();
        Assert.Equal(2, _devices.Count);
    }

    [Fact]
    public async Task An_answer_of_another_unit_identifier_is_refused()
    {
        var reading = ExecuteAsync(Long);
        await SendAsync(Answer(await ReceiveRequestAsync(), 9, 5));
        var refused = Assert.IsType<ModbusResult.Malformed>(await reading);
        Assert.Contains("unit identifier 9", refused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_of_another_protocol_is_refused()
    {
        var reading = ExecuteAsync(Long);
        await ReceiveRequestAsync();
        await SendAsync("HTTP/1.1 400 Bad Request"u8.ToArray());
        Assert.IsType<ModbusResult.Malformed>(await reading);
    }

    [Fact]
    public async Task A_dribbled_answer_is_put_together()
    {
        var reading = ExecuteAsync(Long);
        foreach (var value in Answer(await ReceiveRequestAsync(), 1, 4444))
            await SendAsync([value]);
        Assert.Equal([4444], RegistersOf(await reading));
    }

    [Fact]
    public async Task A_dribble_does_not_stretch_the_limit()
    {
        var start = Time.GetTimestamp();
        var reading = ExecuteAsync(Short * 4);
        var answer = Answer(await ReceiveRequestAsync(), 1, 4444);
        await SendAsync(answer[..5]);
        await Task.Delay(Short, Time);
        await SendAsync(answer[5..9]);
        Assert.IsType<ModbusResult.TimedOut>(await reading);
        Assert.InRange(Time.GetElapsedTime(start), Short * 4, Long);
    }

    [Fact]
    public async Task A_connection_the_device_closed_while_idle_costs_no_reading()
    {
        await AnswerNextAsync();
        await _devices[^1].DisposeAsync();
        await AnswerNextAsync();
        Assert.Equal(2, _devices.Count);
    }

    [Fact]
    public async Task A_connection_lost_in_a_request_is_a_value()
    {
        var reading = ExecuteAsync(Long);
        await ReceiveRequestAsync();
        await _devices[^1].DisposeAsync();
        Assert.IsType<ModbusResult.LinkLost>(await reading);
        await AnswerNextAsync();
    }

    [Fact]
    public async Task A_link_that_does_not_open_is_a_value_and_is_tried_again_at_the_next_request()
    {
        _refusal = "no such host";
        Assert.Equal("no such host", Assert.IsType<ModbusResult.LinkLost>(await ExecuteAsync(Short)).Detail);
        _refusal = null;
        await AnswerNextAsync();
    }

    private static byte[] Answer(ushort transaction, byte unit, ushort value)
    {
        var frame = new byte[11];
        Mbap.Write(frame, transaction, unit, 4);
        (frame[7], frame[8], frame[9], frame[10]) = (3, 2, (byte)(value >> 8), (byte)(value & 0xFF));
        return frame;
    }

    private static ushort[] RegistersOf(ModbusResult result) =>
        [.. Assert.IsType<ModbusResult.Registers>(result).Values];

    private Task<ModbusResult> ExecuteAsync(TimeSpan answerMax) =>
        _client.ExecuteAsync(Request, answerMax, CancellationToken.None).AsTask();

    private async Task AnswerNextAsync()
    {
        var reading = ExecuteAsync(Long);
        await SendAsync(Answer(await ReceiveRequestAsync(), 1, 77));
        Assert.Equal([77], RegistersOf(await reading));
    }

    private async Task SendAsync(byte[] bytes) => await _devices[^1].WriteAsync(bytes, CancellationToken.None);

    private async Task<ushort> ReceiveRequestAsync()
    {
        var buffer = new byte[12];
        var read = await _devices[^1].ReadAsync(buffer, Long, CancellationToken.None);
        Assert.Equal(12, read.Count);
        return Mbap.TransactionOf(buffer);
    }
}
