using System.Net;
using System.Net.Sockets;

namespace Jingu.Time.Bench;

/// <summary>
/// Site time granted by a bench in steps over a loopback socket (<see cref="BenchProtocol"/>). The process has finished
/// an instant when every participant waits for a later one. Losing the bench ends the process's site time:
/// <see cref="Lost"/> is cancelled.
/// </summary>
public sealed class BenchSiteTime : SiteTime, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<Participant> _participants = [];
    private readonly TcpClient _socket;
    private readonly StreamReader _reader;
    private readonly StreamWriter _writer;
    private readonly CancellationTokenSource _lost = new();
    private readonly Task _receiving;
    private DateTimeOffset _now;
    private DateTimeOffset? _finished;
    private bool _begun;

    private BenchSiteTime(TcpClient socket, StreamReader reader, StreamWriter writer, DateTimeOffset now)
    {
        (_socket, _reader, _writer, _now) = (socket, reader, writer, now);
        Lost = _lost.Token;
        _receiving = Task.Run(ReceiveAsync);
    }

    public override bool IsBench => true;

    /// <summary>Cancelled when the bench has gone.</summary>
    public CancellationToken Lost { get; }

    /// <summary>
    /// Says how many entries wait for delivery; a bench holds its clock while there are too many. Set before
    /// <see cref="Begin"/>; called from any thread, under no lock of ours.
    /// </summary>
    public Func<long> Backlog { get; set; } = () => 0;

    /// <summary>
    /// Connects to the bench and learns the time. The clock stands until <see cref="Begin"/>: let everybody join
    /// before.
    /// </summary>
    public static async Task<BenchSiteTime> ConnectAsync(IPEndPoint bench, string name, CancellationToken stop)
    {
        var socket = new TcpClient { NoDelay = true };
        try
        {
            return await GreetAsync(socket, bench, name, stop);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// All have joined: from now on the clock may move. A process with no participant lets it run and looks on.
    /// </summary>
    public void Begin()
    {
        lock (_gate)
            _begun = true;
        SayIfFinished();
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <summary>Not offered: a timer would not tell the bench when its work is finished. Join instead.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        throw new NotSupportedException("Site time of a bench has no timers: join it as a participant.");

    public override IParticipant Join(string name)
    {
        var participant = new Participant(this);
        lock (_gate)
            _participants.Add(participant);
        return participant;
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _receiving;
        _reader.Dispose();
        _lost.Dispose();
    }

    private static async Task<BenchSiteTime> GreetAsync(
        TcpClient socket, IPEndPoint bench, string name, CancellationToken stop)
    {
        await socket.ConnectAsync(bench, stop);
        var reader = new StreamReader(socket.GetStream());
        var writer = new StreamWriter(socket.GetStream()) { AutoFlush = true, NewLine = "\n" };
        await writer.WriteLineAsync(BenchProtocol.Hello(name).AsMemory(), stop);
        var line = await reader.ReadLineAsync(stop);
        if (!BenchProtocol.TryParseGrant(line, out var now))
        {
            throw new IOException(
                $"The bench at {bench} answered '{line}' instead of granting an instant: "
                + "start the process by ./simulators/bench.");
        }
        return new(socket, reader, writer, now);
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (await _reader.ReadLineAsync() is { } line && Receive(line))
            {
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or SocketException)
        {
            // The bench has gone: Lost tells it.
        }
        finally
        {
            await _lost.CancelAsync();
        }
    }

    /// <summary>False for what no bench says: the last line of one that was killed may be cut short.</summary>
    private bool Receive(string line)
    {
        if (line == BenchProtocol.AskBacklog)
        {
            Say(BenchProtocol.Backlog(Backlog()));
            return true;
        }
        if (!BenchProtocol.TryParseGrant(line, out var instant) || instant < GetUtcNow())
            return false;
        List<Participant> due;
        lock (_gate)
        {
            _now = instant;
            due = [.. _participants.Where(participant => participant.Wake(instant))];
        }
        foreach (var participant in due)
            participant.Release();
        SayIfFinished();
        return true;
    }

    private void SayIfFinished()
    {
        DateTimeOffset finished;
        DateTimeOffset next;
        lock (_gate)
        {
            if (!_begun || _finished == _now || _participants.Any(participant => participant.Works))
                return;
            _finished = finished = _now;
            next = _participants.Count == 0
                ? DateTimeOffset.MaxValue
                : _participants.Min(participant => participant.WaitsFor);
        }
        Say(BenchProtocol.Done(finished, next == DateTimeOffset.MaxValue ? null : next, Backlog()));
    }

    private void Say(string line)
    {
        try
        {
            lock (_writer)
                _writer.WriteLine(line);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // ReceiveAsync notices the same loss and announces it.
        }
    }

    private sealed class Participant(BenchSiteTime time) : IParticipant
    {
        private TaskCompletionSource? _wait;

        public DateTimeOffset WaitsFor { get; private set; }

        public bool Works => _wait is null;

        public async ValueTask WaitUntilAsync(DateTimeOffset instant, CancellationToken stop)
        {
            stop.ThrowIfCancellationRequested();
            TaskCompletionSource wait;
            lock (time._gate)
            {
                if (instant <= time._now)
                    return;
                wait = _wait = new(TaskCreationOptions.RunContinuationsAsynchronously);
                WaitsFor = instant;
            }
            time.SayIfFinished();
            await using var registration = stop.Register(() => wait.TrySetCanceled(stop));
            await wait.Task;
        }

        /// <summary>Under the gate: takes the participant to work if its instant has come.</summary>
        public bool Wake(DateTimeOffset now)
        {
            if (_wait is null || WaitsFor > now)
                return false;
            _woken = _wait;
            _wait = null;
            return true;
        }

        private TaskCompletionSource? _woken;

        public void Release() => _woken!.TrySetResult();

        public void Dispose()
        {
            lock (time._gate)
                time._participants.Remove(this);
            time.SayIfFinished();
        }
    }
}
