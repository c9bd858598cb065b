using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Jingu.Mqtt.Links.NuGet;

/// <summary>A link over MQTTnet 5.2.0. Maps and decides nothing.</summary>
internal sealed class MqttNetLink(MqttOptions options, Action<MqttMessage> received) : IMqttLink
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly TaskCompletionSource<MqttOutcome> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal static string Description => $"MQTTnet {typeof(IMqttClient).Assembly.GetName().Version?.ToString(3)}";

    public Task<MqttOutcome> Ended => _ended.Task;

    public async Task<MqttOutcome> ConnectAsync(CancellationToken stop)
    {
        _client.ApplicationMessageReceivedAsync += ReceiveAsync;
        _client.DisconnectedAsync += NoteEndAsync;
        return await OutcomeOfAsync(
            async () =>
            {
                var answer = await _client.ConnectAsync(Map(options), stop);
                return OfReason((int)answer.ResultCode, answer.ReasonString, answer.IsSessionPresent);
            },
            stop);
    }

    /// <summary>The library does not get the token: stopped within a packet, it would send half of it.</summary>
    public Task<MqttOutcome> PublishAsync(MqttMessage message, CancellationToken stop) => OutcomeOfAsync(
        async () =>
        {
            var answer = await _client.PublishAsync(Map(message), CancellationToken.None).WaitAsync(stop);
            return OfReason((int)answer.ReasonCode, answer.ReasonString);
        },
        stop);

    public Task<MqttOutcome> SubscribeAsync(string filter, CancellationToken stop) => OutcomeOfAsync(
        async () =>
        {
            var wanted = new MqttTopicFilter { Topic = filter, QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce };
            var answer = await _client.SubscribeAsync(wanted, CancellationToken.None).WaitAsync(stop);
            return OfReason((int)answer.Items.Single().ResultCode, answer.ReasonString);
        },
        stop);

    public async ValueTask DisposeAsync()
    {
        var wasConnected = _client.IsConnected;
        var left = await _client.TryDisconnectAsync();
        _ended.TrySetResult(wasConnected && left ? new MqttOutcome.Ok() : new MqttOutcome.Lost("Not connected."));
        _client.Dispose();
    }

    private Task ReceiveAsync(MqttApplicationMessageReceivedEventArgs args)
    {
        args.AutoAcknowledge = false;
        if (_ended.Task.IsCompleted)
            return Task.CompletedTask;
#pragma warning disable CA1031 // The edge to a foreign receiver: its exception ends the link, the message unconfirmed.
        try
        {
            received(Map(args.ApplicationMessage));
            args.AutoAcknowledge = true;
        }
        catch (Exception e)
        {
            _ended.TrySetResult(new MqttOutcome.Lost($"The receiver failed: {e.Message}"));
        }
#pragma warning restore CA1031
        return Task.CompletedTask;
    }

    private Task NoteEndAsync(MqttClientDisconnectedEventArgs args)
    {
        var saidByBroker = args.Exception is null && args.ConnectResult is null && (int)args.Reason >= 0x80;
        _ended.TrySetResult(
            saidByBroker
                ? new MqttOutcome.Rejected((int)args.Reason, $"0x{(int)args.Reason:X2} {args.Reason} {args.ReasonString}")
                : new MqttOutcome.Lost(args.Exception?.Message ?? "The connection was closed."));
        return Task.CompletedTask;
    }

    /// <summary>
    /// All that the library throws means "lost", except what the caller did: stopping, or an impossible topic.
    /// </summary>
    private static async Task<MqttOutcome> OutcomeOfAsync(Func<Task<MqttOutcome>> act, CancellationToken stop)
    {
        try
        {
            return await act();
        }
        catch (MqttProtocolViolationException e)
        {
            throw new ArgumentException($"The message or filter is not possible in MQTT 5: {e.Message}", e);
        }
#pragma warning disable CA1031 // A client that is being cut off throws whatever it meets, null references included.
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            var cause = e.GetBaseException();
            var lasting = e is AuthenticationException or IOException { InnerException: null } || cause is CryptographicException
                or AuthenticationException or FileNotFoundException or UnauthorizedAccessException;
            return new MqttOutcome.Lost($"{e.Message} {cause.Message}", lasting);
        }
#pragma warning restore CA1031
    }

    private static MqttOutcome OfReason(int reason, string? text, bool sessionPresent = false) => reason < 0x80
        ? new MqttOutcome.Ok(sessionPresent)
        : new MqttOutcome.Rejected(reason, $"0x{reason:X2} {text}");

    private static MqttClientOptions Map(MqttOptions options) => new()
    {
        // Without linger, closing throws away a DISCONNECT that is still on its way.
        ChannelOptions = new MqttClientTcpOptions
        {
            RemoteEndpoint = new DnsEndPoint(options.Host, options.Port),
            LingerState = new LingerOption(false, 0),
            TlsOptions = options.Tls is { } tls ? Map(tls) : new MqttClientTlsOptions(),
        },
        ClientId = options.ClientId,
        Credentials = options.UserName is { } name
            ? new MqttClientCredentials(name, options.Password is { } word ? Encoding.UTF8.GetBytes(word) : null)
            : null,
        KeepAlivePeriod = options.KeepAlive,
        Timeout = options.ConnectMax,
        CleanSession = options.CleanStart,
        SessionExpiryInterval = Seconds(options.SessionExpiry),
        ReceiveMaximum = (ushort)options.ReceiveMax,
        WillTopic = options.Will?.Message.Topic,
        WillPayload = options.Will?.Message.Payload.ToArray(),
        WillQualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
        WillRetain = options.Will?.Message.Retain ?? false,
        WillDelayInterval = Seconds(options.Will?.Delay),
        WillMessageExpiryInterval = Seconds(options.Will?.Message.Expiry),
        WillContentType = options.Will?.Message.ContentType,
        WillUserProperties = options.Will is { } will ? Map(will.Message.UserProperties) : null,
    };

    private static MqttClientTlsOptions Map(MqttTls tls)
    {
        var trusted = new X509Certificate2Collection();
        trusted.ImportFromPemFile(tls.CaFile);
        if (trusted.Count == 0)
            throw new CryptographicException($"No certificate is in {tls.CaFile}: every public one would be trusted.");
        X509Certificate2[] own = tls.CertificateFile is { } file ? [X509Certificate2.CreateFromPemFile(file, tls.KeyFile)] : [];
        return new MqttClientTlsOptions
        {
            UseTls = true,
            TrustChain = trusted,
            ClientCertificatesProvider = new DefaultMqttCertificatesProvider(own),
            RevocationMode = X509RevocationMode.NoCheck,
        };
    }

    private static MqttApplicationMessage Map(MqttMessage message) => new()
    {
        Topic = message.Topic,
        Payload = new ReadOnlySequence<byte>(message.Payload),
        QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
        Retain = message.Retain,
        MessageExpiryInterval = Seconds(message.Expiry),
        ContentType = message.ContentType,
        UserProperties = Map(message.UserProperties),
    };

    private static List<MqttUserProperty> Map(IEnumerable<KeyValuePair<string, string>> pairs) =>
        [.. pairs.Select(pair => new MqttUserProperty(pair.Key, Encoding.UTF8.GetBytes(pair.Value).AsMemory()))];

    private static MqttMessage Map(MqttApplicationMessage message) => new(message.Topic, message.Payload.ToArray())
    {
        Retain = message.Retain,
        Expiry = message.MessageExpiryInterval == 0 ? null : TimeSpan.FromSeconds(message.MessageExpiryInterval),
        ContentType = message.ContentType,
        UserProperties =
            [.. (message.UserProperties ?? []).Select(pair => KeyValuePair.Create(pair.Name, pair.ReadValueAsString()))],
    };

    private static uint Seconds(TimeSpan? time) => (uint)Math.Clamp(Math.Ceiling(time?.TotalSeconds ?? 0), 0, uint.MaxValue);
}
