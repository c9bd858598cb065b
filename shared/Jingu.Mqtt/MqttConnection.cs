using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Jingu.Mqtt.Links;
using Jingu.Time;
using Microsoft.Extensions.Logging;

namespace Jingu.Mqtt;

/// <summary>
/// A connection to a broker that comes back by itself: links over one library, one after the other, with back-off, a
/// window and the subscriptions. It keeps no message: what is not confirmed is the sender's to send again. All members
/// are safe from any thread.
/// </summary>
/// <param name="received">
/// Called for each message, one at a time, on a thread of the library. The message is acknowledged to the broker when
/// it returns. It copies or stores and returns well within <see cref="MqttOptions.KeepAlive"/>; an exception it throws
/// ends
/// <see cref="RunAsync"/>.
/// </param>
/// <param name="jitter">Spreads the waits; used by this connection only.</param>
#pragma warning disable CA1001 // The window is a SemaphoreSlim without a wait handle: nothing to dispose of.
public sealed partial class MqttConnection(
    MqttOptions options,
    MqttLinkFactory factory,
    Action<MqttMessage> received,
    MachineTime time,
    Random jitter,
    ILogger log)
#pragma warning restore CA1001
{
    /// <summary>Messages under way to the broker at once. Full: <see cref="PublishAsync"/> waits.</summary>
    public const int WindowMax = 100;

    /// <summary>A stop takes no longer, whatever network and broker do.</summary>
    public static readonly TimeSpan CloseMax = TimeSpan.FromSeconds(5);

    /// <summary>The part of it in which what is under way may still be confirmed.</summary>
    private static readonly TimeSpan DrainMax = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Reasons that only a person ends: bad user name or password, not authorised, banned (MQTT 5, 2.4).
    /// </summary>
    private static readonly ImmutableArray<int> LastingReasons = [0x86, 0x87, 0x8A];

    private readonly List<string> _filters = [];
    private readonly BackOff _backOff = new(jitter);
    private readonly ShortSessions _shortSessions = new(time);
    private readonly SemaphoreSlim _window = new(WindowMax);
    private volatile TaskCompletionSource<bool> _isConnected = Source<bool>();
    private volatile TaskCompletionSource<bool> _wake = Source<bool>();
    private volatile IMqttLink? _link;
    private volatile ExceptionDispatchInfo? _receiverFailed;
    private int _started;

    /// <summary>
    /// Connected and subscribed. Raised on the connection's own task: the handler returns at once and throws nothing.
    /// </summary>
    public event Action? Connected;

    public bool IsConnected => _link is not null;

    /// <summary>Completes when connected and subscribed; at once if it is so now.</summary>
    public Task WaitConnectedAsync(CancellationToken stop) => _isConnected.Task.WaitAsync(stop);

    /// <summary>Adds a filter to subscribe to at every connection. Before <see cref="RunAsync"/>.</summary>
    public void Subscribe(string filter)
    {
        if (Volatile.Read(ref _started) != 0)
            throw new InvalidOperationException("Filters are given before the connection runs.");
        _filters.Add(filter);
    }

    /// <summary>Ends the wait before the next attempt, as after news that the network is back.</summary>
    public void Wake() => _wake.TrySetResult(true);

    /// <summary>
    /// Connects, and again whenever it is lost, until stopped; then it disconnects and returns within a bounded time.
    /// </summary>
    public async Task RunAsync(CancellationToken stop)
    {
        if (Interlocked.Exchange(ref _started, 1) != 0)
            throw new InvalidOperationException("A connection runs once.");
        try
        {
            while (true)
            {
                var end = await LiveAsync(stop);
                _receiverFailed?.Throw();
                await PauseAsync(WaitAfter(end), stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Log.Stopped(log, options.ClientId);
        }
    }

    /// <summary>
    /// Publishes with QoS 1. <see cref="MqttOutcome.Lost"/> at once while not connected. Calls made one after the
    /// other, without awaiting in between, are sent in that order as long as the window has room.
    /// </summary>
    /// <exception cref="OperationCanceledException">Stopped before the broker's answer: its fate is
    /// unknown.</exception>
    public async Task<MqttOutcome> PublishAsync(MqttMessage message, CancellationToken stop)
    {
        var outcome = IsConnected ? await PublishInWindowAsync(message, stop) : NotConnected();
        var counter = outcome switch
        {
            MqttOutcome.Ok => MqttMetrics.Published,
            MqttOutcome.Rejected => MqttMetrics.Rejected,
            _ => MqttMetrics.Lost,
        };
        counter.Add(1);
        return outcome;
    }

    private async Task<MqttOutcome> PublishInWindowAsync(MqttMessage message, CancellationToken stop)
    {
        await _window.WaitAsync(stop);
        try
        {
            return _link is { } link ? await link.PublishAsync(message, stop) : NotConnected();
        }
        finally
        {
            _window.Release();
        }
    }

    /// <summary>One link from beginning to end; says why it ended.</summary>
    private async Task<MqttOutcome> LiveAsync(CancellationToken stop)
    {
        var link = factory(options, Receive);
        try
        {
            var opened = await OpenAsync(link, stop);
            if (opened is not MqttOutcome.Ok ok)
            {
                MqttMetrics.Failures.Add(1);
                return opened;
            }
            return await ServeAsync(link, ok.SessionPresent, stop);
        }
        finally
        {
            _link = null;
            if (_isConnected.Task.IsCompleted)
                _isConnected = Source<bool>();
            await DrainAsync();
            await CloseAsync(link);
        }
    }

    private async Task<MqttOutcome> OpenAsync(IMqttLink link, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(options.ConnectMax, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        try
        {
            var connected = await link.ConnectAsync(both.Token);
            if (connected is not MqttOutcome.Ok)
                return connected;
            return await SubscribeAllAsync(link, both.Token) ?? connected;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new MqttOutcome.Lost($"No answer from {options.Host}:{options.Port} within {options.ConnectMax}.");
        }
    }

    /// <summary>
    /// Subscribes even if the broker kept the session: it may hold filters of an older version of us.
    /// </summary>
    private async Task<MqttOutcome.Lost?> SubscribeAllAsync(IMqttLink link, CancellationToken stop)
    {
        foreach (var filter in _filters)
        {
            var outcome = await link.SubscribeAsync(filter, stop);
            if (outcome is MqttOutcome.Lost lost)
                return lost;
            if (outcome is MqttOutcome.Rejected rejected)
                Log.FilterRejected(log, options.ClientId, filter, rejected.Detail);
        }
        return null;
    }

    private async Task<MqttOutcome> ServeAsync(IMqttLink link, bool sessionPresent, CancellationToken stop)
    {
        var began = time.GetTimestamp();
        _link = link;
        MqttMetrics.Connects.Add(1);
        Log.IsConnected(log, options.ClientId, options.Host, options.Port, sessionPresent);
        _isConnected.TrySetResult(true);
        Connected?.Invoke();
        var end = await link.Ended.WaitAsync(stop);
        ResetBackOffUnlessThrownOut(began);
        return end;
    }

    private void ResetBackOffUnlessThrownOut(long began)
    {
        if (_shortSessions.IsAlarm(began))
        {
            MqttMetrics.ShortSessionAlarms.Add(1);
            Log.ShortSessions(log, options.ClientId, ShortSessions.Max, ShortSessions.Window);
        }
        else
        {
            _backOff.Reset();
        }
    }

    private TimeSpan WaitAfter(MqttOutcome end)
    {
        var (detail, lasting) = end switch
        {
            MqttOutcome.Rejected rejected => (rejected.Detail, LastingReasons.Contains(rejected.Reason)),
            MqttOutcome.Lost lost => (lost.Detail, lost.Lasting),
            _ => ("ended", false),
        };
        var wait = _backOff.Next(lasting);
        if (lasting)
            Log.Refused(log, options.ClientId, options.Host, options.Port, detail, wait);
        else
            Log.Lost(log, options.ClientId, options.Host, options.Port, detail, wait);
        return wait;
    }

    private async Task PauseAsync(TimeSpan wait, CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAny(Task.Delay(wait, time, ended.Token), _wake.Task);
        await ended.CancelAsync();
        _wake = Source<bool>();
        stop.ThrowIfCancellationRequested();
    }

    /// <summary>Takes the whole window: then nothing is under way. A disconnect does not wait for answers.</summary>
    private async Task DrainAsync()
    {
        using var limit = new CancellationTokenSource(DrainMax, time);
        var taken = 0;
        try
        {
            for (; taken < WindowMax; taken++)
                await _window.WaitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Log.Undrained(log, options.ClientId, WindowMax - taken);
        }
        if (taken > 0)
            _window.Release(taken);
    }

    private async Task CloseAsync(IMqttLink link)
    {
        using var limit = new CancellationTokenSource(CloseMax - DrainMax, time);
        try
        {
            await link.DisposeAsync().AsTask().WaitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Log.CloseTookTooLong(log, options.ClientId, CloseMax - DrainMax);
        }
    }

    private void Receive(MqttMessage message)
    {
        MqttMetrics.Received.Add(1);
#pragma warning disable CA1031 // The edge to the library's thread: the exception goes to RunAsync, whoever made it.
        try
        {
            received(message);
        }
        catch (Exception e)
        {
            _receiverFailed = ExceptionDispatchInfo.Capture(e);
            throw;
        }
#pragma warning restore CA1031
    }

    private static MqttOutcome.Lost NotConnected() => new("Not connected.");

    private static TaskCompletionSource<T> Source<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Information, "{Client} is connected to {Host}:{Port}, session present: {SessionPresent}")]
        public static partial void IsConnected(ILogger log, string client, string host, int port, bool sessionPresent);

        [LoggerMessage(
            2, LogLevel.Warning, "{Client} has no connection to {Host}:{Port}: {Detail} Next attempt in {Wait}")]
        public static partial void Lost(
            ILogger log, string client, string host, int port, string detail, TimeSpan wait);

        [LoggerMessage(
            3, LogLevel.Error,
            "{Client} is refused by {Host}:{Port}: {Detail} Change account, certificate or setting. Again in {Wait}")]
        public static partial void Refused(
            ILogger log, string client, string host, int port, string detail, TimeSpan wait);

        [LoggerMessage(
            4, LogLevel.Error, "{Client} may not subscribe to {Filter}: {Detail} Change the broker's access list")]
        public static partial void FilterRejected(ILogger log, string client, string filter, string detail);

        [LoggerMessage(
            5, LogLevel.Error,
            "{Client} had over {Max} short sessions within {Window}. Two clients with this id? Give each its own")]
        public static partial void ShortSessions(ILogger log, string client, int max, TimeSpan window);

        [LoggerMessage(6, LogLevel.Warning, "{Client} did not close within {Max}; its thread ends by itself")]
        public static partial void CloseTookTooLong(ILogger log, string client, TimeSpan max);

        [LoggerMessage(
            7, LogLevel.Warning, "{Client} closes with {Count} messages unconfirmed; their sender sends them again")]
        public static partial void Undrained(ILogger log, string client, int count);

        [LoggerMessage(8, LogLevel.Information, "{Client} stopped")]
        public static partial void Stopped(ILogger log, string client);
    }
}
