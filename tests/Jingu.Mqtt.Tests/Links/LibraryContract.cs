using System.Net;
using System.Net.Sockets;
using System.Text;
using Jingu.Mqtt.Links;
using Jingu.Testing;
using Jingu.Testing.Brokers;
using Jingu.Time;
using Xunit;

namespace Jingu.Mqtt.Tests.Links;

/// <summary>
/// What a library promises beyond the contract of links: real sockets, TLS, foreign programs, access lists.
/// </summary>
public abstract class LibraryContract : LinkContract
{
    private static readonly CancellationToken Never = CancellationToken.None;

    protected abstract MqttLinkFactory Library { get; }

    protected override Task<ILinkBroker> StartBrokerAsync() => RealBroker.StartAsync(Library);

    [Fact]
    public async Task Mosquitto_sub_reads_what_we_publish()
    {
        var publisher = await ConnectedAsync("publisher");
        await publisher.PublishAsync(
            Text("to/foreigner", "payload") with
            {
                Retain = true,
                ContentType = "text/plain",
                Expiry = TimeSpan.FromHours(1),
                UserProperties = [new("first", "1"), new("second", "2")],
            },
            Never);

        var read = await Programs.RunAsync(
            "mosquitto_sub", "-V", "mqttv5", "-h", "127.0.0.1", "-p", $"{Broker.Port}", "-q", "1", "-t", "to/#",
            "-C", "1", "-W", "10", "-F", "%t|%p|%q|%r|%C|%P");

        Assert.Equal("to/foreigner|payload|1|1|text/plain|first:1 second:2", read.Trim());
    }

    [Fact]
    public async Task We_read_what_mosquitto_pub_publishes()
    {
        var inbox = new Inbox();
        var subscriber = await ConnectedAsync("subscriber", inbox);
        await subscriber.SubscribeAsync("from/+", Never);

        await Programs.RunAsync(
            "mosquitto_pub", "-V", "mqttv5", "-h", "127.0.0.1", "-p", $"{Broker.Port}", "-q", "1", "-t",
            "from/foreigner", "-m", "payload", "-D", "publish", "content-type", "text/plain",
            "-D", "publish", "message-expiry-interval", "60",
            "-D", "publish", "user-property", "first", "1", "-D", "publish", "user-property", "second", "2");

        await inbox.HasAsync(1);
        var message = inbox.Messages[0];
        Assert.Equal(("from/foreigner", "payload", "text/plain"), (message.Topic, inbox.Texts[0], message.ContentType));
        Assert.InRange(message.Expiry!.Value.TotalSeconds, 50, 60);
        Assert.Equal(["first=1", "second=2"], message.UserProperties.Select(pair => $"{pair.Key}={pair.Value}"));
    }

    [Fact]
    public async Task Tls_with_a_client_certificate_connects()
    {
        using var files = await TestCertificates.MakeAsync();
        await using var broker = await TlsBrokerAsync(files);
        var inbox = new Inbox();
        var link = Link(TlsOptions(broker, new(files.Ca, files.Client, files.ClientKey)), inbox);

        Assert.IsType<MqttOutcome.Ok>(await link.ConnectAsync(Never));

        await link.SubscribeAsync("t", Never);
        Assert.IsType<MqttOutcome.Ok>(await link.PublishAsync(Text("t", "over TLS"), Never));
        await inbox.HasAsync(1);
    }

    [Fact]
    public async Task Tls_without_the_client_certificate_is_refused()
    {
        using var files = await TestCertificates.MakeAsync();
        await using var broker = await TlsBrokerAsync(files);
        Assert.IsType<MqttOutcome.Lost>(await Link(TlsOptions(broker, new(files.Ca)), new Inbox()).ConnectAsync(Never));
    }

    [Fact]
    public async Task A_broker_of_an_unknown_ca_is_not_spoken_to()
    {
        using var files = await TestCertificates.MakeAsync();
        await using var broker = await TlsBrokerAsync(files);
        var link = Link(TlsOptions(broker, new(files.OtherCa, files.Client, files.ClientKey)), new Inbox());

        Assert.True(Assert.IsType<MqttOutcome.Lost>(await link.ConnectAsync(Never)).Lasting);
        Assert.DoesNotContain(broker.Said, line => line.Contains("New client connected", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_broker_with_another_hosts_certificate_is_not_spoken_to()
    {
        using var files = await TestCertificates.MakeAsync();
        await using var broker = await MosquittoBroker.StartAsync(
            [$"cafile {files.Ca}", $"certfile {files.ElsewhereBroker}", $"keyfile {files.ElsewhereBrokerKey}"]);
        var link = Link(TlsOptions(broker, new(files.Ca)), new Inbox());

        Assert.True(Assert.IsType<MqttOutcome.Lost>(await link.ConnectAsync(Never)).Lasting);
        Assert.DoesNotContain(broker.Said, line => line.Contains("New client connected", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("missing.pem")]
    [InlineData("empty.pem")]
    [InlineData("garbage.pem")]
    [InlineData("other-ca.pem")]
    public async Task Tls_never_falls_back_to_clear_text(string ca)
    {
        using var files = await TestCertificates.MakeAsync();
        await File.WriteAllTextAsync(files.PathOf("empty.pem"), "");
        await File.WriteAllTextAsync(files.PathOf("garbage.pem"), "garbage");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var heard = HearAsync(listener);
        var options = Options("secret") with
        {
            Port = ((IPEndPoint)listener.LocalEndpoint).Port,
            Tls = new(files.PathOf(ca)),
            UserName = "name",
            Password = "password",
        };

        var outcome = await Link(options, new Inbox()).ConnectAsync(Never);

        Assert.IsType<MqttOutcome.Lost>(outcome);
        listener.Stop();
        var bytes = await heard;
        Assert.False(bytes is [0x10, ..], "A CONNECT was seen in clear text.");
        Assert.DoesNotContain("password", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broker_that_wants_a_password_rejects_with_its_reason()
    {
        await using var broker = await MosquittoBroker.StartAsync(["allow_anonymous false"]);
        var link = Link(Options("anonymous") with { Port = broker.Port }, new Inbox());

        var outcome = Assert.IsType<MqttOutcome.Rejected>(await link.ConnectAsync(Never));

        Assert.Equal(0x87, outcome.Reason);
        Assert.IsNotType<MqttOutcome.Ok>(await link.Ended);
    }

    [Fact]
    public async Task A_publish_that_the_access_list_forbids_is_rejected()
    {
        var list = Path.GetTempFileName();
        await File.WriteAllTextAsync(list, "topic readwrite allowed/#\n");
        await using var broker = await MosquittoBroker.StartAsync([$"acl_file {list}"]);
        var link = await ConnectedAsync(Options("limited") with { Port = broker.Port });

        Assert.IsType<MqttOutcome.Ok>(await link.PublishAsync(Text("allowed/a", "x"), Never));
        var outcome = await link.PublishAsync(Text("other", "x"), Never);
        Assert.Equal(0x87, Assert.IsType<MqttOutcome.Rejected>(outcome).Reason);
        File.Delete(list);
    }

    [Fact]
    public async Task A_silent_host_is_left_when_the_caller_stops_waiting()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var link = Link(Options("patient") with { Port = ((IPEndPoint)listener.LocalEndpoint).Port }, new Inbox());
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(300), MachineTime.OfThisMachine);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => link.ConnectAsync(limit.Token));

        await link.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(5), MachineTime.OfThisMachine);
        Assert.IsType<MqttOutcome.Lost>(await link.Ended);
    }

    [Fact]
    public async Task A_host_without_address_is_an_outcome()
    {
        var link = Link(Options("lost") with { Host = "broker.invalid" }, new Inbox());
        Assert.IsType<MqttOutcome.Lost>(await link.ConnectAsync(Never));
    }

    private MqttOptions TlsOptions(MosquittoBroker broker, MqttTls tls) =>
        Options("tls") with { Port = broker.Port, Tls = tls };

    private static Task<MosquittoBroker> TlsBrokerAsync(TestCertificates files) => MosquittoBroker.StartAsync(
        [$"cafile {files.Ca}", $"certfile {files.Broker}", $"keyfile {files.BrokerKey}", "require_certificate true"]);

    /// <summary>
    /// Plays a broker that speaks no TLS: reads what comes first, says something, closes; again for each caller.
    /// </summary>
    private static async Task<byte[]> HearAsync(TcpListener listener)
    {
        var heard = new MemoryStream();
        while (await NextAsync(listener) is { } caller)
        {
            using (caller)
                await HearAsync(caller.GetStream(), heard);
        }
        return heard.ToArray();
    }

    private static async Task HearAsync(NetworkStream caller, MemoryStream heard)
    {
        try
        {
            var buffer = new byte[4096];
            var count = await caller.ReadAsync(buffer);
            await heard.WriteAsync(buffer.AsMemory(0, count));
            await caller.WriteAsync("no TLS here"u8.ToArray());
        }
        catch (IOException)
        {
            // The caller has gone; the next one may come.
        }
    }

    private static async Task<TcpClient?> NextAsync(TcpListener listener)
    {
        try
        {
            return await listener.AcceptTcpClientAsync();
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException)
        {
            return null;
        }
    }
}
