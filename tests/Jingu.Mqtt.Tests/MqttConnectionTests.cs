using System.Collections.Concurrent;
using System.Text;
using Jingu.Mqtt.Links;
using Jingu.Mqtt.Links.InMemory;
using Jingu.Mqtt.Tests.Links;
using Jingu.Testing;
using Jingu.Testing.Brokers;
using Jingu.Time;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Jingu.Mqtt.Tests;

public sealed class MqttConnectionTests : IAsyncDisposable
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private static readonly MqttOptions Options = new() { Host = "127.0.0.1", Port = 1883, ClientId = "gateway-1" };

    private readonly FakeTime _fake = new(new(2017, 3, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly CancellationTokenSource _stop = new();
    private readonly ListLogger _log = new();
    private readonly Inbox _inbox = new();
    private readonly MemoryBroker _broker;
    private Task _running = Task.CompletedTask;

    public MqttConnectionTests() => _broker = new(new MachineTime(_fake));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await AdvanceUntilAsync(() => _running.IsCompleted);
        _stop.Dispose();
    }

    [Fact]
    public async Task Attempts_are_spaced_and_the_space_is_bounded()
    {
        var attempts = new ConcurrentQueue<DateTimeOffset>();
        _broker.Stop();
        Run(Connection((options, received) =>
        {
            attempts.Enqueue(_fake.GetUtcNow());
            return _broker.Factory(options, received);
        }));

        await AdvanceUntilAsync(() => attempts.Count >= 11);

        var times = attempts.ToArray();
        double[] expected = [0.25, 0.5, 1, 2, 4, 8, 16, 30, 30, 30];
        for (var n = 0; n < expected.Length; n++)
            Assert.InRange((times[n + 1] - times[n]).TotalSeconds, expected[n], expected[n] + 1);
    }

    [Fact]
    public async Task A_client_that_is_not_authorised_waits_long()
    {
        _broker.RefuseWith = 0x87;
        Run(Connection());
        await Eventually.UntilAsync(() => _log.Lines.Any(line => line.Level == LogLevel.Error));
        var start = _fake.GetUtcNow();

        await AdvanceUntilAsync(() => _broker.Attempts > 1);

        Assert.True(_fake.GetUtcNow() - start >= BackOff.Max);
    }

    [Fact]
    public async Task Waking_ends_the_wait()
    {
        _broker.RefuseWith = 0x87;
        var connection = Connection();
        Run(connection);
        await Eventually.UntilAsync(() => _log.Lines.Any(line => line.Level == LogLevel.Error));
        _broker.RefuseWith = 0;

        connection.Wake();

        await connection.WaitConnectedAsync(Never).WaitAsync(TimeSpan.FromSeconds(10), MachineTime.OfThisMachine);
    }

    [Fact]
    public async Task Without_a_connection_a_publish_is_lost_at_once()
    {
        var connection = Connection();
        Assert.False(connection.IsConnected);
        Assert.IsType<MqttOutcome.Lost>(await connection.PublishAsync(Text("t", "x"), Never));
    }

    [Fact]
    public async Task After_a_restart_of_the_broker_it_connects_and_subscribes_again()
    {
        var connection = Connection();
        connection.Subscribe("down/#");
        var connected = 0;
        connection.Connected += () => Interlocked.Increment(ref connected);
        Run(connection);
        await connection.WaitConnectedAsync(Never);
        _broker.Stop();
        await Eventually.UntilAsync(() => !connection.IsConnected);

        _broker.Start();
        await AdvanceUntilAsync(() => connection.IsConnected);

        Assert.IsType<MqttOutcome.Ok>(await connection.PublishAsync(Text("down/ack", "after"), Never));
        await _inbox.HasAsync(1);
        Assert.Equal(["after"], _inbox.Texts);
        await Eventually.UntilAsync(() => connected == 2);
    }

    [Fact]
    public async Task Many_short_sessions_are_an_alarm_and_slow_it_down()
    {
        var connection = Connection();
        Run(connection);
        for (var n = 0; n <= ShortSessions.Max; n++)
        {
            await AdvanceUntilAsync(() => connection.IsConnected);
            Assert.DoesNotContain(_log.Lines, line => line.Level == LogLevel.Error);
            _broker.Cut(Options.ClientId);
            await Eventually.UntilAsync(() => !connection.IsConnected);
        }

        await Eventually.UntilAsync(() => _log.Lines.Any(line => line.Level == LogLevel.Error));
        Assert.Contains(_log.Lines, line => line.Text.Contains("Two clients with this id?", StringComparison.Ordinal));
        await Eventually.UntilAsync(
            () => _log.Lines[^1].Text.Contains("Next attempt in 00:00:00.5", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stopping_disconnects_so_that_no_will_is_sent()
    {
        var witness = _broker.Factory(Options with { ClientId = "witness" }, _inbox.Add);
        await witness.ConnectAsync(Never);
        await witness.SubscribeAsync("#", Never);
        var connection = Connection(options: Options with { Will = new(Text("will", "gone"), TimeSpan.Zero) });
        Run(connection);
        await connection.WaitConnectedAsync(Never);

        await _stop.CancelAsync();
        await _running;

        Assert.False(connection.IsConnected);
        await witness.PublishAsync(Text("end", "end"), Never);
        await _inbox.HasAsync(1);
        Assert.Equal(["end"], _inbox.Texts);
        await witness.DisposeAsync();
    }

    [Fact]
    public async Task Stopping_is_bounded_even_when_nothing_answers_any_more()
    {
        var link = new DeafLink();
        var connection = Connection((_, _) => link);
        Run(connection);
        await connection.WaitConnectedAsync(Never);
        var unanswered = connection.PublishAsync(Text("t", "x"), Never);
        var start = _fake.GetUtcNow();

        await _stop.CancelAsync();
        await AdvanceUntilAsync(() => _running.IsCompleted);

        var taken = _fake.GetUtcNow() - start;
        Assert.InRange(taken, TimeSpan.FromSeconds(1), MqttConnection.CloseMax + TimeSpan.FromSeconds(1));
        Assert.True(link.IsDisposed);
        Assert.False(unanswered.IsCompleted);
    }

    [Fact]
    public async Task No_more_than_the_window_is_under_way()
    {
        var link = new DeafLink();
        var connection = Connection((_, _) => link);
        Run(connection);
        await connection.WaitConnectedAsync(Never);

        var published = Enumerable.Range(0, MqttConnection.WindowMax + 20)
            .Select(_ => connection.PublishAsync(Text("t", "x"), Never)).ToArray();
        Assert.Equal(MqttConnection.WindowMax, link.UnderWay);

        link.Answer(5);
        await Eventually.UntilAsync(
            () => link.UnderWay == MqttConnection.WindowMax && published.Count(p => p.IsCompleted) == 5);
        link.Answer(int.MaxValue);
        await Eventually.UntilAsync(() => link.Answer(int.MaxValue) && published.All(p => p.IsCompleted));
    }

    [Fact]
    public async Task A_host_that_never_answers_is_given_up()
    {
        var connection = Connection((_, _) => new DeafLink { NeverConnects = true });
        Run(connection);

        await AdvanceUntilAsync(
            () => _log.Lines.Any(line => line.Text.Contains("No answer", StringComparison.Ordinal)));

        Assert.True(_fake.GetUtcNow() - new DateTimeOffset(2017, 3, 1, 0, 0, 0, TimeSpan.Zero) >= Options.ConnectMax);
    }

    [Fact]
    public async Task An_exception_of_the_receiver_ends_the_run()
    {
        var connection = new MqttConnection(
            Options, _broker.Factory, _ => throw new InvalidDataException("full"), new(_fake), new Random(1), _log);
        connection.Subscribe("t");
        var running = connection.RunAsync(_stop.Token);
        await connection.WaitConnectedAsync(Never);

        await connection.PublishAsync(Text("t", "x"), Never);

        await Assert.ThrowsAsync<InvalidDataException>(() => running);
    }

    [Fact]
    public async Task With_the_preferred_library_it_survives_the_death_of_a_real_broker()
    {
        await using var broker = await MosquittoBroker.StartAsync();
        var time = MachineTime.OfThisMachine;
        var connection = new MqttConnection(
            Options with { Port = broker.Port },
            MqttLibrary.Preferred.Factory, _inbox.Add, time, new Random(1), NullLogger.Instance);
        connection.Subscribe("down/#");
        Run(connection);
        await connection.WaitConnectedAsync(Never);
        Assert.IsType<MqttOutcome.Ok>(await connection.PublishAsync(Text("down/ack", "before"), Never));

        await broker.KillAsync();
        await Eventually.UntilAsync(() => !connection.IsConnected);
        Assert.IsType<MqttOutcome.Lost>(await connection.PublishAsync(Text("down/ack", "meanwhile"), Never));
        await broker.StartAgainAsync();
        await Eventually.UntilAsync(() => connection.IsConnected);

        Assert.IsType<MqttOutcome.Ok>(await connection.PublishAsync(Text("down/ack", "after"), Never));
        await _inbox.HasAsync(2);
        Assert.Equal(["before", "after"], _inbox.Texts);
        await _stop.CancelAsync();
        await _running.WaitAsync(MqttConnection.CloseMax, time);
    }

    [Fact]
    public void The_preferred_library_names_itself_and_its_version() =>
        Assert.Matches(@"^(libmosquitto|MQTTnet) \d+\.\d+\.\d+$", MqttLibrary.Preferred.Description);

    private MqttConnection Connection(MqttLinkFactory? factory = null, MqttOptions? options = null) =>
        new(options ?? Options, factory ?? _broker.Factory, _inbox.Add, new(_fake), new WithoutJitter(), _log);

    private void Run(MqttConnection connection) => _running = connection.RunAsync(_stop.Token);

    /// <summary>Lets the fake time run in small steps, and only while somebody waits for it.</summary>
    private async Task AdvanceUntilAsync(Func<bool> condition)
    {
        var time = MachineTime.OfThisMachine;
        for (var start = time.GetTimestamp(); !condition(); await Task.Delay(TimeSpan.FromMilliseconds(1), time))
        {
            Assert.True(time.GetElapsedTime(start) < TimeSpan.FromSeconds(60), "Did not happen.");
            if (_fake.TimersWaiting > 0)
                _fake.Advance(TimeSpan.FromSeconds(0.25));
        }
    }

    private static MqttMessage Text(string topic, string text) => new(topic, Encoding.UTF8.GetBytes(text));
}
