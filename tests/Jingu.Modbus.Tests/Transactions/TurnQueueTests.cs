using Jingu.Modbus.Links;
using Jingu.Modbus.Transactions;
using Jingu.Time;
using Xunit;

namespace Jingu.Modbus.Tests.Transactions;

public sealed class TurnQueueTests
{
    [Fact]
    public async Task Who_writes_goes_before_all_who_read_and_among_equals_the_first_goes_first()
    {
        var turns = new TurnQueue(1);
        await turns.EnterAsync(toWrite: false, CancellationToken.None);
        var order = new List<string>();
        async Task TakeAsync(string name, bool toWrite)
        {
            await turns.EnterAsync(toWrite, CancellationToken.None);
            order.Add(name);
            turns.Leave();
        }
        Task[] waiting = [TakeAsync("read 1", false), TakeAsync("read 2", false), TakeAsync("write 1", true),
            TakeAsync("write 2", true)];
        turns.Leave();
        await Task.WhenAll(waiting);
        Assert.Equal(["write 1", "write 2", "read 1", "read 2"], order);
    }

    [Fact]
    public async Task No_more_than_allowed_have_a_turn_at_once()
    {
        var turns = new TurnQueue(2);
        await turns.EnterAsync(false, CancellationToken.None);
        await turns.EnterAsync(false, CancellationToken.None);
        var third = turns.EnterAsync(true, CancellationToken.None).AsTask();
        Assert.False(third.IsCompleted);
        turns.Leave();
        await third;
    }

    [Fact]
    public async Task Who_gives_up_waiting_keeps_nobody_waiting()
    {
        var turns = new TurnQueue(1);
        await turns.EnterAsync(false, CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var impatient = turns.EnterAsync(true, stop.Token).AsTask();
        var patient = turns.EnterAsync(false, CancellationToken.None).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        turns.Leave();
        await patient;
    }

    [Fact]
    public async Task A_relay_command_on_a_line_waits_for_the_request_under_way_and_for_no_other()
    {
        var time = MachineTime.OfThisMachine;
        var (near, far) = MemoryLink.Pair(time);
        LinkOpener open = _ => ValueTask.FromResult<LinkOpening>(new LinkOpening.Opened(near));
        await using var client = new ModbusClient(
            open, new RtuExchange(time), new LineTurns(new LineSpeed(115_200), paceLine: false, time),
            new Settling(time));
        var limit = TimeSpan.FromMilliseconds(50);
        var reads = Enumerable.Range(0, 5).Select(i => client.ExecuteAsync(
            new ModbusRequest.ReadRegisters(1, 3, (ushort)i, 1), limit, CancellationToken.None).AsTask()).ToList();
        var write = client.ExecuteAsync(new ModbusRequest.WriteBits(9, 5, 0, [true]), limit, CancellationToken.None);
        var functions = new List<byte>();
        while (functions.Count < 6)
        {
            var frame = new byte[8];
            var read = await far.ReadAsync(frame, TimeSpan.FromSeconds(10), CancellationToken.None);
            Assert.Equal(8, read.Count);
            functions.Add(frame[1]);
        }
        Assert.Equal([3, 5, 3, 3, 3, 3], functions);
        await write;
        await Task.WhenAll(reads);
    }
}
