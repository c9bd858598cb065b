using Jingu.Modbus.Links;
using Jingu.Modbus.Transactions;
using Jingu.Testing;
using Jingu.Time;
using Xunit;

namespace Jingu.Modbus.Tests.Transactions;

/// <summary>Several requests on one connection, and a device that misbehaves: the test is the device.</summary>
public sealed class PipelineFaultTests : IAsyncLifetime
{
    private static readonly MachineTime Time = MachineTime.OfThisMachine;
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(80);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(10);

    private readonly List<MemoryLink> _devices = [];
    private readonly TcpPipeline _client;

    public PipelineFaultTests() => _client = new TcpPipeline(
        _ =>
        {
            var (near, far) = MemoryLink.Pair(Time);
            _devices.Add(far);
            return ValueTask.FromResult<LinkOpening>(new LinkOpening.Opened(near));
        },
        3,
        new Settling(Time),
        Time);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _client.DisposeAsync();

    [Fact]
    public async Task Answers_out_of_order_go_to_whom_they_belong()
    {
        var one = Read(1, Long);
        var first = await ReceiveRequestAsync();
        var two = Read(2, Long);
        var second = await ReceiveRequestAsync();
        await SendAsync(second, 2, 2222);
        await SendAsync(first, 1, 1111);
        Assert.Equal(1111, ValueOf(await one));
        Assert.Equal(2222, ValueOf(await two));
    }

    [Fact]
    public async Task A_fourth_request_waits_until_one_of_three_was_answered()
    {
        var reads = Enumerable.Range(1, 4).Select(unit => Read((byte)unit, Long)).ToList();
        var transactions = new List<ushort>();
        for (var i = 0; i < 3; i++)
            transactions.Add(await ReceiveRequestAsync());
        var more = await _devices[^1].ReadAsync(new byte[12], Short, CancellationToken.None);
        Assert.Equal(0, more.Count);
        await SendAsync(transactions[0], 1, 1);
        transactions.Add(await ReceiveRequestAsync());
        for (var i = 1; i < 4; i++)
            await SendAsync(transactions[i], (byte)(i + 1), (ushort)(i + 1));
        Assert.Equal([1, 2, 3, 4], (await Task.WhenAll(reads)).Select(ValueOf));
    }

    [Fact]
    public async Task A_late_answer_is_dropped_and_never_taken_for_the_next_while_the_connection_stays()
    {
        var dead = Read(1, Short);
        var late = await ReceiveRequestAsync();
        var other = Read(2, Long);
        await SendAsync(await ReceiveRequestAsync(), 2, 2);
        Assert.Equal(2, ValueOf(await other));
        Assert.IsType<ModbusResult.TimedOut>(await dead);

        var next = Read(1, Long);
        var transaction = await ReceiveRequestAsync();
        await SendAsync(late, 1, 1111);
        await SendAsync(transaction, 1, 2222);
        Assert.Equal(2222, ValueOf(await next));
        Assert.Single(_devices);
    }

    [Fact]
    public async Task A_connection_over_which_nothing_comes_any_more_is_opened_again()
    {
        var reading = Read(1, Short);
        await ReceiveRequestAsync();
        Assert.IsType<ModbusResult.TimedOut>(await reading);
        await AnswerNextAsync(connection: 2);
    }

    [Fact]
    public async Task An_answer_nobody_asked_for_ends_the_connection_for_all_who_wait()
    {
        var one = Read(1, Long);
        await ReceiveRequestAsync();
        var two = Read(2, Long);
        var transaction = await ReceiveRequestAsync();
        await SendAsync((ushort)(transaction + 7), 1, 5);
        Assert.IsType<ModbusResult.Malformed>(await one);
        Assert.IsType<ModbusResult.Malformed>(await two);
        await AnswerNextAsync(connection: 2);
    }

    [Fact]
    public async Task An_answer_of_another_unit_identifier_is_refused()
    {
        var reading = Read(1, Long);
        await SendAsync(await ReceiveRequestAsync(), 9, 5);
        var refused = Assert.IsType<ModbusResult.Malformed>(await reading);
        Assert.Contains("unit identifier 9", refused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_lost_in_a_request_is_a_value_for_all_who_wait()
    {
        var one = Read(1, Long);
        await ReceiveRequestAsync();
        var two = Read(2, Long);
        await ReceiveRequestAsync();
        await _devices[^1].DisposeAsync();
        Assert.IsType<ModbusResult.LinkLost>(await one);
        Assert.IsType<ModbusResult.LinkLost>(await two);
        await AnswerNextAsync(connection: 2);
    }

    private Task<ModbusResult> Read(byte unit, TimeSpan answerMax) => _client.ExecuteAsync(
        new ModbusRequest.ReadRegisters(unit, 3, 100, 1), answerMax, CancellationToken.None).AsTask();

    private async Task AnswerNextAsync(int connection)
    {
        var reading = Read(1, Long);
        await Eventually.UntilAsync(() => _devices.Count == connection);
        await SendAsync(await ReceiveRequestAsync(), 1, 77);
        Assert.Equal(77, ValueOf(await reading));
    }

    private async Task<ushort> ReceiveRequestAsync()
    {
        var buffer = new byte[12];
        var read = await _devices[^1].ReadAsync(buffer, Long, CancellationToken.None);
        Assert.Equal(12, read.Count);
        return Mbap.TransactionOf(buffer);
    }

    private async Task SendAsync(ushort transaction, byte unit, ushort value)
    {
        var frame = new byte[11];
        Mbap.Write(frame, transaction, unit, 4);
        (frame[7], frame[8], frame[9], frame[10]) = (3, 2, (byte)(value >> 8), (byte)(value & 0xFF));
        await _devices[^1].WriteAsync(frame, CancellationToken.None);
    }

    private static int ValueOf(ModbusResult result) => Assert.IsType<ModbusResult.Registers>(result).Values[0];
}
