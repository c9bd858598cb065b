namespace Jingu.Mqtt.Links;

/// <summary>
/// One connection to a broker, made once and not again: an adapter maps and decides nothing. Retry, back-off and
/// windows live in MqttConnection, above this seam. All members are safe from any thread.
/// </summary>
public interface IMqttLink : IAsyncDisposable
{
    /// <summary>Connects. Called once, first. Never throws for what a network or broker does.</summary>
    Task<MqttOutcome> ConnectAsync(CancellationToken stop);

    /// <summary>Publishes with QoS 1; completes when the broker has answered (PUBACK), or the link is lost.</summary>
    Task<MqttOutcome> PublishAsync(MqttMessage message, CancellationToken stop);

    /// <summary>Subscribes with QoS 1; a shared filter starts with <c>$share/</c>.</summary>
    Task<MqttOutcome> SubscribeAsync(string filter, CancellationToken stop);

    /// <summary>Completes when an established connection has ended, with the reason. Never faults.</summary>
    Task<MqttOutcome> Ended { get; }
}
