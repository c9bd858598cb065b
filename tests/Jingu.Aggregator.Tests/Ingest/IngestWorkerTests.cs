using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Ingest;
using Jingu.Aggregator.Persistence;
using Jingu.Contracts.Wire;
using Jingu.Mqtt;
using Jingu.Testing;
using Jingu.Time.Supervision;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Jingu.Aggregator.Tests.Ingest;

#pragma warning disable CA1001 // xUnit calls DisposeAsync of IAsyncLifetime.
public sealed class IngestWorkerTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private readonly IngestHealth _health = new();
    private IngestRig _rig = null!;
    private IngestQueue _queue = null!;
    private IngestWorker _worker = null!;
    private LoopWatch _loops = null!;

    public async Task InitializeAsync()
    {
        _rig = await IngestRig.OpenAsync();
        _queue = new(_rig.Metrics);
        var listening = new GatewayListening(
            _rig.Site.Settings, _rig.Site.Current, _rig.Relational, NullLogger<GatewayListening>.Instance);
        _worker = new(
            _queue, listening, _rig.Ingestion, _rig.Store, _health, _rig.Metrics, _rig.Machine,
            _loops = new(_rig.Machine) { TurnMax = IngestWorker.TurnMax }, NullLogger<IngestWorker>.Instance);
    }

    public async Task DisposeAsync()
    {
        await _worker.StopAsync(default);
        _worker.Dispose();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task What_a_failing_store_did_not_take_is_handled_again_by_itself()
    {
        await _worker.StartAsync(default);
        await Eventually.UntilAsync(() => _health.Held is null);
        _rig.Store.IsDown = true;
        _queue.Add(_rig.First.Intervals(1, 4));
        await Eventually.UntilAsync(() => _health.Held == "The store is down: start it.");
        Assert.Empty(_rig.Published);

        _rig.Store.IsDown = false;
        await AdvanceUntilAsync(() => _rig.Published.Count > 0);

        Assert.Equal(4000, await _rig.SumAsync("unit-01-electricity"));
        await Eventually.UntilAsync(() => _health.Held is null);
    }

    [Fact]
    public async Task A_store_that_is_away_at_start_is_opened_later()
    {
        _rig.Store.IsDown = true;
        await _worker.StartAsync(default);
        await Eventually.UntilAsync(() => _health.Held == "The store is down: start it.");
        _queue.Add(_rig.First.Intervals(1, 1));

        _rig.Store.IsDown = false;
        await AdvanceUntilAsync(() => _rig.Published.Count > 0);
    }

    [Fact]
    public async Task A_worker_whose_store_is_away_for_hours_lives()
    {
        _rig.Store.IsDown = true;
        await _worker.StartAsync(default);
        await Eventually.UntilAsync(() => _health.Held == "The store is down: start it.");
        var until = _rig.Machine.GetUtcNow() + (IngestWorker.TurnMax * 2);
        await AdvanceUntilAsync(() => _rig.Machine.GetUtcNow() > until, IngestWorker.PauseMax);
        Assert.Empty(_loops.Hanging());

        _rig.Store.IsDown = false;
        _queue.Add(_rig.First.Intervals(1, 1));
        await AdvanceUntilAsync(() => _rig.Published.Count > 0);
    }

    [Fact]
    public async Task Parked_entries_are_taken_up_after_a_reload()
    {
        await _worker.StartAsync(default);
        _queue.Add(_rig.First.Intervals(1, 3, TestGateway.Newer));
        await Eventually.UntilAsync(() => _rig.Published.Count > 0);
        Assert.Equal(3, (await _rig.DeliveryAsync()).Parked);
        _rig.Site.WriteSite(TestSite.Meters + TestSite.NewMeter, TestSite.Points + TestSite.NewPoint);

        new SiteReload(_rig.Site.Current, _queue, NullLogger<SiteReload>.Instance).Reload();

        await Eventually.UntilAsync(async () => await _rig.SumAsync("circuit-new") == 3000);
        await Eventually.UntilAsync(async () => (await _rig.DeliveryAsync()).Parked == 0);
    }

    [Fact]
    public void A_refused_reload_changes_nothing()
    {
        var before = _rig.Site.Site;
        _rig.Site.WriteSite("  - {id: m-1, gateway: gateway-9, building: building-1}\n", TestSite.Points);

        new SiteReload(_rig.Site.Current, _queue, NullLogger<SiteReload>.Instance).Reload();

        Assert.Same(before, _rig.Site.Site);
    }

    [Fact]
    public async Task A_full_queue_drops_and_the_gateway_sends_again()
    {
        for (var sequence = 1; sequence <= IngestQueue.MessagesMax + 3; sequence++)
            _queue.Add(_rig.First.Intervals(sequence, sequence));

        await _worker.StartAsync(default);
        await Eventually.UntilAsync(
            async () => (await _rig.DeliveryAsync()).IntervalsStored == IngestQueue.MessagesMax * 2);
        _queue.Add(_rig.First.Intervals(IngestQueue.MessagesMax + 1, IngestQueue.MessagesMax + 3));

        await Eventually.UntilAsync(
            async () => await _rig.SumAsync("unit-01-electricity") == (IngestQueue.MessagesMax + 3) * 1000);
    }

    [Fact]
    public async Task What_gateways_tell_of_themselves_is_kept()
    {
        await _worker.StartAsync(default);
        var state = """
            {"schema":1,"version":"0.1.0","drivers":"native","libraries":{},"bench":true,"at":"2017-03-01T00:00:00Z",
            "clockTrust":"bench","journal":"00","backlogEntries":{"samples":5,"events":1},"backlogHours":1.5,
            "diskFreeBytes":1,"meters":[]}
            """u8;
        foreach (var forged in new[]
        {
            "{}", "null", "[]", "{\"meters\":[]}", "{\"meters\":[null]}", Forged("ports"), Forged("points"),
        })
        {
            _queue.Add(new MqttMessage(
                Topics.State(new("zhoushan"), new("gateway-1")), System.Text.Encoding.UTF8.GetBytes(forged)));
        }
        _queue.Add(new MqttMessage(Topics.State(new("zhoushan"), new("gateway-1")), state.ToArray()));
        _queue.Add(
            new MqttMessage(
                Topics.Online(new("zhoushan"), new("gateway-1")),
                """{"online":true,"since":"2017-03-01T00:00:00Z"}"""u8.ToArray()));
        _queue.Add(new MqttMessage(Topics.Online(new("zhoushan"), new("gateway-2")), "{nonsense"u8.ToArray()));
        _queue.Add(
            new MqttMessage(
                Topics.Online(new("elsewhere"), new("gateway-2")),
                """{"online":true,"since":"2017-03-01T00:00:00Z"}"""u8.ToArray()));

        await Eventually.UntilAsync(
            async () => (await _rig.Relational.GatewaysAsync(default)) is [{ Online: true, State: not null }]);

        var gateways = await new StoredGateways(
            _rig.Site.Settings, _rig.Site.Current, _rig.Store, _rig.Relational,
            new(_rig.Relational)).AllAsync(default);
        Assert.Equal((true, 6, 1.5), (gateways[0].Online, gateways[0].BacklogEntries, gateways[0].BacklogHours));
        Assert.Equal((false, 0), (gateways[1].Online, gateways[1].BacklogEntries));
        Assert.Equal("native", gateways[0].State?.Drivers);
    }

    private static string Forged(string list) => $$"""
        {"schema":1,"version":"0.1.0","drivers":"","libraries":{},"bench":true,"at":"2017-03-01T00:00:00Z",
        "clockTrust":"bench","journal":"00","backlogEntries":{},"meters":[],"{{list}}":[null]}
        """;

    private async Task AdvanceUntilAsync(Func<bool> condition, TimeSpan? step = null) =>
        await Eventually.UntilAsync(() =>
        {
            _rig.MachineClock.Advance(step ?? IngestWorker.PauseMin);
            return condition();
        });
}
