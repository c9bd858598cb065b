using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Jingu.Mqtt.Links.LibMosquitto;

/// <summary>
/// Gives a new client its settings. A setting that fails is fatal: after a failed <c>mosquitto_tls_set</c> the library
/// would connect in clear text and send the password so.
/// </summary>
internal static class Setup
{
    /// <summary>Returns null, or why the client must not be used.</summary>
    internal static MqttOutcome? Apply(nint client, MqttOptions options) =>
        Failed(Native.IntOption(client, Native.OptionProtocolVersion, Native.ProtocolVersion5), "protocol version 5")
        ?? Failed(Native.IntOption(client, Native.OptionTcpNoDelay, 1), "TCP_NODELAY")
        ?? Failed(Native.IntOption(client, Native.OptionReceiveMaximum, options.ReceiveMax), "receive maximum")
        ?? Failed(Native.ThreadedSet(client, 1), "threads")
        ?? Failed(SetUser(client, options), "user name")
        ?? Failed(SetTls(client, options.Tls), $"TLS ({options.Tls}): is every file there, readable and PEM?")
        ?? Failed(SetWill(client, options.Will), "last will");

    /// <summary>
    /// Starts connecting and returns without waiting for the network. Only the blocking call takes the properties of
    /// CONNECT, and it blocks for minutes when a host never answers; so it is called for a port of this machine where
    /// nobody listens, which it leaves at once, and the call that does not block then uses what it left.
    /// </summary>
    internal static MqttOutcome? StartConnecting(nint client, MqttOptions options)
    {
        var keepAlive = (int)options.KeepAlive.TotalSeconds;
        var properties = Properties.OfSession(options.SessionExpiry);
        using (var nobody = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            nobody.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            var closedPort = ((IPEndPoint)nobody.LocalEndPoint!).Port;
            _ = Native.Connect(client, "127.0.0.1", closedPort, keepAlive, null, properties);
        }
        Native.FreeProperties(ref properties);
        var result = Native.ConnectLater(client, options.Host, options.Port, keepAlive);
        var systemError = Marshal.GetLastPInvokeError();
        return result == Native.Success ? null : Reasons.OfFailure(result, systemError);
    }

    private static int SetUser(nint client, MqttOptions options) =>
        options.UserName is null ? Native.Success : Native.UserNameSet(client, options.UserName, options.Password);

    private static int SetTls(nint client, MqttTls? tls) =>
        tls is null ? Native.Success : Native.TlsSet(client, tls.CaFile, null, tls.CertificateFile, tls.KeyFile, 0);

    private static int SetWill(nint client, MqttWill? will)
    {
        if (will is null)
            return Native.Success;
        var message = will.Message;
        var properties = Properties.Of(will);
        var payload = message.Payload.Span;
        var result = Native.WillSet(
            client, message.Topic, payload.Length, payload, qos: 1, message.Retain ? (byte)1 : (byte)0, properties);
        if (result != Native.Success)
            Native.FreeProperties(ref properties);
        return result;
    }

    private static MqttOutcome.Lost? Failed(int result, string what) =>
        result == Native.Success
            ? null
            : new($"Nothing was sent: libmosquitto refused {what}. {Reasons.OfError(result)}", Lasting: true);
}
