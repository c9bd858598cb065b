using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Jingu.Aggregator.Ingest;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Planning;
using Jingu.Aggregator.Planning.DemandResponse;
using Jingu.Aggregator.Planning.Importing;
using Jingu.Aggregator.Planning.Policies;
using Jingu.Aggregator.Tests.Ingest;
using Jingu.Budgets.Leases;
using Jingu.Contracts.Events;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Jingu.Mqtt;
using Jingu.Mqtt.Links.InMemory;
using Jingu.Testing;
using Jingu.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jingu.Aggregator.Tests.Planning.Policies;

/// <summary>
/// Policies and commands over real SQLite files and a broker in memory; both clocks are moved by the test. What was
/// published is kept here.
/// </summary>
internal sealed class PublishingRig : IAsyncDisposable
{
    /// <summary>A circuit of no unit, read by gateway-1.</summary>
    public const string SharedPoint = "lobby";

    private static readonly Contracts.Ids.JournalId Journal = Contracts.Ids.JournalId.Parse(new string('8', 32));

    private readonly IngestRig _ingest;
    private readonly Broker _connection;
    private readonly PolicyPublishing _publishing;
    private readonly Plans _plans;

    private PublishingRig(IngestRig ingest, bool onBench)
    {
        _ingest = ingest;
        SiteTime site = onBench ? new SteppedSiteTime(SiteClock) : new RunningSiteTime(SiteClock);
        Broker = new(_ingest.Machine);
        _connection = new(
            _ingest.Site.Settings, _ingest.Site.Current, Broker.Factory, new IngestQueue(_ingest.Metrics),
            _ingest.Machine, NullLogger<Broker>.Instance);
        var store = new PolicyStore(_ingest.Relational);
        _plans = new(new PlanStore(_ingest.Relational), _ingest.Site.Current, site);
        Desk = new(
            _ingest.Site.Settings, _ingest.Site.Current, _plans, store, new ProposalStore(_ingest.Relational), site);
        var demand = new DemandStore(_ingest.Relational);
        _publishing = new(
            _ingest.Site.Settings, _ingest.Site.Current, _plans, store,
            new LeaseStore(_ingest.Relational), Desk, demand,
            new DemandDesk(
                _ingest.Site.Settings, _ingest.Site.Current, _plans, demand, new DemandUse(_ingest.Store, demand),
                site),
            _connection, PublishAsync, site,
            _ingest.Machine, NullLogger<PolicyPublishing>.Instance);
    }

    public FakeTime SiteClock => _ingest.SiteClock;

    public FakeTime MachineClock => _ingest.MachineClock;

    public MemoryBroker Broker { get; }

    public Desk Desk { get; }

    public ConcurrentQueue<MqttMessage> Published { get; } = new();

    /// <summary>Connected, with head-counts and a quota of electricity; nothing is published yet.</summary>
    /// <param name="points">Points more, each on a line of its own.</param>
    /// <param name="onBench">Site time is granted in steps.</param>
    public static async Task<PublishingRig> OpenAsync(string points = "", bool onBench = false)
    {
        var site = new TestSite(1, "old");
        site.WriteSite(
            TestSite.Meters,
            TestSite.Points + $"  - {{id: {SharedPoint}, meter: m-1, resource: electricity, direction: import, "
                + "role: circuit, building: building-1}\n" + points);
        if (site.Current.Reload() is [var wrong, ..])
            throw new InvalidOperationException(wrong);
        var rig = new PublishingRig(await IngestRig.OpenAsync(site), onBench);
        await rig.ImportAsync(
            PlanTable.Headcounts, "heads",
            new() { ["unit"] = "unit-01", ["from"] = "2017-01-01", ["established"] = "42", ["users"] = "50" });
        await rig.ImportAsync(
            PlanTable.Quotas, "quotas",
            new() { ["resource"] = "electricity", ["from"] = "2017-01-01", ["perHead"] = "98000" });
        await rig._connection.StartAsync(default);
        await Eventually.UntilAsync(() => rig._connection.IsConnected);
        return rig;
    }

    public Task LookAsync() => _publishing.LookAsync(default);

    /// <summary>
    /// From now on it looks by itself, every <see cref="PolicyPublishing.LookEvery"/> of machine time.
    /// </summary>
    public Task StartAsync() => _publishing.StartAsync(default);

    /// <summary>
    /// Looks once after each step of machine time; says after how many seconds each message of a topic went out.
    /// </summary>
    public async Task<IReadOnlyList<int>> SentAfterAsync(string topic, TimeSpan step, TimeSpan span)
    {
        var sent = new List<int>();
        Published.Clear();
        for (var passed = TimeSpan.Zero; passed <= span; passed += step)
        {
            await LookAsync();
            if (Published.Count(message => message.Topic == topic) > sent.Count)
                sent.Add((int)passed.TotalSeconds);
            MachineClock.Advance(step);
        }
        return sent;
    }

    public static string DesiredTopic(string gateway) => Topics.Desired(new("zhoushan"), new(gateway));

    /// <summary>Version of the policy that was published last; null before the first.</summary>
    public long? PublishedVersion(string gateway) =>
        Published.LastOrDefault(message => message.Topic == DesiredTopic(gateway)) is { } message
            ? (long)PayloadOf(message)["version"]!
            : null;

    /// <summary>What is signed in a message.</summary>
    public static JsonNode PayloadOf(MqttMessage message)
    {
        var payload = (string)JsonNode.Parse(message.Payload.Span)!["payload"]!;
        return JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(payload))!;
    }

    /// <summary>gateway-1 reports an event of now.</summary>
    public async Task HappenAsync(long sequence, string kind, string text, params (string Name, string Value)[] facts)
    {
        var gateway = new TestGateway(_ingest.Site.Keys[0]) { Journal = Journal };
        await _ingest.HandleAsync(gateway.Batch(JournalStream.Events, sequence, TestGateway.Known, [new Entry.Event(
            ClockTrust.Synchronised,
            new GatewayEvent(kind, SiteClock.GetUtcNow(), "gateway-1", text,
                facts.ToImmutableSortedDictionary(fact => fact.Name, fact => fact.Value)))]));
    }

    /// <summary>An event of a gateway, by its number from 1, comes in; the same sequence again is a delivery again.
    /// </summary>
    public Task DeliverAsync(int number, Contracts.Ids.JournalId journal, long sequence, GatewayEvent happened) =>
        _ingest.HandleAsync(
            new TestGateway(_ingest.Site.Keys[number - 1], $"gateway-{number}") { Journal = journal }.Batch(
                JournalStream.Events, sequence, TestGateway.Known,
                [new Entry.Event(ClockTrust.Synchronised, happened)]));

    /// <summary>The book of electricity of unit-01 in a month; null before the first.</summary>
    public async Task<LeaseBook?> BookAsync(string month) =>
        (await new LeaseStore(_ingest.Relational).ReadAsync(default)).Of(new("unit-01"), Resource.Electricity, month);

    public Task<ImmutableArray<StoredCommand>> CommandAsync(string id) =>
        new PolicyStore(_ingest.Relational).CommandsAsync(id, SiteClock.GetUtcNow(), default);

    public async Task ImportAsync(PlanTable table, string id, Dictionary<string, string> values)
    {
        values["source"] = "test";
        if (await _plans.ImportAsync(new(id, "test", "test"), table, [new(1, values)], [], default)
            is not ImportOutcome.Stored)
        {
            throw new InvalidOperationException($"{id} was not stored.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _publishing.StopAsync(default);
        await _connection.StopAsync(default);
        _publishing.Dispose();
        _connection.Dispose();
        await _ingest.DisposeAsync();
    }

    private async Task<MqttOutcome> PublishAsync(MqttMessage message, CancellationToken stop)
    {
        var outcome = await _connection.PublishAsync(message, stop);
        if (outcome is MqttOutcome.Ok)
            Published.Enqueue(message);
        return outcome;
    }

    /// <summary>As far as this program asks it: what time it is, and whose.</summary>
    private sealed class SteppedSiteTime(FakeTime clock) : SiteTime
    {
        public override bool IsBench => true;

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override IParticipant Join(string name) => throw new NotSupportedException();
    }
}
