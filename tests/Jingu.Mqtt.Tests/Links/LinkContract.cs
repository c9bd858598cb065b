using System.Collections.Concurrent;
using System.Text;
using Jingu.Mqtt.Links;
using Jingu.Testing;
using Jingu.Time;
using Xunit;

namespace Jingu.Mqtt.Tests.Links;

/// <summary>What every adapter promises, whatever library is below it.</summary>
public abstract class LinkContract : IAsyncLifetime
{
    private static readonly CancellationToken Never = CancellationToken.None;

    private readonly List<IMqttLink> _links = [];
    private ILinkBroker? _broker;

    protected ILinkBroker Broker => _broker!;

    protected abstract Task<ILinkBroker> StartBrokerAsync();

    public async Task InitializeAsync() => _broker = await StartBrokerAsync();

    public async Task DisposeAsync()
    {
        foreach (var link in _links)
            await link.DisposeAsync();
        await Broker.DisposeAsync();
    }

    [Fact]
    public async Task A_message_is_confirmed_and_reaches_a_subscriber()
    {
        var inbox = new Inbox();
        var subscriber = await ConnectedAsync("subscriber", inbox);
        Assert.IsType<MqttOutcome.Ok>(await subscriber.SubscribeAsync("site/+/up/#", Never));
        var publisher = await ConnectedAsync("publisher");

        Assert.IsType<MqttOutcome.Ok>(await publisher.PublishAsync(Text("site/g1/up/samples", "7"), Never));

        await inbox.HasAsync(1);
        var received = Assert.Single(inbox.Messages);
        Assert.Equal("site/g1/up/samples", received.Topic);
        Assert.Equal("7", Encoding.UTF8.GetString(received.Payload.Span));
        Assert.False(received.Retain);
        Assert.Null(received.Expiry);
        Assert.Null(received.ContentType);
        Assert.Empty(received.UserProperties);
    }

    [Fact]
    public async Task A_message_nobody_wants_is_confirmed_all_the_same()
    {
        var publisher = await ConnectedAsync("publisher");
        Assert.IsType<MqttOutcome.Ok>(await publisher.PublishAsync(Text("nobody", "7"), Never));
    }

    [Fact]
    public async Task Content_type_user_properties_and_expiry_arrive_in_order()
    {
        var inbox = new Inbox();
        var subscriber = await ConnectedAsync("subscriber", inbox);
        await subscriber.SubscribeAsync("t", Never);
        var publisher = await ConnectedAsync("publisher");
        var sent = Text("t", "x") with
        {
            ContentType = "application/x-protobuf",
            Expiry = TimeSpan.FromMinutes(5),
            UserProperties = [new("unit", "市机关事务局"), new("unit", "second"), new("empty", "")],
        };

        await publisher.PublishAsync(sent, Never);

        await inbox.HasAsync(1);
        var received = inbox.Messages[0];
        Assert.Equal(sent.ContentType, received.ContentType);
        Assert.Equal(sent.UserProperties.AsEnumerable(), received.UserProperties.AsEnumerable());
        Assert.InRange(received.Expiry!.Value, TimeSpan.FromSeconds(290), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task A_megabyte_and_an_empty_payload_arrive_whole()
    {
        var inbox = new Inbox();
        var subscriber = await ConnectedAsync("subscriber", inbox);
        await subscriber.SubscribeAsync("big", Never);
        var publisher = await ConnectedAsync("publisher");
        var payload = new byte[1024 * 1024];
        new Random(7).NextBytes(payload);

        Assert.IsType<MqttOutcome.Ok>(await publisher.PublishAsync(new("big", payload), Never));
        Assert.IsType<MqttOutcome.Ok>(await publisher.PublishAsync(new("big", ReadOnlyMemory<byte>.Empty), Never));

        await inbox.HasAsync(2);
        Assert.Equal(payload, inbox.Messages[0].Payload.ToArray());
        Assert.Equal(0, inbox.Messages[1].Payload.Length);
    }

    [Fact]
    public async Task Messages_published_in_a_row_keep_their_order()
    {
        var inbox = new Inbox();
        var subscriber = await ConnectedAsync("subscriber", inbox);
        await subscriber.SubscribeAsync("row", Never);
        var publisher = await ConnectedAsync("publisher");

        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 200).Select(n => publisher.PublishAsync(Text("row", $"{n}"), Never)));

        Assert.All(outcomes, outcome => Assert.IsType<MqttOutcome.Ok>(outcome));
        await inbox.HasAsync(200);
        Assert.Equal(Enumerable.Range(0, 200).Select(n => $"{n}"), inbox.Texts);
    }

    [Fact]
    public async Task A_shared_subscription_gives_each_message_to_one_member()
    {
        var (first, second) = (new Inbox(), new Inbox());
        var one = await ConnectedAsync("member-1", first);
        var two = await ConnectedAsync("member-2", second);
        await one.SubscribeAsync("$share/ingest/work/+", Never);
        await two.SubscribeAsync("$share/ingest/work/+", Never);
        var publisher = await ConnectedAsync("publisher");

        for (var n = 0; n < 20; n++)
            await publisher.PublishAsync(Text("work/a", $"{n:00}"), Never);

        await Eventually.UntilAsync(() => first.Messages.Count + second.Messages.Count >= 20);
        Assert.Equal(Enumerable.Range(0, 20).Select(n => $"{n:00}"), first.Texts.Concat(second.Texts).Order());
        Assert.NotEmpty(first.Messages);
        Assert.NotEmpty(second.Messages);
    }

    [Fact]
    public async Task A_retained_message_reaches_who_subscribes_later_and_says_so()
    {
        var publisher = await ConnectedAsync("publisher");
        await publisher.PublishAsync(Text("g/online", "old") with { Retain = true }, Never);
        await publisher.PublishAsync(Text("g/online", "new") with { Retain = true }, Never);
        await publisher.PublishAsync(Text("g/gone", "x") with { Retain = true }, Never);
        await publisher.PublishAsync(new MqttMessage("g/gone", ReadOnlyMemory<byte>.Empty) { Retain = true }, Never);
        var inbox = new Inbox();
        var subscriber = await ConnectedAsync("subscriber", inbox);

        await subscriber.SubscribeAsync("g/#", Never);
        await publisher.PublishAsync(Text("g/end", "end"), Never);

        await inbox.HasAsync(2);
        Assert.Equal(["new", "end"], inbox.Texts);
        Assert.True(inbox.Messages[0].Retain);
        Assert.False(inbox.Messages[1].Retain);
    }

    [Fact]
    public async Task The_will_of_a_vanished_client_comes_after_its_delay_with_its_properties()
    {
        var inbox = new Inbox();
        var subscriber = await ConnectedAsync("subscriber", inbox);
        await subscriber.SubscribeAsync("will", Never);
        var will = Text("will", "gone") with { ContentType = "text/plain", UserProperties = [new("a", "b")] };
        var options = Options("vanishing") with { Will = new(will, TimeSpan.FromSeconds(1)) };
        var vanishing = await ConnectedAsync(options with { Port = Broker.CuttablePort });
        var start = MachineTime.OfThisMachine.GetTimestamp();

        Broker.Cut("vanishing");

        Assert.IsType<MqttOutcome.Lost>(await vanishing.Ended);

        await inbox.HasAsync(1);
        Assert.True(MachineTime.OfThisMachine.GetElapsedTime(start) > TimeSpan.FromMilliseconds(500));
        Assert.Equal(["gone"], inbox.Texts);
        Assert.Equal("text/plain", inbox.Messages[0].ContentType);
        Assert.Equal(new KeyValuePair<string, string>("a", "b"), Assert.Single(inbox.Messages[0].UserProperties));
    }

    [Fact]
    public async Task A_clean_disconnect_leaves_no_will()
    {
        var inbox = new Inbox();
        var subscriber = await ConnectedAsync("subscriber", inbox);
        await subscriber.SubscribeAsync("#", Never);
        var leaving = await ConnectedAsync(Options("leaving") with { Will = new(Text("will", "gone"), TimeSpan.Zero) });

        await leaving.DisposeAsync();

        Assert.IsType<MqttOutcome.Ok>(await leaving.Ended);
        var publisher = await ConnectedAsync("publisher");
        await publisher.PublishAsync(Text("end", "end"), Never);
        await inbox.HasAsync(1);
        Assert.Equal(["end"], inbox.Texts);
    }

    [Fact]
    public async Task An_expired_message_is_not_delivered()
    {
        var session = Options("sleeper") with { CleanStart = false };
        var sleeper = await ConnectedAsync(session);
        await sleeper.SubscribeAsync("#", Never);
        await sleeper.DisposeAsync();
        var publisher = await ConnectedAsync("publisher");
        await publisher.PublishAsync(Text("stale", "x") with { Expiry = TimeSpan.FromSeconds(1) }, Never);
        await publisher.PublishAsync(Text("kept", "y"), Never);
        var start = MachineTime.OfThisMachine.GetTimestamp();
        await Eventually.UntilAsync(() => MachineTime.OfThisMachine.GetElapsedTime(start) > TimeSpan.FromSeconds(2.2));
        var inbox = new Inbox();

        await ConnectedAsync(session, inbox);

        await inbox.HasAsync(1);
        Assert.Equal(["y"], inbox.Texts);
    }

    [Fact]
    public async Task A_kept_session_is_present_and_holds_what_came_meanwhile()
    {
        var session = Options("keeper") with { CleanStart = false };
        var before = Link(session, new Inbox());
        Assert.Equal(new MqttOutcome.Ok(SessionPresent: false), await before.ConnectAsync(Never));
        await before.SubscribeAsync("t", Never);
        await before.DisposeAsync();
        var publisher = await ConnectedAsync("publisher");
        await publisher.PublishAsync(Text("t", "meanwhile"), Never);
        var inbox = new Inbox();

        var after = Link(session, inbox);

        Assert.Equal(new MqttOutcome.Ok(SessionPresent: true), await after.ConnectAsync(Never));
        await inbox.HasAsync(1);
        Assert.Equal(["meanwhile"], inbox.Texts);
    }

    [Fact]
    public async Task A_restarted_broker_has_no_session_any_more()
    {
        var session = Options("keeper") with { CleanStart = false };
        var before = await ConnectedAsync(session);
        await before.SubscribeAsync("t", Never);
        await Broker.KillAsync();
        Assert.IsType<MqttOutcome.Lost>(await before.Ended);
        await Broker.StartAgainAsync();

        Assert.Equal(new MqttOutcome.Ok(SessionPresent: false), await Link(session, new Inbox()).ConnectAsync(Never));
    }

    [Fact]
    public async Task A_refused_connection_is_an_outcome()
    {
        await Broker.KillAsync();
        Assert.IsType<MqttOutcome.Lost>(await Link(Options("early"), new Inbox()).ConnectAsync(Never));
    }

    [Fact]
    public async Task A_killed_broker_ends_the_link_and_what_was_under_way()
    {
        var link = await ConnectedAsync("publisher");
        await Broker.KillAsync();

        Assert.IsType<MqttOutcome.Lost>(await link.Ended);
        Assert.IsType<MqttOutcome.Lost>(await link.PublishAsync(Text("t", "x"), Never));
        Assert.IsType<MqttOutcome.Lost>(await link.SubscribeAsync("t", Never));
    }

    [Fact]
    public async Task A_broker_killed_under_load_leaves_no_publish_without_outcome()
    {
        var link = await ConnectedAsync("publisher");
        var payload = new byte[100_000];
        var published = Enumerable.Range(0, 500).Select(_ => link.PublishAsync(new("t", payload), Never)).ToArray();

        await Broker.KillAsync();

        var outcomes = await Task.WhenAll(published);
        Assert.All(outcomes, outcome => Assert.False(outcome is MqttOutcome.Rejected));
    }

    [Fact]
    public async Task A_second_client_with_the_same_id_ends_the_first()
    {
        var first = await ConnectedAsync("same");
        await ConnectedAsync("same");
        Assert.IsNotType<MqttOutcome.Ok>(await first.Ended);
    }

    [Fact]
    public async Task A_link_that_never_connected_is_disposed_of_and_has_ended()
    {
        var link = Link(Options("never"), new Inbox());
        await link.DisposeAsync();
        Assert.IsType<MqttOutcome.Lost>(await link.Ended);
    }

    [Fact]
    public async Task A_receiver_that_throws_ends_the_link_and_gets_the_message_again()
    {
        var session = Options("failing") with { CleanStart = false };
        var failing = Broker.Factory(session, _ => throw new InvalidDataException("The disk is full."));
        _links.Add(failing);
        await failing.ConnectAsync(Never);
        await failing.SubscribeAsync("t", Never);
        var publisher = await ConnectedAsync("publisher");
        await publisher.PublishAsync(Text("t", "not stored"), Never);
        var end = Assert.IsType<MqttOutcome.Lost>(await failing.Ended);
        Assert.Contains("The disk is full.", end.Detail, StringComparison.Ordinal);
        await failing.DisposeAsync();
        var inbox = new Inbox();

        await ConnectedAsync(session, inbox);

        await inbox.HasAsync(1);
        Assert.Equal(["not stored"], inbox.Texts);
    }

    [Fact]
    public async Task An_impossible_topic_is_the_callers_bug()
    {
        var link = await ConnectedAsync("publisher");
        await Assert.ThrowsAsync<ArgumentException>(() => link.PublishAsync(Text("a/+/b", "x"), Never));
        await Assert.ThrowsAsync<ArgumentException>(() => link.SubscribeAsync("a/#/b", Never));
    }

    [Fact]
    public async Task A_received_message_can_be_answered_from_its_receiver()
    {
        var answers = new Inbox();
        var asking = await ConnectedAsync("asking", answers);
        await asking.SubscribeAsync("answer", Never);
        IMqttLink? answering = null;
        var published = new ConcurrentBag<Task<MqttOutcome>>();
        answering = Broker.Factory(
            Options("answering"), _ => published.Add(answering!.PublishAsync(Text("answer", "yes"), Never)));
        _links.Add(answering);
        await answering.ConnectAsync(Never);
        await answering.SubscribeAsync("question", Never);

        await asking.PublishAsync(Text("question", "?"), Never);

        await answers.HasAsync(1);
        Assert.Equal(["yes"], answers.Texts);
        Assert.IsType<MqttOutcome.Ok>(await published.Single());
    }

    protected MqttOptions Options(string id) => new()
    {
        Host = "127.0.0.1",
        Port = Broker.Port,
        ClientId = id,
        CleanStart = true,
        KeepAlive = TimeSpan.FromSeconds(5),
    };

    private protected IMqttLink Link(MqttOptions options, Inbox inbox)
    {
        var link = Broker.Factory(options, inbox.Add);
        _links.Add(link);
        return link;
    }

    private protected async Task<IMqttLink> ConnectedAsync(MqttOptions options, Inbox? inbox = null)
    {
        var link = Link(options, inbox ?? new Inbox());
        Assert.IsType<MqttOutcome.Ok>(await link.ConnectAsync(Never));
        return link;
    }

    private protected Task<IMqttLink> ConnectedAsync(string id, Inbox? inbox = null) =>
        ConnectedAsync(Options(id), inbox);

    private protected static MqttMessage Text(string topic, string text) => new(topic, Encoding.UTF8.GetBytes(text));
}
