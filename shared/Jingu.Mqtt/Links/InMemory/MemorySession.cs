using Jingu.Time;

namespace Jingu.Mqtt.Links.InMemory;

/// <summary>What the broker keeps for one client id. Everything under the broker's gate.</summary>
internal sealed class MemorySession(string clientId, MachineTime time)
{
    /// <summary>More are dropped, though their publisher got a confirmation: brokers do that.</summary>
    internal const int QueuedMax = 100_000;

    private readonly Queue<(MqttMessage Message, long Since)> _queue = [];
    private long _since;

    internal string ClientId => clientId;

    internal List<TopicFilter> Filters { get; } = [];

    /// <summary>Null while the client is away.</summary>
    internal MemoryLink? Link { get; private set; }

    internal TimeSpan Expiry { get; set; }

    internal ITimer? DelayedWill { get; set; }

    internal bool IsExpired => Link is null && time.GetElapsedTime(_since) >= Expiry;

    /// <summary>By a subscription of its own; shared ones take turns.</summary>
    internal bool Wants(string topic) => Filters.Any(filter => filter.Share is null && filter.Matches(topic));

    internal void Attach(MemoryLink link) => Link = link;

    internal void Detach() => (Link, _since) = (null, time.GetTimestamp());

    internal void Enqueue(MqttMessage message)
    {
        if (_queue.Count >= QueuedMax)
            return;
        _queue.Enqueue((message, time.GetTimestamp()));
        Link?.Notice();
    }

    /// <summary>
    /// The oldest message that has not expired, with what is left of its expiry; it stays until confirmed.
    /// </summary>
    internal MqttMessage? Peek()
    {
        while (_queue.TryPeek(out var next))
        {
            if (LessAge(next.Message, time.GetElapsedTime(next.Since)) is { } message)
                return message;
            _queue.Dequeue();
        }
        return null;
    }

    internal void Confirm() => _queue.Dequeue();

    /// <summary>Null when nothing is left of it.</summary>
    internal static MqttMessage? LessAge(MqttMessage message, TimeSpan age)
    {
        if (message.Expiry is not { } expiry)
            return message;
        var left = TimeSpan.FromSeconds(Math.Ceiling((expiry - age).TotalSeconds));
        return left > TimeSpan.Zero ? message with { Expiry = left } : null;
    }
}
