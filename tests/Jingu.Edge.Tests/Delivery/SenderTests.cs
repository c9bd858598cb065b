using System.Collections.Concurrent;
using System.Collections.Immutable;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery;
using Jingu.Edge.Delivery.Journal;
using Jingu.Mqtt;
using Jingu.Mqtt.Links.InMemory;
using Jingu.Testing;
using Jingu.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Jingu.Edge.Tests.Delivery;

/// <summary>The send window, end to end over a broker in memory; the test plays the aggregator.</summary>
public sealed class SenderTests : IAsyncLifetime, IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private readonly TestFolder _folder = new();
    private readonly MemoryBroker _broker = new(MachineTime.OfThisMachine);
    private readonly ConcurrentQueue<EnvelopeHeader> _received = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly GatewayOptions _options;
    private readonly JournalStore _journal;
    private readonly PendingEvents _events = new(new RunningSiteTime(new FakeTime(Noon)));
    private readonly Receiver _receiver;
    private readonly List<Task> _running = [];
    private int _questions;
    private bool _isDeaf;
    private long _known;

    public SenderTests()
    {
        var key = GatewayKey.Create("k1");
        _options = new(
            new SiteId("zhoushan"), new GatewayId("gateway-1"), "Asia/Shanghai", key, _folder.At("journal.db"), null,
            "", TimeSpan.FromSeconds(1),
            PaceLines: true, new MqttOptions { Host = "memory", Port = 1, ClientId = "gateway-1" },
            new DeliveryOptions(
                WindowBatches: 2, BatchBytesMax: 65_536, BatchEntriesMax: 3,
                ResendAfter: TimeSpan.FromMilliseconds(100), ResendAfterMax: TimeSpan.FromMilliseconds(400)));
        _journal = new(JournalFile.Open(_options.StoreFile, null).Connection);
        _receiver = new(
            _options, _journal, new Contact(new RunningSiteTime(new FakeTime(Noon))), _events,
            MachineTime.OfThisMachine, NullLogger<Receiver>.Instance);
    }

    public async Task InitializeAsync()
    {
        var aggregator = Connect("aggregator", message => Arrived(message), "jingu/v1/+/+/up/events");
        var gateway = Connect("gateway-1", _receiver.Receive, Topics.Acknowledge(_options.Site, _options.Gateway));
        var sender = new Sender(_options, _journal, gateway, MachineTime.OfThisMachine);
        _running.Add(sender.RunAsync(_stop.Token));
        await aggregator.WaitConnectedAsync(_stop.Token);
        await gateway.WaitConnectedAsync(_stop.Token);
    }

    [Fact]
    public async Task Unacknowledged_entries_are_sent_again()
    {
        Save(1);
        await Eventually.UntilAsync(() => _received.Count(header => header.First == 1) >= 3);
        Acknowledge(_journal.Id, 1, 1, Outcome.Stored);
        Assert.Equal(0, Backlog);
    }

    [Fact]
    public async Task Nothing_is_sent_before_the_aggregator_has_said_what_it_has()
    {
        _isDeaf = true;
        Save(1);
        await Eventually.UntilAsync(() => Volatile.Read(ref _questions) >= 3);
        Assert.Empty(_received);

        _isDeaf = false;
        await Eventually.UntilAsync(() => !_received.IsEmpty);
    }

    /// <summary>
    /// The card was restored from a copy of itself, and the copy wrote three entries offline. The aggregator has two
    /// under the same numbers that are not these.
    /// </summary>
    [Fact]
    public async Task A_copy_that_wrote_past_its_old_end_begins_a_new_journal_before_it_sends_anything()
    {
        var before = _journal.Id;
        _known = 2;
        Save(3);
        await Eventually.UntilAsync(() => !_received.IsEmpty);

        Assert.NotEqual(before, _journal.Id);
        Assert.All(_received, header => Assert.Equal(_journal.Id, header.Journal));
        Assert.Equal((1, 3), (_received.First().First, _received.First().Last));
        var opened = Assert.Single(_events.Take());
        Assert.Equal((EventKinds.JournalOpened, "copied"), (opened.Kind, opened.Facts["cause"]));
    }

    [Fact]
    public async Task The_window_stays_shut_until_the_aggregator_answers_whatever_the_broker_confirmed()
    {
        Save(10);
        // Two batches of three are under way and repeated; the seventh entry is not sent before something is answered.
        await Eventually.UntilAsync(() => _received.Count(header => header.First == 4) >= 3);
        Assert.DoesNotContain(_received, header => header.Last > 6);

        Acknowledge(_journal.Id, 4, 6, Outcome.Stored);
        await Eventually.UntilAsync(() => _received.Any(header => header.First == 7));
        Assert.DoesNotContain(_received, header => header.First == 10);
    }

    [Fact]
    public async Task Parked_and_refused_entries_are_not_sent_again_and_a_refusal_is_an_event()
    {
        Save(2);
        await Eventually.UntilAsync(() => !_received.IsEmpty);
        Acknowledge(_journal.Id, 1, 1, Outcome.Parked);
        Acknowledge(_journal.Id, 2, 2, Outcome.Refused);

        var status = _journal.Status().Single(s => s.Stream == JournalStream.Events);
        Assert.Equal((1, 1, 0), (status.Parked, status.Refused, status.Backlog));
        var told = Assert.Single(_events.Take());
        Assert.Equal(EventKinds.EntriesRefused, told.Kind);
        Assert.Equal(["first", "last", "stream"], told.Facts.Keys);
    }

    [Fact]
    public void An_acknowledgement_with_another_key_frees_nothing_and_is_an_event()
    {
        Save(1);
        Acknowledge(_journal.Id, 1, 1, Outcome.Stored, GatewayKey.Create("k1"));
        Assert.Equal(1, Backlog);
        Assert.Equal(EventKinds.MessageRefused, Assert.Single(_events.Take()).Kind);
    }

    [Fact]
    public void A_message_of_our_own_sent_back_to_us_frees_nothing()
    {
        Save(1);
        var header = Header(_journal.Id) with { Up = true };
        _receiver.Receive(new("any", Envelope.Seal(header, Ranges(1, 1, Outcome.Stored), _options.Key)));
        Assert.Equal(1, Backlog);
    }

    [Fact]
    public void An_acknowledgement_for_another_journal_frees_nothing()
    {
        Save(1);
        Acknowledge(JournalFile.NewIdentity(), 1, 1, Outcome.Stored);
        Assert.Equal(1, Backlog);
        Assert.Empty(_events.Take());
    }

    [Fact]
    public async Task An_acknowledgement_of_what_was_never_written_begins_a_new_journal()
    {
        Save(2);
        var before = _journal.Id;
        Acknowledge(before, 1, 500, Outcome.Stored);
        Assert.NotEqual(before, _journal.Id);
        await Eventually.UntilAsync(() => _received.Any(header => header.Journal == _journal.Id && header.First == 1));
    }

    [Fact]
    public async Task After_a_broken_connection_everything_under_way_is_sent_again()
    {
        Save(3);
        await Eventually.UntilAsync(() => !_received.IsEmpty);
        _broker.Stop();
        Save(1);
        _broker.Start();
        await Eventually.UntilAsync(() => _received.Any(header => header.First == 4));
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var running in _running)
            await Record.ExceptionAsync(() => running);
    }

    public void Dispose()
    {
        _journal.Dispose();
        _stop.Dispose();
        _folder.Dispose();
    }

    private long Backlog => _journal.Status().Sum(status => status.Backlog);

    private MqttConnection Connect(string client, Action<MqttMessage> received, string filter)
    {
        var connection = new MqttConnection(
            _options.Broker with { ClientId = client }, _broker.Factory, received, MachineTime.OfThisMachine,
            new Random(1), NullLogger.Instance);
        connection.Subscribe(filter);
        _running.Add(connection.RunAsync(_stop.Token));
        return connection;
    }

    private void Arrived(MqttMessage message)
    {
        if (Envelope.Open(message.Payload.Span, (_, _, _) => _options.Key) is not EnvelopeResult.Opened opened)
            return;
        if (opened.Header.Kind == EnvelopeKind.Batch)
            _received.Enqueue(opened.Header);
        else
            AnswerQuestion(opened.Header);
    }

    private void AnswerQuestion(EnvelopeHeader question)
    {
        Assert.Equal(EnvelopeKind.Inquiry, question.Kind);
        Interlocked.Increment(ref _questions);
        if (_isDeaf)
            return;
        var header = question with { Up = false, Kind = EnvelopeKind.Inventory };
        var content = _known == 0
            ? AcknowledgementCodec.Encode(new([], Envelope.Version))
            : Ranges(1, _known, Outcome.Stored);
        _receiver.Receive(new("any", Envelope.Seal(header, content, _options.Key)));
    }

    private void Save(int events)
    {
        var entries = Enumerable.Range(0, events).Select(i => new Entry.Event(
            ClockTrust.Bench, new GatewayEvent("started", Noon, "g", $"event "
                + $"{i}", ImmutableSortedDictionary<string, string>.Empty)));
        _journal.Save(Books.Unchanged, [.. entries], new Catalogue(1, [], []));
    }

    private void Acknowledge(JournalId journal, long first, long last, Outcome outcome, GatewayKey? key = null) =>
        _receiver.Receive(
        new("any", Envelope.Seal(Header(journal), Ranges(first, last, outcome), key ?? _options.Key)));

    private EnvelopeHeader Header(JournalId journal) => new(
        _options.Site, _options.Gateway, Up: false, EnvelopeKind.Acknowledgement, journal, 0, 0, 0,
        ContentEncoding.Protobuf, "k1");

    private static byte[] Ranges(long first, long last, Outcome outcome) => AcknowledgementCodec.Encode(
        new([new(JournalStream.Events, first, last, outcome)], Envelope.Version));
}
