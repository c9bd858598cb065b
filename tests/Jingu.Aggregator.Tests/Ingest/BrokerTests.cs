using System.Collections.Concurrent;
using Jingu.Aggregator.Tests.Web;
using Jingu.Contracts.Wire;
using Jingu.Mqtt;
using Jingu.Testing;
using Jingu.Testing.Brokers;
using Jingu.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Jingu.Aggregator.Tests.Ingest;

/// <summary>The whole aggregator behind a real mosquitto.</summary>
#pragma warning disable CA1001 // xUnit calls DisposeAsync of IAsyncLifetime.
public sealed class BrokerTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<MqttMessage> _received = new();
    private MosquittoBroker _broker = null!;
    private TestSite _site = null!;
    private MqttConnection _gateway = null!;
    private Task _running = Task.CompletedTask;

    public async Task InitializeAsync()
    {
        _broker = await MosquittoBroker.StartAsync();
        _site = new(_broker.Port);
        var options = new MqttOptions { Host = MosquittoBroker.Host, Port = _broker.Port, ClientId = "gateway-1" };
        _gateway = new(
            options, MqttLibrary.Preferred.Factory, _received.Enqueue, MachineTime.OfThisMachine, new Random(1),
            NullLogger.Instance);
        _gateway.Subscribe(Topics.Acknowledge(new("zhoushan"), new("gateway-1")));
        _running = _gateway.RunAsync(_stop.Token);
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
        await _broker.DisposeAsync();
        _site.Dispose();
    }

    [Fact]
    public async Task A_batch_is_stored_and_acknowledged_over_a_real_broker_and_again_after_a_restart()
    {
        var gateway = new TestGateway(_site.Keys[0]);
        await using (var aggregator = await RunningAggregator.StartAsync(_site))
        {
            await ConnectedAsync(aggregator);
            await SendAsync(gateway.Intervals(1, 4));
            await AcknowledgedAsync(gateway, 4);
        }
        _received.Clear();

        await using var again = await RunningAggregator.StartAsync(_site);
        await ConnectedAsync(again);
        await SendAsync(gateway.Intervals(1, 4));
        await SendAsync(gateway.Intervals(5, 8));
        await AcknowledgedAsync(gateway, 8);

        var points = await again.Browser.GetStringAsync(new Uri("/api/points?month=2017-03", UriKind.Relative));
        Assert.Contains("\"reported\":8000,\"intervals\":8,", points, StringComparison.Ordinal);
    }

    private async Task ConnectedAsync(RunningAggregator aggregator)
    {
        await _gateway.WaitConnectedAsync(_stop.Token);
        await Eventually.UntilAsync(() => aggregator.Broker.IsConnected);
    }

    private async Task SendAsync(MqttMessage message) =>
        Assert.IsType<MqttOutcome.Ok>(await _gateway.PublishAsync(message, _stop.Token));

    private Task AcknowledgedAsync(TestGateway gateway, long last) => Eventually.UntilAsync(() => _received
        .Select(gateway.Read)
        .OfType<Acknowledgement>()
        .SelectMany(acknowledgement => acknowledgement.Ranges)
        .Any(range => range.Last == last && range.Outcome == Outcome.Stored));
}
