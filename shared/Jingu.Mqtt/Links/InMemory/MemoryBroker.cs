using Jingu.Time;

namespace Jingu.Mqtt.Links.InMemory;

/// <summary>
/// An MQTT 5 broker inside the process: QoS 1, wildcards, shared subscriptions, retained messages, wills with delay,
/// kept sessions, message expiry. For tests of what stands above the links. All members are safe from any thread.
/// </summary>
public sealed class MemoryBroker(MachineTime time)
{
    private const int SessionTakenOver = 0x8E;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, MemorySession> _sessions = [];
    private readonly Dictionary<string, (MqttMessage Message, long Since)> _retained = [];
    private readonly Dictionary<TopicFilter, int> _turns = [];
    private bool _isStopped;

    /// <summary>Makes clients of this broker, whatever host and port their options name.</summary>
    public MqttLinkFactory Factory => (options, received) => new MemoryLink(this, options, received);

    /// <summary>The reason code every CONNECT is answered with; 0 accepts.</summary>
    public int RefuseWith { get; set; }

    /// <summary>How many times somebody tried to connect.</summary>
    public int Attempts { get; private set; }

    /// <summary>Like a kill: no farewell, nothing kept, nobody gets in.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _isStopped = true;
            foreach (var session in _sessions.Values)
            {
                session.DelayedWill?.Dispose();
                session.Link?.End(new MqttOutcome.Lost("The broker has stopped."));
            }
            _sessions.Clear();
            _retained.Clear();
        }
    }

    /// <summary>After <see cref="Stop"/>.</summary>
    public void Start()
    {
        lock (_gate)
            _isStopped = false;
    }

    /// <summary>Cuts one client off, as a network does: its will counts.</summary>
    public void Cut(string clientId)
    {
        lock (_gate)
        {
            if (_sessions.GetValueOrDefault(clientId)?.Link is { } link)
                Drop(link, new MqttOutcome.Lost("Cut off."));
        }
    }

    internal MqttOutcome Connect(MemoryLink link)
    {
        var options = link.Options;
        lock (_gate)
        {
            Attempts++;
            if (_isStopped)
                return new MqttOutcome.Lost("Connection refused: the broker has stopped.");
            if (RefuseWith != 0)
                return new MqttOutcome.Rejected(RefuseWith, $"0x{RefuseWith:X2}");
            if (_sessions.GetValueOrDefault(options.ClientId)?.Link is { } older)
                Drop(older, new MqttOutcome.Rejected(SessionTakenOver, "0x8E session taken over"));
            var session = _sessions.GetValueOrDefault(options.ClientId);
            var isPresent = session is { IsExpired: false } && !options.CleanStart;
            session?.DelayedWill?.Dispose();
            session = isPresent ? session! : new MemorySession(options.ClientId, time);
            _sessions[options.ClientId] = session;
            session.Expiry = options.SessionExpiry;
            session.Attach(link);
            return new MqttOutcome.Ok(isPresent);
        }
    }

    internal MqttOutcome Publish(MemoryLink link, MqttMessage message)
    {
        if (message.Topic.Length == 0 || message.Topic.AsSpan().ContainsAny('+', '#'))
            throw new ArgumentException($"'{message.Topic}' is not a topic name.");
        lock (_gate)
        {
            if (SessionOf(link) is null)
                return NotConnected();
            Route(message);
            return new MqttOutcome.Ok();
        }
    }

    internal MqttOutcome Subscribe(MemoryLink link, TopicFilter filter)
    {
        lock (_gate)
        {
            if (SessionOf(link) is not { } session)
                return NotConnected();
            if (!session.Filters.Contains(filter))
                session.Filters.Add(filter);
            if (filter.Share is null)
                SendRetained(session, filter);
            return new MqttOutcome.Ok();
        }
    }

    internal void Disconnect(MemoryLink link)
    {
        lock (_gate)
        {
            if (SessionOf(link) is not { } session)
                return;
            session.Detach();
            link.End(new MqttOutcome.Ok());
        }
    }

    /// <summary>Ends a connection without the client's DISCONNECT.</summary>
    internal void Drop(MemoryLink link, MqttOutcome reason)
    {
        lock (_gate)
        {
            link.End(reason);
            if (SessionOf(link) is not { } session)
                return;
            session.Detach();
            if (link.Options.Will is { } will)
                SendWill(session, will);
        }
    }

    internal MqttMessage? Next(MemoryLink link)
    {
        lock (_gate)
            return SessionOf(link)?.Peek();
    }

    internal void Confirm(MemoryLink link)
    {
        lock (_gate)
            SessionOf(link)?.Confirm();
    }

    private MemorySession? SessionOf(MemoryLink link) =>
        _sessions.GetValueOrDefault(link.Options.ClientId) is { } session && session.Link == link ? session : null;

    private void Route(MqttMessage message)
    {
        if (message.Retain)
            Keep(message);
        var routed = message with { Retain = false };
        var sessions = _sessions.Values.Where(session => !session.IsExpired)
            .OrderBy(session => session.ClientId, StringComparer.Ordinal).ToList();
        foreach (var session in sessions.Where(session => session.Wants(message.Topic)))
            session.Enqueue(routed);
        var shared = sessions.SelectMany(session => session.Filters).Where(filter => filter.Share is not null);
        foreach (var filter in shared.Where(filter => filter.Matches(message.Topic)).Distinct().ToList())
            NextMember(filter, [.. sessions.Where(session => session.Filters.Contains(filter))]).Enqueue(routed);
    }

    /// <summary>Each in turn; who is away has its turn too, as with mosquitto.</summary>
    private MemorySession NextMember(TopicFilter filter, IReadOnlyList<MemorySession> members)
    {
        var turn = _turns.GetValueOrDefault(filter);
        _turns[filter] = (turn + 1) % members.Count;
        return members[turn % members.Count];
    }

    private void Keep(MqttMessage message)
    {
        if (message.Payload.IsEmpty)
            _retained.Remove(message.Topic);
        else
            _retained[message.Topic] = (message, time.GetTimestamp());
    }

    private void SendRetained(MemorySession session, TopicFilter filter)
    {
        foreach (var (message, since) in _retained.Values.Where(kept => filter.Matches(kept.Message.Topic)))
        {
            if (MemorySession.LessAge(message, time.GetElapsedTime(since)) is { } left)
                session.Enqueue(left);
        }
    }

    private void SendWill(MemorySession session, MqttWill will)
    {
        if (will.Delay == TimeSpan.Zero)
            Route(will.Message);
        else
            session.DelayedWill = Later(will.Delay, () => SendLate(session, will.Message));
    }

    private ITimer Later(TimeSpan delay, Action act) =>
        time.CreateTimer(_ => act(), null, delay, Timeout.InfiniteTimeSpan);

    private void SendLate(MemorySession session, MqttMessage will)
    {
        lock (_gate)
        {
            if (session.Link is null && _sessions.GetValueOrDefault(session.ClientId) == session)
                Route(will);
        }
    }

    private static MqttOutcome.Lost NotConnected() => new("Not connected.");
}
