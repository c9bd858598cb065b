using System.Collections.Immutable;

namespace Jingu.Mqtt;

/// <summary>One MQTT 5 message, sent or received.</summary>
/// <param name="Topic">The topic name, without wildcards.</param>
/// <param name="Payload">The bytes; owned by the message.</param>
public sealed record MqttMessage(string Topic, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Kept by the broker for later subscribers; on a received message: it was such a one.</summary>
    public bool Retain { get; init; }

    /// <summary>Whole seconds after which the broker drops it (MQTT 5, 3.3.2.3.3); null: never.</summary>
    public TimeSpan? Expiry { get; init; }

    public string? ContentType { get; init; }

    /// <summary>Name and value pairs, in order (MQTT 5, 3.3.2.3.7).</summary>
    public ImmutableArray<KeyValuePair<string, string>> UserProperties { get; init; } = [];
}
