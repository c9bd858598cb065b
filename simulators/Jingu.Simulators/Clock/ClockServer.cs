using System.Net;
using System.Net.Sockets;
using System.Text;
using Jingu.Time;

namespace Jingu.Simulators.Clock;

/// <summary>
/// Grants site time in steps to the programs under test (design.md, section 4; the lines are those of
/// <see cref="Jingu.Time.Bench.BenchProtocol"/>). The clock stands until every connected program has finished the
/// instant; then it moves to the earliest instant that anybody announced. Who is not connected is not waited for,
/// unless it is expected. Members are safe to call from any thread; one <see cref="RunAsync"/> at a time.
/// </summary>
internal sealed class ClockServer : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Follower> _followers = [];
    private readonly HashSet<string> _expected = [];
    private readonly SemaphoreSlim _changed = new(0, 1);
    private readonly CancellationTokenSource _closing = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ClockLimits _limits;
    private readonly MachineTime _machine;
    private readonly Task _accepting;
    private readonly HashSet<string> _catchingUp = [];
    private IReadOnlySet<string> _excepted = new HashSet<string>();
    private DateTimeOffset _now;

    /// <summary>Listens at once on a free port of the loopback; the clock stands at <paramref name="start"/>.</summary>
    public ClockServer(DateTimeOffset start, ClockLimits limits, MachineTime machine)
    {
        (_now, _limits, _machine) = (start, limits, machine);
        _listener.Start();
        EndPoint = (IPEndPoint)_listener.LocalEndpoint;
        _accepting = AcceptAsync();
    }

    public IPEndPoint EndPoint { get; }

    public DateTimeOffset Now
    {
        get
        {
            lock (_gate)
                return _now;
        }
    }

    /// <summary>How many instants were granted by <see cref="RunAsync"/>.</summary>
    public long Grants { get; private set; }

    /// <summary>Undelivered entries of everybody, as said last.</summary>
    public long Backlog
    {
        get
        {
            lock (_gate)
                return _followers.Values.Sum(follower => follower.Backlog);
        }
    }

    /// <summary>
    /// From now on the clock stands until a new connection of this name has come and finished the instant. A connection
    /// it still has does not count any more.
    /// </summary>
    public void Expect(string name)
    {
        lock (_gate)
        {
            _expected.Add(name);
            _followers.Remove(name);
        }
        SayChanged();
    }

    /// <summary>
    /// Whose backlog does not hold the clock: gateways that cannot deliver. Replaces what was set before; who is not
    /// among them any more must catch up.
    /// </summary>
    public void ExceptFromBacklog(IReadOnlySet<string> names)
    {
        lock (_gate)
        {
            _catchingUp.UnionWith(_excepted);
            _catchingUp.ExceptWith(names);
            _excepted = names;
        }
        SayChanged();
    }

    /// <summary>
    /// Moves the clock until it stands at <paramref name="until"/> and everybody has finished that. Null when it got
    /// there; otherwise a sentence that names who did not finish.
    /// </summary>
    public async Task<string?> RunAsync(DateTimeOffset until, IAgenda agenda, CancellationToken stop)
    {
        var pace = new Pace(_limits.Speed, _machine);
        await using var heartbeat = _machine.CreateTimer(
            _ => SayChanged(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        while (await SettleAsync(stop) is var complaint)
        {
            if (complaint is not null || Now >= until)
                return complaint;
            var next = Next(until, agenda);
            await pace.WaitAsync(next - Now, stop);
            agenda.Prepare(next);
            Move(next);
            await agenda.ReachedAsync(next, stop);
        }
        return null;
    }

    /// <summary>
    /// Waits until everybody connected has delivered everything, <paramref name="max"/> of machine time at most; who is
    /// excepted from the backlog is not waited for. Null when all is delivered; otherwise a sentence that names who has
    /// not.
    /// </summary>
    public async Task<string?> DrainAsync(TimeSpan max, CancellationToken stop)
    {
        var began = _machine.GetTimestamp();
        Dictionary<Follower, long> said;
        lock (_gate)
            said = _followers.Values.ToDictionary(follower => follower, follower => follower.BacklogsSaid);
        while (true)
        {
            List<Follower> waiting;
            lock (_gate)
            {
                waiting = [.. _followers.Values.Where(
                    follower => !_excepted.Contains(follower.Name)
                        && (follower.Backlog > 0
                            || follower.BacklogsSaid == said.GetValueOrDefault(follower)))];
                waiting.ForEach(follower => follower.AskBacklog());
            }
            if (waiting.Count == 0)
                return null;
            if (_machine.GetElapsedTime(began) > max)
            {
                var who = string.Join(
                    ", ", waiting.Select(follower => $"{follower.Name} ({follower.Backlog} entries)"));
                return $"Not delivered within {max.TotalSeconds:0} s in which the clock stood: {who}. "
                    + "Their logs lie in the working folder.";
            }
            await Task.Delay(_limits.AskEvery, _machine, stop);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        // A listener that is gone is not asked for one more connection.
        await _accepting;
        _listener.Dispose();
        _closing.Dispose();
    }

    private async Task<string?> SettleAsync(CancellationToken stop)
    {
        var began = _machine.GetTimestamp();
        var (heldSince, heldAt) = (began, long.MaxValue);
        while (true)
        {
            var (unfinished, overloaded, backlog) = Look();
            if (unfinished.Count > 0)
            {
                if (_machine.GetElapsedTime(began) > _limits.WorkMax)
                    return Late(unfinished);
                heldSince = _machine.GetTimestamp();
                await _changed.WaitAsync(stop);
                continue;
            }
            if (overloaded.Count == 0)
                return null;
            if (backlog < heldAt)
                (heldSince, heldAt) = (_machine.GetTimestamp(), backlog);
            if (_machine.GetElapsedTime(heldSince) > _limits.HoldMax)
                return Stuck(overloaded);
            await Task.Delay(_limits.AskEvery, _machine, stop);
            lock (_gate)
                overloaded.ForEach(follower => follower.AskBacklog());
        }
    }

    private (List<string> Unfinished, List<Follower> Overloaded, long Backlog) Look()
    {
        lock (_gate)
        {
            List<string> unfinished =
            [
                .. _expected,
                .. _followers.Values.Where(follower => !follower.HasFinished(_now)).Select(follower => follower.Name),
            ];
            _catchingUp.RemoveWhere(name => _followers.GetValueOrDefault(name) is { } follower
                && follower.HasFinished(_now) && follower.Backlog <= _limits.CaughtUpEntriesMax);
            List<Follower> overloaded =
                [.. _followers.Values.Where(
                    follower => follower.Backlog > BacklogMaxOf(follower) && !_excepted.Contains(follower.Name))];
            return (unfinished, overloaded, overloaded.Sum(follower => follower.Backlog));
        }
    }

    private int BacklogMaxOf(Follower follower) =>
        _catchingUp.Contains(follower.Name) ? _limits.CaughtUpEntriesMax : _limits.BacklogEntriesMax;

    private DateTimeOffset Next(DateTimeOffset until, IAgenda agenda)
    {
        lock (_gate)
        {
            return _followers.Values.Select(follower => follower.Next)
                .Append(agenda.NextAfter(_now))
                .Where(instant => instant > _now)
                .Select(instant => instant!.Value)
                .Append(until)
                .Min();
        }
    }

    private void Move(DateTimeOffset next)
    {
        lock (_gate)
        {
            _now = next;
            Grants++;
            foreach (var follower in _followers.Values)
                follower.Grant(next);
        }
    }

    private string Late(List<string> names) =>
        $"{string.Join(", ", names.Order(StringComparer.Ordinal))}: not finished with {Now:yyyy-MM-dd'T'HH:mm:ss'Z'} "
        + $"after {_limits.WorkMax.TotalSeconds:0} s. Look at the end of the log in the working folder.";

    private string Stuck(List<Follower> followers)
    {
        var who = string.Join(", ", followers.Select(follower => $"{follower.Name} ({follower.Backlog} entries)"));
        return $"The backlog does not shrink since {_limits.HoldMax.TotalSeconds:0} s: {who}. "
            + "Look whether the aggregator acknowledges: its log lies in the working folder.";
    }

    private async Task AcceptAsync()
    {
        List<Task> conversations = [];
        try
        {
            while (true)
            {
                conversations.Add(ConverseAsync(await _listener.AcceptSocketAsync(_closing.Token)));
                conversations.RemoveAll(conversation => conversation.IsCompleted);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(conversations);
        }
    }

    private async Task ConverseAsync(Socket socket)
    {
        socket.NoDelay = true;
        using var stream = new NetworkStream(socket, ownsSocket: true);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        Follower? follower = null;
        try
        {
            while (await reader.ReadLineAsync(_closing.Token) is { } line && Take(line, socket, ref follower))
                SayChanged();
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or FormatException)
        {
            // Gone, or not one of ours: not waited for.
        }
        lock (_gate)
        {
            if (follower is not null && _followers.GetValueOrDefault(follower.Name) == follower)
                _followers.Remove(follower.Name);
        }
        SayChanged();
    }

    private bool Take(string line, Socket socket, ref Follower? follower)
    {
        lock (_gate)
        {
            if (follower is not null)
                return follower.Take(line, _now);
            if (line.Split(' ') is not ["hello", var name])
                return false;
            follower = new(name, socket);
            _followers[name] = follower;
            _expected.Remove(name);
            follower.Grant(_now);
            return true;
        }
    }

    private void SayChanged()
    {
        lock (_changed)
        {
            if (_changed.CurrentCount == 0)
                _changed.Release();
        }
    }
}
