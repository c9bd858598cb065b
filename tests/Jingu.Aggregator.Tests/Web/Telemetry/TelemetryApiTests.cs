using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Jingu.Testing;
using Xunit;

namespace Jingu.Aggregator.Tests.Web.Telemetry;

public sealed class TelemetryApiTests
{
    /// <summary>Prometheus' own reader in Python; prints what it understood.</summary>
    private const string Reader =
        """
        import json, sys
        from prometheus_client.parser import text_string_to_metric_families
        families = list(text_string_to_metric_families(open(sys.argv[1]).read()))
        print(json.dumps({family.name: [family.type, len(family.samples)] for family in families}))
        """;

    [Fact]
    public async Task Prometheus_own_reader_understands_every_metric()
    {
        using var site = new TestSite();
        await using var running = await RunningAggregator.StartAsync(site);
        await running.Browser.GetAsync("/api/gateways");

        var response = await running.Browser.GetAsync("/metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        var file = Path.Combine(site.Settings.StoreFolder, "metrics.txt");
        await File.WriteAllTextAsync(file, await response.Content.ReadAsStringAsync());
        var understood = JsonNode.Parse(await Programs.RunAsync("/usr/bin/python3", "-c", Reader, file))!;
        Assert.Equal("gauge", (string)understood["jingu_gateway_online"]![0]!);
        Assert.Equal("gauge", (string)understood["jingu_broker_is_connected"]![0]!);
        Assert.Equal("histogram", (string)understood["http_server_request_duration_seconds"]![0]!);
        Assert.Equal("counter", (string)understood["dotnet_process_cpu_time_seconds"]![0]!);
    }

    [Fact]
    public async Task Nothing_is_ready_before_the_broker_is_reached_and_the_reason_is_told()
    {
        using var site = new TestSite();
        await using var running = await RunningAggregator.StartAsync(site);

        var response = await running.Browser.GetAsync("/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.False(string.IsNullOrEmpty(
            (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["detail"]));
        Assert.Equal(HttpStatusCode.OK, (await running.Browser.GetAsync("/health")).StatusCode);
    }

    [Fact]
    public async Task A_collector_that_is_named_gets_what_is_counted()
    {
        using var site = new TestSite();
        using var collector = new HttpListener();
        var address = FreeAddress(collector);
        var posted = collector.GetContextAsync();
        await using (var running = await RunningAggregator.StartAsync(site, site.Settings with { Otlp = address }))
        {
            await running.Browser.GetAsync("/health");
        }

        var context = await posted.WaitAsync(TimeSpan.FromSeconds(20));
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        context.Response.Close();
        Assert.Equal(("/v1/metrics", "application/x-protobuf"),
            (context.Request.Url!.AbsolutePath, context.Request.ContentType));
        var text = Encoding.Latin1.GetString(body.ToArray());
        Assert.Contains("http.server.request.duration", text, StringComparison.Ordinal);
        Assert.Contains("jingu-aggregator", text, StringComparison.Ordinal);
    }

    private static Uri FreeAddress(HttpListener listener)
    {
        using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
        probe.Stop();
        listener.Prefixes.Add(address.ToString());
        listener.Start();
        return address;
    }
}
