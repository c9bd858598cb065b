using Jingu.Modbus.Links;
using Jingu.Modbus.Transactions;
using Jingu.Time;
using Xunit;

namespace Jingu.Modbus.Tests.Transactions;

/// <summary>A device on a line that misbehaves: the test is the device and decides when each byte comes.</summary>
public sealed class RtuFaultTests : IAsyncLifetime, IAsyncDisposable
{
    private static readonly MachineTime Time = MachineTime.OfThisMachine;
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(80);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(10);
    private static readonly ModbusRequest Request = new ModbusRequest.ReadRegisters(1, 3, 100, 1);

    private readonly MemoryLink _device;
    private readonly ModbusClient _client;

    public RtuFaultTests()
    {
        (var near, _device) = MemoryLink.Pair(Time);
        LinkOpener open = _ => ValueTask.FromResult<LinkOpening>(new LinkOpening.Opened(near));
        _client = new ModbusClient(
            open, new RtuExchange(Time), new LineTurns(new LineSpeed(115_200), paceLine: true, Time),
            new Settling(Time));
    }

    /// <summary>The first request opens the link, and listens first for as long as it may take.</summary>
    public async Task InitializeAsync()
    {
        await ExecuteAsync(TimeSpan.FromMilliseconds(1));
        await ReceiveRequestAsync();
    }

    public async Task DisposeAsync() => await _client.DisposeAsync();

    ValueTask IAsyncDisposable.DisposeAsync() => _client.DisposeAsync();

    [Fact]
    public async Task A_late_answer_is_never_taken_for_the_next()
    {
        var first = ExecuteAsync(Short);
        await ReceiveRequestAsync();
        Assert.IsType<ModbusResult.TimedOut>(await first);
        var second = ExecuteAsync(TimeSpan.FromSeconds(2));
        await SendAsync(Answer(1111));
        await ReceiveRequestAsync();
        await SendAsync(Answer(2222));
        Assert.Equal([2222], RegistersOf(await second));
    }

    [Fact]
    public async Task After_a_time_out_nothing_is_sent_before_the_line_was_silent_as_long_as_an_answer_may_take()
    {
        var startedAt = Time.GetTimestamp();
        var first = ExecuteAsync(Short);
        await ReceiveRequestAsync();
        Assert.IsType<ModbusResult.TimedOut>(await first);
        var second = ExecuteAsync(Long);
        await ReceiveRequestAsync();
        // Counted from before the first: a machine that stands still in between only adds to it.
        Assert.True(Time.GetElapsedTime(startedAt) >= (2 * Short) - TimeSpan.FromMilliseconds(5));
        await SendAsync(Answer(5));
        Assert.Equal([5], RegistersOf(await second));
    }

    [Theory]
    [InlineData("01 03 02 00 05 FF FF", "check sum")]
    [InlineData("02 03 02 00 05 3D 87", "unit identifier 2")]
    [InlineData("01 04 02 00 05 78 F3", "function 4")]
    public async Task A_frame_that_is_no_answer_is_named_and_the_next_request_goes_through(string frame, string named)
    {
        var first = ExecuteAsync(TimeSpan.FromSeconds(2));
        await ReceiveRequestAsync();
        await SendAsync(Convert.FromHexString(frame.Replace(" ", "", StringComparison.Ordinal)));
        Assert.Contains(named, Assert.IsType<ModbusResult.Malformed>(await first).Detail, StringComparison.Ordinal);
        await AnswerNextAsync();
    }

    [Fact]
    public async Task Bytes_after_an_answer_spoil_it()
    {
        var first = ExecuteAsync(TimeSpan.FromSeconds(2));
        await ReceiveRequestAsync();
        await SendAsync([.. Answer(5), 0x00]);
        Assert.IsType<ModbusResult.Malformed>(await first);
        await AnswerNextAsync();
    }

    [Fact]
    public async Task Half_a_frame_is_a_time_out_and_its_rest_is_not_read_later()
    {
        var first = ExecuteAsync(Short);
        await ReceiveRequestAsync();
        var answer = Answer(3333);
        await SendAsync(answer[..4]);
        Assert.IsType<ModbusResult.TimedOut>(await first);
        await SendAsync(answer[4..]);
        await AnswerNextAsync();
    }

    [Fact]
    public async Task A_dribbled_answer_is_put_together()
    {
        var reading = ExecuteAsync(TimeSpan.FromSeconds(2));
        await ReceiveRequestAsync();
        foreach (var value in Answer(4444))
            await SendAsync([value]);
        Assert.Equal([4444], RegistersOf(await reading));
    }

    [Fact]
    public async Task Noise_before_a_request_is_not_taken_for_its_answer()
    {
        await AnswerNextAsync();
        await SendAsync(Answer(9999));
        await AnswerNextAsync();
    }

    [Fact]
    public async Task Nobody_broadcasts_on_a_line()
    {
        var request = new ModbusRequest.WriteRegisters(0, 6, 1, [1]);
        Assert.IsType<ModbusResult.Malformed>(await _client.ExecuteAsync(request, Short, CancellationToken.None));
        Assert.Equal(0, _device.DiscardWaiting().Count);
    }

    private static byte[] Answer(ushort value)
    {
        byte[] frame = [1, 3, 2, (byte)(value >> 8), (byte)(value & 0xFF), 0, 0];
        RtuFrame.Close(frame, 1, 4);
        return frame;
    }

    private static ushort[] RegistersOf(ModbusResult result) =>
        [.. Assert.IsType<ModbusResult.Registers>(result).Values];

    private Task<ModbusResult> ExecuteAsync(TimeSpan answerMax) =>
        _client.ExecuteAsync(Request, answerMax, CancellationToken.None).AsTask();

    private async Task AnswerNextAsync()
    {
        var reading = ExecuteAsync(TimeSpan.FromSeconds(3));
        await ReceiveRequestAsync();
        await SendAsync(Answer(77));
        Assert.Equal([77], RegistersOf(await reading));
    }

    private async Task SendAsync(byte[] bytes) => await _device.WriteAsync(bytes, CancellationToken.None);

    private async Task ReceiveRequestAsync()
    {
        var buffer = new byte[8];
        for (var have = 0; have < 8;)
        {
            var read = await _device.ReadAsync(buffer.AsMemory(have), Long, CancellationToken.None);
            Assert.True(read.Count > 0, "the client sent no request");
            have += read.Count;
        }
        Assert.True(RtuFrame.IsWhole(buffer));
    }
}
