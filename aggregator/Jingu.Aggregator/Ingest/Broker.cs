using Jingu.Aggregator.Configuration;
using Jingu.Contracts.Wire;
using Jingu.Mqtt;
using Jingu.Mqtt.Links;
using Jingu.Time;

namespace Jingu.Aggregator.Ingest;

/// <summary>The aggregator's connection to the broker: what it subscribes to, and how it publishes.</summary>
internal sealed class Broker : BackgroundService
{
    private readonly MqttConnection _connection;

    public Broker(
        AggregatorSettings settings,
        CurrentSite site,
        MqttLinkFactory factory,
        IngestQueue queue,
        MachineTime time,
        ILogger<Broker> log)
    {
        var options = new MqttOptions
        {
            Host = settings.Broker.Host,
            Port = settings.Broker.Port,
            Tls = settings.Broker.Tls,
            ClientId = $"jingu-aggregator-{site.Site.Id}",
        };
        _connection = new(options, factory, queue.Add, time, new Random(Environment.ProcessId), log);
        _connection.Subscribe(Topics.SharedUp(JournalStream.Intervals));
        _connection.Subscribe(Topics.SharedUp(JournalStream.Events));
        _connection.Subscribe(Topics.SharedUp(JournalStream.Samples));
        _connection.Subscribe(Topics.AnyOnline);
        _connection.Subscribe(Topics.AnyState);
    }

    public bool IsConnected => _connection.IsConnected;

    /// <summary>Connected and subscribed; handlers return at once.</summary>
    public event Action? Connected
    {
        add => _connection.Connected += value;
        remove => _connection.Connected -= value;
    }

    public Task<MqttOutcome> PublishAsync(MqttMessage message, CancellationToken stop) =>
        _connection.PublishAsync(message, stop);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _connection.RunAsync(stoppingToken);
}
