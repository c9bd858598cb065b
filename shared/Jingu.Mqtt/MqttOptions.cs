namespace Jingu.Mqtt;

/// <summary>How to reach a broker and what to leave behind. Times are machine time.</summary>
public sealed record MqttOptions
{
    public required string Host { get; init; }

    /// <summary>1 to 65535; 1883, or 8883 with TLS.</summary>
    public required int Port { get; init; }

    /// <summary>Fixed per process: a broker throws out the older of two sessions with one id.</summary>
    public required string ClientId { get; init; }

    public string? UserName { get; init; }

    public string? Password { get; init; }

    /// <summary>Null: plain TCP.</summary>
    public MqttTls? Tls { get; init; }

    /// <summary>5 s to 10 min.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// False keeps the session (and its subscriptions) on the broker for <see cref="SessionExpiry"/>.
    /// </summary>
    public bool CleanStart { get; init; }

    public TimeSpan SessionExpiry { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How many QoS 1 messages the broker may have under way to us; 1 to 65535.</summary>
    public int ReceiveMax { get; init; } = 100;

    public TimeSpan ConnectMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Published by the broker when we vanish.</summary>
    public MqttWill? Will { get; init; }
}

/// <param name="Message">Published with QoS 1.</param>
/// <param name="Delay">How long the broker waits for us to come back first (MQTT 5, 3.1.3.2.2).</param>
public sealed record MqttWill(MqttMessage Message, TimeSpan Delay);

/// <summary>
/// PEM files. The broker's certificate must name the host it is reached by; there is no switch to skip that.
/// </summary>
/// <param name="CaFile">Certificates trusted to sign the broker's.</param>
/// <param name="CertificateFile">Our own certificate, with <paramref name="KeyFile"/>, where the broker asks for
/// one.</param>
public sealed record MqttTls(string CaFile, string? CertificateFile = null, string? KeyFile = null);
