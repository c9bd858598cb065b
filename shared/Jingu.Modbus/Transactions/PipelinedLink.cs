using Jingu.Modbus.Links;
using Jingu.Time;

namespace Jingu.Modbus.Transactions;

/// <summary>
/// One Modbus TCP connection with several requests under way, told apart by transaction. A late answer is known by its
/// transaction and dropped; an answer to nothing that was asked ends the connection, and so does a time-out in which
/// nothing at all came. Safe from any thread.
/// </summary>
internal sealed class PipelinedLink : IAsyncDisposable
{
    /// <summary>Late answers that are waited for. More: the connection is ended.</summary>
    private const int LateMax = 1024;

    private readonly IByteLink _link;
    private readonly MachineTime _time;
    private readonly TurnQueue _writing = new(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<ushort, Asked> _asked = [];
    private readonly HashSet<ushort> _late = [];
    private readonly byte[] _request = new byte[Mbap.FrameMax];
    private readonly byte[] _incoming = new byte[4 * Mbap.FrameMax];
    private Task _reading = Task.CompletedTask;
    private ModbusResult? _ended;
    private ushort _transaction;
    private long _heard;

    private PipelinedLink(IByteLink link, MachineTime time) => (_link, _time) = (link, time);

    /// <summary>True when this connection carries nothing any more.</summary>
    public bool HasEnded
    {
        get
        {
            lock (_gate)
                return _ended is not null;
        }
    }

    public static PipelinedLink Start(IByteLink link, MachineTime time)
    {
        var started = new PipelinedLink(link, time);
        started._reading = started.ReadAsync();
        return started;
    }

    /// <summary>Sends a request and waits for its own answer, at most <paramref name="limit"/>.</summary>
    public async ValueTask<ModbusResult> ExchangeAsync(ModbusRequest request, TimeSpan limit, CancellationToken stop)
    {
        var asked = new Asked(request, new(TaskCreationOptions.RunContinuationsAsynchronously));
        ushort transaction;
        lock (_gate)
        {
            if (_ended is not null)
                return _ended;
            transaction = NextTransaction();
            _asked.Add(transaction, asked);
        }
        try
        {
            await WriteAsync(transaction, request, stop);
            var heard = Interlocked.Read(ref _heard);
            try
            {
                return await asked.Answer.Task.WaitAsync(limit, _time, stop);
            }
            catch (TimeoutException)
            {
                if (Interlocked.Read(ref _heard) == heard)
                    End(new ModbusResult.LinkLost("nothing came over the connection any more"));
                return new ModbusResult.TimedOut();
            }
        }
        finally
        {
            Forget(transaction);
        }
    }

    public async ValueTask DisposeAsync()
    {
        End(new ModbusResult.LinkLost("closed on this side"));
        await _stop.CancelAsync();
        await _reading;
        await _link.DisposeAsync();
        _stop.Dispose();
    }

    private async ValueTask WriteAsync(ushort transaction, ModbusRequest request, CancellationToken stop)
    {
        await _writing.EnterAsync(request.IsWrite, stop);
        try
        {
            var length = Pdu.WriteRequest(request, _request.AsSpan(Mbap.Length));
            Mbap.Write(_request, transaction, request.UnitIdentifier, length);
            // Half a frame would spoil the connection for the others: once begun, a frame is not stopped.
            var sent = await _link.WriteAsync(_request.AsMemory(0, Mbap.Length + length), CancellationToken.None);
            if (sent.IsBroken)
                End(new ModbusResult.LinkLost(sent.Detail!));
        }
        finally
        {
            _writing.Leave();
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            for (var have = 0; ;)
            {
                var read = await _link.ReadAsync(_incoming.AsMemory(have), Timeout.InfiniteTimeSpan, _stop.Token);
                if (read.IsBroken)
                {
                    End(new ModbusResult.LinkLost(read.Detail!));
                    return;
                }
                Interlocked.Increment(ref _heard);
                have += read.Count;
                var used = TakeFrames(_incoming.AsSpan(0, have));
                if (used < 0)
                    return;
                _incoming.AsSpan(used, have - used).CopyTo(_incoming);
                have -= used;
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    /// <summary>How many bytes were whole frames; -1 when the connection is at its end.</summary>
    private int TakeFrames(ReadOnlySpan<byte> bytes)
    {
        for (var used = 0; ;)
        {
            var rest = bytes[used..];
            var length = Mbap.FrameLength(rest);
            if (length == 0 || length > rest.Length)
                return used;
            var wrong = length < 0 ? "Answer without a Modbus TCP header." : Take(rest[..length]);
            if (wrong is not null)
            {
                End(new ModbusResult.Malformed(wrong));
                return -1;
            }
            used += length;
        }
    }

    /// <summary>Hands an answer to who asked; otherwise says what is wrong with it.</summary>
    private string? Take(ReadOnlySpan<byte> frame)
    {
        var transaction = Mbap.TransactionOf(frame);
        Asked? asked;
        lock (_gate)
        {
            if (_late.Remove(transaction))
                return null;
            if (!_asked.TryGetValue(transaction, out asked))
                return $"Answer of transaction {transaction}, which nobody asked.";
            if (frame[6] != asked.Request.UnitIdentifier)
                return $"Answer of unit identifier {frame[6]} where {asked.Request.UnitIdentifier} was asked.";
            _asked.Remove(transaction);
        }
        asked.Answer.TrySetResult(Pdu.ReadAnswer(asked.Request, frame[Mbap.Length..]));
        return null;
    }

    /// <summary>Who asked has gone without an answer: it may still come.</summary>
    private void Forget(ushort transaction)
    {
        bool tooMany;
        lock (_gate)
        {
            if (!_asked.Remove(transaction))
                return;
            _late.Add(transaction);
            tooMany = _late.Count > LateMax;
        }
        if (tooMany)
            End(new ModbusResult.LinkLost("too many answers never came"));
    }

    private void End(ModbusResult why)
    {
        Asked[] without;
        lock (_gate)
        {
            if (_ended is not null)
                return;
            _ended = why;
            without = [.. _asked.Values];
            _asked.Clear();
        }
        foreach (var asked in without)
            asked.Answer.TrySetResult(why);
    }

    private ushort NextTransaction()
    {
        do
            _transaction = unchecked((ushort)(_transaction + 1));
        while (_asked.ContainsKey(_transaction) || _late.Contains(_transaction));
        return _transaction;
    }

    private sealed record Asked(ModbusRequest Request, TaskCompletionSource<ModbusResult> Answer);
}
