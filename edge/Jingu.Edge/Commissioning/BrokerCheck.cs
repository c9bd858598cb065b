using Jingu.Mqtt;
using Jingu.Mqtt.Links;
using Jingu.Time;

namespace Jingu.Edge.Commissioning;

/// <summary>
/// Connects to the broker once, as the gateway would but under a name of its own, so that a running gateway is not
/// thrown out; subscribes to the gateway's acknowledgements and leaves nothing behind.
/// </summary>
internal static class BrokerCheck
{
    /// <param name="gateway">How the gateway connects.</param>
    /// <param name="acknowledgements">The topic it hears its acknowledgements on.</param>
    public static async Task<Finding> RunAsync(
        MqttOptions gateway, string acknowledgements, MqttLinkFactory factory, MachineTime machine,
        CancellationToken stop)
    {
        var broker = gateway with
        {
            ClientId = $"{gateway.ClientId}-check",
            CleanStart = true,
            SessionExpiry = TimeSpan.Zero,
            Will = null,
        };
        var where = $"{broker.Host}:{broker.Port}";
        using var limit = new CancellationTokenSource(broker.ConnectMax, machine);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        var link = factory(broker, _ => { });
        try
        {
            var outcome = await link.ConnectAsync(either.Token);
            if (outcome is not MqttOutcome.Ok)
                return Judge(where, "does not let the gateway connect", outcome);
            outcome = await link.SubscribeAsync(acknowledgements, either.Token);
            return outcome is MqttOutcome.Ok
                ? new(Severity.Good, "broker", where, "connects"
                    + (broker.Tls is null ? ", without TLS" : " with TLS, and its certificate names the host")
                    + (broker.UserName is { } user ? $", as {user}" : "")
                    + ", and lets the gateway hear its acknowledgements.")
                : Judge(where, "connects, but the gateway may not hear its acknowledgements", outcome);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new(Severity.Failed, "broker", where,
                $"did not answer within {broker.ConnectMax.TotalSeconds:0} s: check host, port and firewall.");
        }
        finally
        {
            await link.DisposeAsync();
        }
    }

    private static Finding Judge(string where, string what, MqttOutcome outcome)
    {
        var (detail, cure) = outcome switch
        {
            MqttOutcome.Rejected { Reason: 0x86 or 0x87 } rejected =>
                (rejected.Detail, "check userName, passwordFile and the broker's access list"),
            MqttOutcome.Rejected rejected => (rejected.Detail, "see the broker's log"),
            MqttOutcome.Lost { Lasting: true } lost =>
                (lost.Detail, "the certificate must be signed by tls.ca and name the host as broker.host does"),
            MqttOutcome.Lost lost => (lost.Detail, "check host, port, firewall, and that the broker runs"),
            _ => (outcome.ToString(), "see the broker's log"),
        };
        return new(Severity.Failed, "broker", where, $"{what} ({detail.TrimEnd('.')}): {cure}.");
    }
}
