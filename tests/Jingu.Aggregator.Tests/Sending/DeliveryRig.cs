using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Persistence.Delivering;
using Jingu.Aggregator.Persistence.Rollups;
using Jingu.Aggregator.Reporting.Delivering;
using Jingu.Aggregator.Sending;
using Jingu.Aggregator.Tests.Ingest;
using Jingu.Aggregator.Tests.Web;
using Jingu.Testing;
using Jingu.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jingu.Aggregator.Tests.Sending;

/// <summary>
/// A running aggregator with deliveries. It saw them first in March 2017. Its worker looks when a test advances machine
/// time, and not when the test lets it pass.
/// </summary>
internal sealed class DeliveryRig : IAsyncDisposable
{
    /// <summary>March has so many quarter hours; sequences of the gateway count them.</summary>
    public const int Quarters = 31 * 96;

    /// <summary>Midnight of 1 April in Shanghai.</summary>
    public static readonly DateTimeOffset April = TestGateway.March.AddDays(31);

    private readonly AggregatorSettings _settings;

    private DeliveryRig(TestSite site, AggregatorSettings settings, RunningAggregator aggregator, FakeTime machine)
    {
        (Site, _settings, Aggregator, Machine) = (site, settings, aggregator, machine);
        Gateway = new(site.Keys[0]);
    }

    public TestSite Site { get; }

    public RunningAggregator Aggregator { get; private set; }

    public FakeTime Machine { get; }

    public TestGateway Gateway { get; }

    /// <param name="targets">Where the deliveries go; their ids are d1, d2 and so on.</param>
    public static Task<DeliveryRig> StartAsync(TestSite site, params DeliveryTarget[] targets) => StartAsync(
        site,
        [
            .. targets.Select((target, i) => new DeliverySettings(
                $"d{i + 1}", [ReportKind.Month], [ReportFormat.Xlsx], "zh", target)),
        ]);

    public static async Task<DeliveryRig> StartAsync(TestSite site, ImmutableArray<DeliverySettings> deliveries)
    {
        // Of one gateway alone: what it delivers is all there is.
        var lines = TestSite.Points.Split("  - {id: circuit-01");
        site.WriteSite(TestSite.Meters, lines[0]);
        site.Current.Reload();
        var settings = site.Settings with { Deliveries = deliveries };
        var machine = new FakeTime(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var rig = new DeliveryRig(
            site, settings, await RunningAggregator.StartAsync(site, settings, machine: new MachineTime(machine)),
            machine);
        await rig.RoundAsync();
        return rig;
    }

    public T Of<T>()
        where T : notnull => Aggregator.Services.GetRequiredService<T>();

    /// <summary>The last day of March, whole, summed, and the first instant of April.</summary>
    public async Task EndMarchAsync()
    {
        await DeliverAsync(Quarters - 95, Quarters);
        Aggregator.Time.JumpTo(April);
    }

    /// <summary>Intervals of March by their sequence, until they are summed.</summary>
    public async Task DeliverAsync(long first, long last)
    {
        await Aggregator.Ingestion.HandleAsync([Gateway.Intervals(first, last)], default);
        await SumAsync();
    }

    public Task SumAsync() => Eventually.UntilAsync(async () =>
    {
        Machine.Advance(RollupWorker.LookEvery);
        return await Of<RollupStore>().PendingAsync(default) == 0;
    });

    /// <summary>Machine time goes on, without the rounds of all others in between.</summary>
    public void Pass(TimeSpan pause) => Machine.JumpTo(Machine.GetUtcNow() + pause);

    public Task RoundAsync() => Of<DeliveryRound>().RunAsync(default);

    /// <summary>Two, as it takes to see that nothing is missing.</summary>
    public async Task RoundsAsync()
    {
        await RoundAsync();
        await RoundAsync();
    }

    /// <summary>A round of a process that sends elsewhere, or dies on the way.</summary>
    public async Task RoundAsync(Func<DeliverySettings, IReportTarget> targets)
    {
        using var round = new DeliveryRound(
            _settings, Site.Current, Of<DeliveryStore>(), Of<StoredDeliveries>(), Of<Completeness>(),
            Of<ReportMaking>(), new RunningSiteTime(Aggregator.Time), new MachineTime(Machine),
            NullLogger<DeliveryRound>.Instance)
        {
            Targets = targets,
        };
        await round.RunAsync(default);
        await round.RunAsync(default);
    }

    /// <summary>The process ends and begins again on the same stores, at the same instant.</summary>
    public async Task RestartAsync()
    {
        var now = Aggregator.Time.GetUtcNow();
        await Aggregator.DisposeAsync();
        Aggregator = await RunningAggregator.StartAsync(Site, _settings, machine: new MachineTime(Machine));
        Aggregator.Time.JumpTo(now);
    }

    /// <summary>As the API tells them, the newest first.</summary>
    public async Task<JsonArray> FilesAsync() =>
        JsonNode.Parse(await Aggregator.Browser.GetStringAsync(new Uri("/api/deliveries", UriKind.Relative)))!
            .AsArray();

    /// <summary>What the API answers in Chinese.</summary>
    public Task<byte[]> ApiAsync(string address) =>
        Aggregator.Browser.GetByteArrayAsync(new Uri($"{address}&culture=zh", UriKind.Relative));

    public ValueTask DisposeAsync() => Aggregator.DisposeAsync();
}
