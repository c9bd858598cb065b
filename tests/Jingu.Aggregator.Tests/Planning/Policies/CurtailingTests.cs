using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Jingu.Aggregator.Tests.Web;
using Jingu.Contracts.Wire;
using Jingu.Mqtt;
using Jingu.Testing;
using Jingu.Testing.Brokers;
using Xunit;

namespace Jingu.Aggregator.Tests.Planning.Policies;

/// <summary>A limit of an inverter, from a request to what the gateway is sent, over a real mosquitto.</summary>
#pragma warning disable CA1001 // xUnit calls DisposeAsync of IAsyncLifetime.
public sealed class CurtailingTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private MosquittoBroker _broker = null!;
    private TestSite _site = null!;

    public async Task InitializeAsync()
    {
        _broker = await MosquittoBroker.StartAsync();
        _site = new(_broker.Port, "signing");
        PlantSite.Write(_site);
        Assert.Empty(_site.Current.Reload());
    }

    public async Task DisposeAsync()
    {
        await _broker.DisposeAsync();
        _site.Dispose();
    }

    [Fact]
    public async Task A_limit_is_stored_and_the_gateway_behind_the_plant_is_sent_what_was_asked()
    {
        var topic = Topics.Command(new("zhoushan"), new("gateway-1"));
        var heard = Programs.RunAsync(
            "mosquitto_sub", "-h", MosquittoBroker.Host, "-p", $"{_broker.Port}", "-q", "1", "-t", topic, "-C", "1",
            "-W", "60");
        await Eventually.UntilAsync(
            () => _broker.Said.Any(line => line.Contains("Sending SUBACK", StringComparison.Ordinal)));
        await using var running = await RunningAggregator.StartAsync(_site);
        await Eventually.UntilAsync(() => running.Broker.IsConnected);

        using var body = new StringContent(
            """
            {"action":"curtail","point":"roof-1","percent":60.5,"until":"2017-03-20T10:00:00+08:00","by":"Wang Li",
             "reason":"The grid asks for it"}
            """,
            Encoding.UTF8, "application/json");
        using var answer = await running.Browser.PostAsync(new Uri("api/commands", UriKind.Relative), body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, text);
        var issued = JsonNode.Parse(text)!;
        Assert.Equal("gateway-1", (string)issued["gateway"]!);

        var stored = JsonNode.Parse(
            await running.Browser.GetStringAsync(new Uri($"api/commands/{issued["id"]}", UriKind.Relative)))!;
        Assert.Equal(
            ("issued", "Wang Li (token tests)", "The grid asks for it"),
            ((string)stored["state"]!, (string)stored["by"]!, (string)stored["reason"]!));
        var sent = PublishingRig.PayloadOf(new MqttMessage(topic, Encoding.UTF8.GetBytes(await heard)));
        Assert.Equal((string)issued["id"]!, (string)sent["id"]!);
        var action = sent["action"]!;
        Assert.Equal(
            ("curtail", "roof-1", 605, new DateTimeOffset(2017, 3, 20, 2, 0, 0, TimeSpan.Zero)),
            ((string)action["do"]!, (string)action["point"]!, (int)action["tenths"]!,
                (DateTimeOffset)action["until"]!));
    }
}
