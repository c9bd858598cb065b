using Jingu.Edge.Commissioning;
using Jingu.Mqtt;
using Jingu.Testing.Brokers;
using Jingu.Time;
using Xunit;

namespace Jingu.Edge.Tests.Commissioning;

/// <summary>What a real broker says becomes a sentence that ends with what to do.</summary>
public sealed class BrokerCheckTests
{
    [Fact]
    public async Task A_broker_that_is_there_is_good_and_the_running_gateway_stays_connected()
    {
        await using var broker = await MosquittoBroker.StartAsync();
        var finding = await CheckAsync(Options(broker.Port));
        Assert.Equal(Severity.Good, finding.Severity);
        Assert.Contains(broker.Said, line => line.Contains("jingu-test-check", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_broker_is_said_with_what_to_look_at()
    {
        var finding = await CheckAsync(Options(MosquittoBroker.FreePort()));
        Assert.Equal(Severity.Failed, finding.Severity);
        Assert.Contains("check host, port, firewall", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_said_with_what_to_look_at()
    {
        await using var broker = await MosquittoBroker.StartAsync(["allow_anonymous false"]);
        var finding = await CheckAsync(Options(broker.Port) with { UserName = "gateway", Password = "wrong" });
        Assert.Equal(Severity.Failed, finding.Severity);
        Assert.Contains("check userName, passwordFile", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_of_somebody_else_is_said_with_what_to_look_at()
    {
        using var files = await TestCertificates.MakeAsync();
        await using var broker = await MosquittoBroker.StartAsync(
            [$"certfile {files.Broker}", $"keyfile {files.BrokerKey}", $"cafile {files.Ca}"]);
        var trusted = await CheckAsync(Options(broker.Port) with { Tls = new(files.Ca) });
        var stranger = await CheckAsync(Options(broker.Port) with { Tls = new(files.OtherCa) });
        Assert.Contains("with TLS", trusted.Text, StringComparison.Ordinal);
        Assert.Equal(Severity.Failed, stranger.Severity);
        Assert.Contains("certificate must be signed by tls.ca", stranger.Text, StringComparison.Ordinal);
    }

    private static MqttOptions Options(int port) =>
        new() { Host = MosquittoBroker.Host, Port = port, ClientId = "jingu-test" };

    private static Task<Finding> CheckAsync(MqttOptions options) => BrokerCheck.RunAsync(
        options, "jingu/v1/s/g/down/ack", MqttLibrary.Preferred.Factory, MachineTime.OfThisMachine,
        CancellationToken.None);
}
