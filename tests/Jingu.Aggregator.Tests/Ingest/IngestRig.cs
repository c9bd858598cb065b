using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Jingu.Aggregator.Ingest;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Web;
using Jingu.Contracts.Wire;
using Jingu.Mqtt;
using Jingu.Testing;
using Jingu.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Jingu.Aggregator.Tests.Ingest;

/// <summary>Ingest over real SQLite files; what it publishes is kept here instead of going to a broker.</summary>
internal sealed class IngestRig : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    private IngestRig(TestSite site)
    {
        Site = site;
        Store = new(ReadingStores.Create(Site.Settings.StoreFolder, null, null, Machine));
        Relational = new(Path.Combine(Site.Settings.StoreFolder, AggregatorHost.RelationalFile));
        Metrics = new(_services.GetRequiredService<IMeterFactory>());
        First = new(Site.Keys[0]);
        Ingestion = new(
            Site.Settings, Site.Current, Store, Relational, new RunningSiteTime(SiteClock), Machine, Metrics,
            PublishAsync,
            NullLogger<Ingestion>.Instance);
    }

    public FakeTime SiteClock { get; } = new(new DateTimeOffset(2017, 3, 20, 0, 0, 0, TimeSpan.Zero));

    public FakeTime MachineClock { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public MachineTime Machine => new(MachineClock);

    public TestSite Site { get; }

    public FaultyStore Store { get; }

    public RelationalStore Relational { get; }

    public IngestMetrics Metrics { get; }

    public Ingestion Ingestion { get; }

    /// <summary>gateway-1.</summary>
    public TestGateway First { get; }

    public List<MqttMessage> Published { get; } = [];

    public MqttOutcome BrokerSays { get; set; } = new MqttOutcome.Ok();

    /// <param name="site">Null: a new one without keys that sign. The rig disposes of it.</param>
    public static async Task<IngestRig> OpenAsync(TestSite? site = null)
    {
        var rig = new IngestRig(site ?? new());
        await rig.Store.OpenAsync(default);
        await rig.Relational.OpenAsync(default);
        return rig;
    }

    public Task<Handled> HandleAsync(params MqttMessage[] messages) => Ingestion.HandleAsync(messages, default);

    /// <summary>Handles messages, which must work, and returns what a gateway was told by it.</summary>
    public async Task<ImmutableArray<AcknowledgedRange>> AnswersAsync(
        TestGateway gateway, params MqttMessage[] messages)
    {
        Published.Clear();
        Assert.IsType<Handled.Done>(await HandleAsync(messages));
        return [.. Published.Select(gateway.Read).OfType<Acknowledgement>().SelectMany(
            acknowledgement => acknowledgement.Ranges)];
    }

    public Task<DeliveryReport> DeliveryAsync() => DeliveryReport.MakeAsync(Store, Relational, default);

    /// <summary>What all intervals of a point add up to.</summary>
    public async Task<long> SumAsync(string point) =>
        (await Store.SumAsync(DateTimeOffset.UnixEpoch, new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero), default))
            .FirstOrDefault(sum => sum.Point.Value == point)?.Amount ?? 0;

    /// <summary>A statement of the test's own on the relational store.</summary>
    public async Task ExecuteAsync(string statement)
    {
        await using var connection = await Relational.ConnectAsync(default);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A test's own words.
        command.CommandText = statement;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await _services.DisposeAsync();
        Site.Dispose();
    }

    private Task<MqttOutcome> PublishAsync(MqttMessage message, CancellationToken stop)
    {
        Published.Add(message);
        return Task.FromResult(BrokerSays);
    }
}
