using Jingu.Mqtt.Links;

namespace Jingu.Mqtt.Tests.Links;

/// <summary>A library together with a broker it can reach, for the contract.</summary>
public interface ILinkBroker : IAsyncDisposable
{
    MqttLinkFactory Factory { get; }

    int Port { get; }

    /// <summary>The same broker, by a way that <see cref="Cut"/> interrupts.</summary>
    int CuttablePort { get; }

    /// <summary>No farewell to anybody; nothing kept.</summary>
    Task KillAsync();

    Task StartAgainAsync();

    /// <summary>
    /// Ends the connection of a client that came by <see cref="CuttablePort"/>, without a word of MQTT.
    /// </summary>
    void Cut(string clientId);
}
