using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Jingu.Mqtt.Links.LibMosquitto;

/// <summary>
/// A link over libmosquitto, on a thread of its own that alone connects, reads, writes and destroys. The library's own
/// thread is not used: it ends silently after any DISCONNECT of the broker and any TLS failure.
/// </summary>
internal sealed class LibMosquittoLink(MqttOptions options, Action<MqttMessage> received) : IMqttLink
{
    /// <summary>The library waits with select(), which goes wrong without an error from file number 1024 on.</summary>
    private const int OpenFilesMax = 900;

    private const int WaitConnectingMilliseconds = 100;
    private const int WaitMilliseconds = 1000;
    private const int WaitStoppingMilliseconds = 10;

    /// <summary>So often DISCONNECT is tried to be written, 2 s when the peer takes nothing.</summary>
    private const int StoppingTurnsMax = 200;

    /// <summary>
    /// Guards the client against use after its end. Callbacks do not take it, so calls under it wait for nobody.
    /// </summary>
    private readonly Lock _native = new();
    private readonly Answers _answers = new();
    private readonly TaskCompletionSource<MqttOutcome> _connected = Source<MqttOutcome>();
    private readonly TaskCompletionSource<MqttOutcome> _ended = Source<MqttOutcome>();
    private readonly TaskCompletionSource<bool> _finished = Source<bool>();
    private Thread? _thread;
    private nint _client;
    private volatile bool _established;
    private volatile bool _stopping;
    private volatile MqttOutcome? _end;

    internal Action<MqttMessage> Received => received;

    public Task<MqttOutcome> Ended => _ended.Task;

    public async Task<MqttOutcome> ConnectAsync(CancellationToken stop)
    {
        if (_thread is not null)
            throw new InvalidOperationException("A link connects once.");
        LibMosquittoLibrary.EnsureInitialised();
        if (await FindHostAsync(stop) is { } unknown)
            return unknown;
        _thread = new Thread(Run) { IsBackground = true, Name = $"mqtt {options.ClientId}" };
        _thread.Start();
        await using var registration = stop.Register(() => _stopping = true);
        return await _connected.Task.WaitAsync(stop);
    }

    public Task<MqttOutcome> PublishAsync(MqttMessage message, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var properties = Properties.Of(message);
        var payload = message.Payload.Span;
        var (result, mid) = (Native.NoConnection, 0);
        lock (_native)
        {
            // Without a connection the library would queue the message, without limit, and send it some time.
            if (_established)
            {
                var retain = message.Retain ? (byte)1 : (byte)0;
                result = Native.Publish(
                    _client, out mid, message.Topic, payload.Length, payload, qos: 1, retain, properties);
            }
        }
        Native.FreeProperties(ref properties);
        return AnswerOf(result, mid, stop);
    }

    public Task<MqttOutcome> SubscribeAsync(string filter, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var (result, mid) = (Native.NoConnection, 0);
        lock (_native)
        {
            if (_established)
                result = Native.Subscribe(_client, out mid, filter, qos: 1, options: 0, 0);
        }
        return AnswerOf(result, mid, stop);
    }

    public async ValueTask DisposeAsync()
    {
        if (_thread is null)
        {
            _ended.TrySetResult(new MqttOutcome.Lost("Never connected."));
            return;
        }
        lock (_native)
        {
            _stopping = true;
            if (_established)
                _ = Native.Disconnect(_client, reason: 0, 0);
        }
        await _finished.Task;
    }

    internal void HearConnected(int reason, bool sessionPresent)
    {
        _established = reason == 0 && !_stopping;
        _connected.TrySetResult(reason == 0 ? new MqttOutcome.Ok(sessionPresent) : Reasons.Rejected(reason));
    }

    internal void HearDisconnected(int reason)
    {
        _established = false;
        _end ??= reason == 0 && _stopping ? new MqttOutcome.Ok() : Reasons.OfFailure(reason, 0);
    }

    internal void HearAnswer(int mid, int reason) =>
        _answers.Bring(mid, reason < Reasons.RejectedMin ? new MqttOutcome.Ok() : Reasons.Rejected(reason));

    /// <summary>Ends the link without DISCONNECT, so that the broker sends the message again.</summary>
    internal void Fail(Exception e)
    {
        _end = new MqttOutcome.Lost($"The receiver failed: {e.Message}");
        (_stopping, _established) = (true, false);
    }

    private Task<MqttOutcome> AnswerOf(int result, int mid, CancellationToken stop) => result switch
    {
        Native.Success => _answers.Expect(mid).WaitAsync(stop),
        Native.NoConnection => Task.FromResult<MqttOutcome>(new MqttOutcome.Lost("Not connected.")),
        _ when Reasons.OfFailure(result, 0) is MqttOutcome.Rejected rejected => Task.FromResult<MqttOutcome>(rejected),
        _ => throw new ArgumentException($"The message or filter is not possible in MQTT 5: {Reasons.OfError(result)}"),
    };

    /// <summary>
    /// Looks the host up where the wait can be stopped; the library's own look-up, after this, can not.
    /// </summary>
    private async Task<MqttOutcome?> FindHostAsync(CancellationToken stop)
    {
        try
        {
            await Dns.GetHostAddressesAsync(options.Host, stop);
            return null;
        }
        catch (SocketException e)
        {
            return new MqttOutcome.Lost($"Host {options.Host}: {e.Message}");
        }
    }

    private void Run()
    {
        var self = GCHandle.Alloc(this);
        var end = LiveOrRefuse(GCHandle.ToIntPtr(self));
        lock (_native)
        {
            _established = false;
            if (_client != 0)
                Native.Destroy(_client);
            _client = 0;
        }
        self.Free();
        _connected.TrySetResult(end);
        _answers.End(end);
        _ended.TrySetResult(end);
        _finished.TrySetResult(true);
    }

    private MqttOutcome LiveOrRefuse(nint self)
    {
        try
        {
            return Live(self);
        }
        catch (ArgumentException e)
        {
            return new MqttOutcome.Lost(e.Message, Lasting: true);
        }
    }

    private MqttOutcome Live(nint self)
    {
        if (Directory.EnumerateFileSystemEntries("/proc/self/fd").Count() > OpenFilesMax)
            return new MqttOutcome.Lost($"Over {OpenFilesMax} files are open: too many.", Lasting: true);
        _client = Native.New(options.ClientId, options.CleanStart ? (byte)1 : (byte)0, self);
        if (_client == 0)
            return new MqttOutcome.Lost($"libmosquitto made no client for the id '{options.ClientId}'.", Lasting: true);
        if ((Setup.Apply(_client, options) ?? Setup.StartConnecting(_client, options)) is { } failed)
            return failed;
        Callbacks.Register(_client);
        return Turn();
    }

    private MqttOutcome Turn()
    {
        for (var turnsStopping = 0; turnsStopping < StoppingTurnsMax; turnsStopping += _stopping ? 1 : 0)
        {
            if (_stopping && !_established)
                break;
            var waiting = _established ? WaitMilliseconds : WaitConnectingMilliseconds;
            var result = Native.Loop(_client, _stopping ? WaitStoppingMilliseconds : waiting, packetsMax: 1);
            var systemError = Marshal.GetLastPInvokeError();
            if (result != Native.Success)
                return _end ?? Reasons.OfFailure(result, systemError);
        }
        return _end ?? new MqttOutcome.Lost("Stopped.");
    }

    private static TaskCompletionSource<T> Source<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
