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

#pragma warning disable CA1031 // Two edges: a receiver may throw anything, and so does a client that is being cut off.
/// <summary>A link over MQTTnet 5.2.0. Maps and decides nothing.</summary>
internal sealed class MqttNetLink(MqttOptions options, Action<MqttMessage> received) : IMqttLink
{
    private const MqttQualityOfServiceLevel Qos1 = MqttQualityOfServiceLevel.AtLeastOnce;
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly TaskCompletionSource<MqttOutcome> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal static string Description => $"MQTTnet {typeof(IMqttClient).Assembly.GetName().Version?.ToString(3)}";
    public Task<MqttOutcome> Ended => _ended.Task;

    public async Task<MqttOutcome> ConnectAsync(CancellationToken stop)
    {
        _client.ApplicationMessageReceivedAsync += ReceiveAsync;
        _client.DisconnectedAsync += NoteEndAsync;
        return await OutcomeOfAsync(() => _client.ConnectAsync(Map(options), stop),
            answer => OfReason((int)answer.ResultCode, answer.ReasonString, answer.IsSessionPresent), stop);
    }

    // The library does not get the token from here on: stopped within a packet, it would send half of it.
    public Task<MqttOutcome> PublishAsync(MqttMessage message, CancellationToken stop) =>
        OutcomeOfAsync(() => _client.PublishAsync(Map(message), CancellationToken.None).WaitAsync(stop),
            answer => OfReason((int)answer.ReasonCode, answer.ReasonString), stop);

    public Task<MqttOutcome> SubscribeAsync(string filter, CancellationToken stop) =>
        OutcomeOfAsync(() => _client.SubscribeAsync(filter, Qos1, CancellationToken.None).WaitAsync(stop),
            answer => OfReason((int)answer.Items.Single().ResultCode, answer.ReasonString), stop);

    public async ValueTask DisposeAsync()
    {
        var left = _client.IsConnected && await _client.TryDisconnectAsync();
        _ended.TrySetResult(left ? new MqttOutcome.Ok() : new MqttOutcome.Lost("Not connected."));
        _client.Dispose();
    }

    private Task ReceiveAsync(MqttApplicationMessageReceivedEventArgs args)
    {
        args.AutoAcknowledge = !_ended.Task.IsCompleted;
        try
        {
            if (args.AutoAcknowledge)
                received(Map(args.ApplicationMessage));
        }
        catch (Exception e) // Ends the link; the message stays unconfirmed.
        {
            args.AutoAcknowledge = false;
            _ended.TrySetResult(new MqttOutcome.Lost($"The receiver failed: {e.Message}"));
        }
        return Task.CompletedTask;
    }

    private Task NoteEndAsync(MqttClientDisconnectedEventArgs args)
    {
        _ended.TrySetResult(
            args.Exception is null && OfReason((int)args.Reason, args.ReasonString) is MqttOutcome.Rejected said
                ? said : new MqttOutcome.Lost(args.Exception?.Message ?? "The connection was closed."));
        return Task.CompletedTask;
    }

    /// <summary>All that the library throws is "lost", but for an impossible topic and the caller's stop.</summary>
    private static async Task<MqttOutcome> OutcomeOfAsync<T>(
        Func<Task<T>> ask, Func<T, MqttOutcome> map, CancellationToken stop)
    {
        try
        {
            return map(await ask());
        }
        catch (Exception e)
        {
            stop.ThrowIfCancellationRequested();
            if (e is MqttProtocolViolationException)
                throw new ArgumentException($"The message or filter is not possible in MQTT 5: {e.Message}", e);
            var cause = e.InnerException ?? e;
            var isTls = cause is AuthenticationException or CryptographicException or FileNotFoundException;
            return new MqttOutcome.Lost($"{e.Message} {cause.Message}", isTls);
        }
    }

    private static MqttOutcome OfReason(int reason, string? text, bool sessionPresent = false) =>
        reason < 0x80 ? new MqttOutcome.Ok(sessionPresent) : new MqttOutcome.Rejected(reason, $"0x{reason:X2} {text}");

    private static MqttClientOptions Map(MqttOptions options)
    {
        var mapped = new MqttClientOptionsBuilder()
            .WithEndPoint(new DnsEndPoint(options.Host, options.Port)).WithTlsOptions(Map(options.Tls))
            .WithClientId(options.ClientId).WithKeepAlivePeriod(options.KeepAlive).WithTimeout(options.ConnectMax)
            .WithCredentials(options.UserName, options.Password).WithCleanStart(options.CleanStart)
            .WithSessionExpiryInterval(Seconds(options.SessionExpiry))
            .WithReceiveMaximum((ushort)options.ReceiveMax).WithWillTopic(options.Will?.Message.Topic)
            .WithWillPayload(options.Will?.Message.Payload.ToArray()).WithWillQualityOfServiceLevel(Qos1)
            .WithWillRetain(options.Will?.Message.Retain ?? false).WithWillDelayInterval(Seconds(options.Will?.Delay))
            .WithWillMessageExpiryInterval(Seconds(options.Will?.Message.Expiry))
            .WithWillContentType(options.Will?.Message.ContentType).Build();
        mapped.WillUserProperties = Map(options.Will?.Message.UserProperties ?? []);
        // The library's own setting throws away a DISCONNECT that is still on its way.
        ((MqttClientTcpOptions)mapped.ChannelOptions).LingerState = new LingerOption(false, 0);
        return mapped;
    }

    private static MqttClientTlsOptions Map(MqttTls? tls)
    {
        if (tls is null)
            return new();
        X509Certificate2Collection trusted = [];
        trusted.ImportFromPemFile(tls.CaFile);
        if (trusted.Count == 0)
            throw new CryptographicException($"{tls.CaFile} holds no certificate: every public CA would be trusted.");
        X509Certificate2[] own =
            tls.CertificateFile is { } file ? [X509Certificate2.CreateFromPemFile(file, tls.KeyFile)] : [];
        return new MqttClientTlsOptionsBuilder().UseTls().WithTrustChain(trusted).WithClientCertificates(own)
            .WithRevocationMode(X509RevocationMode.NoCheck).Build();
    }

    private static MqttApplicationMessage Map(MqttMessage message)
    {
        var mapped = new MqttApplicationMessageBuilder().WithTopic(message.Topic).WithQualityOfServiceLevel(Qos1)
            .WithPayload(new ReadOnlySequence<byte>(message.Payload)).WithRetainFlag(message.Retain)
            .WithMessageExpiryInterval(Seconds(message.Expiry)).WithContentType(message.ContentType).Build();
        mapped.UserProperties = Map(message.UserProperties);
        return mapped;
    }

    private static KeyValuePair<string, string> Map(MqttUserProperty pair) => new(pair.Name, pair.ReadValueAsString());
    private static List<MqttUserProperty> Map(IEnumerable<KeyValuePair<string, string>> pairs) =>
        [.. pairs.Select(pair => new MqttUserProperty(pair.Key, Encoding.UTF8.GetBytes(pair.Value).AsMemory()))];

    private static MqttMessage Map(MqttApplicationMessage message) => new(message.Topic, message.Payload.ToArray())
    {
        Retain = message.Retain,
        Expiry = message.MessageExpiryInterval is 0 ? null : TimeSpan.FromSeconds(message.MessageExpiryInterval),
        ContentType = message.ContentType,
        UserProperties = [.. from pair in message.UserProperties ?? [] select Map(pair)],
    };

    private static uint Seconds(TimeSpan? time) => (uint)Math.Min(Math.Ceiling(time?.TotalSeconds ?? 0), uint.MaxValue);
}
