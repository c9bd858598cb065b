using Jingu.Modbus.Links;
using Jingu.Modbus.Transactions;
using Jingu.Testing;
using Jingu.Time;
using Xunit;

namespace Jingu.Modbus.Tests.Transactions;

/// <summary>
/// Device 1 wants a second after a connection opened, device 2 nothing: the test is both, and moves the clock.
/// </summary>
public sealed class SettlingTests : IAsyncLifetime
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(10);

    /// <summary>Real time, after which a test fails instead of hanging.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(20);

    private readonly FakeTime _clock = new(new(2017, 3, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly List<MemoryLink> _devices = [];
    private IModbusClient? _client;

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>A request that a failed test left under way ends when its time is over.</summary>
    public async Task DisposeAsync()
    {
        var closing = _client!.DisposeAsync().AsTask();
        await Eventually.UntilAsync(() =>
        {
            _clock.Advance(AnswerMax);
            return closing.IsCompleted;
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_device_is_not_asked_before_its_second_after_the_connection_opened_is_over(int inFlight)
    {
        var client = Open(inFlight);
        var reading = Read(client, 1);
        Assert.Single(_devices);
        _clock.Advance(Second - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, _devices[0].DiscardWaiting().Count);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await AnswerAsync(1);
        Assert.IsType<ModbusResult.Registers>(await reading);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Over_a_connection_that_is_open_nothing_waits(int inFlight)
    {
        var client = Open(inFlight);
        var first = Read(client, 1);
        _clock.Advance(Second);
        await AnswerAsync(1);
        await first;
        for (var i = 0; i < 3; i++)
        {
            var next = Read(client, 1);
            await AnswerAsync(1);
            Assert.IsType<ModbusResult.Registers>(await next);
        }
        Assert.Single(_devices);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Another_device_of_the_port_is_asked_meanwhile(int inFlight)
    {
        var client = Open(inFlight);
        var settling = Enumerable.Range(0, inFlight).Select(_ => Read(client, 1)).ToList();
        var other = Read(client, 2);
        await AnswerAsync(2);
        Assert.IsType<ModbusResult.Registers>(await other);
        Assert.DoesNotContain(settling, reading => reading.IsCompleted);
        _clock.Advance(Second);
        for (var i = 0; i < inFlight; i++)
            await AnswerAsync(1);
        await Task.WhenAll(settling);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_connection_that_opened_again_is_given_its_second_again(int inFlight)
    {
        var client = Open(inFlight);
        var first = Read(client, 1);
        _clock.Advance(Second);
        await AnswerAsync(1);
        await first;
        await _devices[0].DisposeAsync();
        Task<ModbusResult> again = null!;
        await Eventually.UntilAsync(async () =>
        {
            // A pipeline hears of the end in its own time, and says so to who asked.
            again = Read(client, 1);
            return _devices.Count == 2 || (await again) is null;
        });
        _clock.Advance(Second - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, _devices[1].DiscardWaiting().Count);
        Assert.False(again.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await AnswerAsync(1);
        Assert.IsType<ModbusResult.Registers>(await again);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_connection_that_another_device_breaks_keeps_nobody_waiting_for_ever(int inFlight)
    {
        var client = Open(inFlight);
        var reading = Read(client, 1);
        await BreakAsync(client);
        var other = Read(client, 2);
        await AnswerAsync(2);
        await other;
        Assert.Equal(2, _devices.Count);
        // Its first second is over, the new connection's is not: now it keeps its turn.
        _clock.Advance(Second / 2);
        await Eventually.UntilAsync(() => _clock.TimersWaiting > 0);
        _clock.Advance(Second);
        await AnswerAsync(1);
        Assert.IsType<ModbusResult.Registers>(await reading);
        Assert.Equal(2, _devices.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Who_is_stopped_while_waiting_has_asked_nothing_and_the_connection_stays(int inFlight)
    {
        var client = Open(inFlight);
        using var stop = new CancellationTokenSource();
        var reading = Read(client, 1, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        _clock.Advance(Second);
        Assert.Equal(0, _devices[0].DiscardWaiting().Count);
        var next = Read(client, 1);
        await AnswerAsync(1);
        Assert.IsType<ModbusResult.Registers>(await next);
        Assert.Single(_devices);
    }

    private IModbusClient Open(int inFlight)
    {
        var time = new MachineTime(_clock);
        LinkOpener open = _ =>
        {
            var (near, far) = MemoryLink.Pair(time);
            _devices.Add(far);
            return ValueTask.FromResult<LinkOpening>(new LinkOpening.Opened(near));
        };
        var settling = new Settling(time, new Dictionary<byte, TimeSpan> { [1] = Second });
        return _client = inFlight > 1
            ? new TcpPipeline(open, inFlight, settling, time)
            : new ModbusClient(open, new TcpExchange(time), null, settling);
    }

    /// <summary>Half a second later the connection breaks while device 2 is asked.</summary>
    private async Task BreakAsync(IModbusClient client)
    {
        _clock.Advance(Second / 2);
        var broken = Read(client, 2);
        await _devices[^1].DisposeAsync();
        Assert.IsType<ModbusResult.LinkLost>(await broken);
    }

    private static Task<ModbusResult> Read(IModbusClient client, byte unit, CancellationToken stop = default) =>
        client.ExecuteAsync(new ModbusRequest.ReadRegisters(unit, 3, 100, 1), AnswerMax, stop).AsTask()
            .WaitAsync(WaitMax, MachineTime.OfThisMachine, CancellationToken.None);

    /// <summary>Waits for the next request, which must be to this device, and answers it.</summary>
    private async Task AnswerAsync(byte unit)
    {
        var request = new byte[12];
        for (var have = 0; have < request.Length;)
        {
            var read = await _devices[^1].ReadAsync(request.AsMemory(have), Timeout.InfiniteTimeSpan, default).AsTask()
                .WaitAsync(WaitMax, MachineTime.OfThisMachine);
            Assert.False(read.IsBroken, read.Detail);
            have += read.Count;
        }
        Assert.Equal(unit, request[6]);
        var answer = new byte[11];
        Mbap.Write(answer, Mbap.TransactionOf(request), unit, 4);
        (answer[7], answer[8]) = (3, 2);
        await _devices[^1].WriteAsync(answer, default);
    }
}
