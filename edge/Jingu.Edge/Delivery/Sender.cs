using Jingu.Contracts.Ids;
using Jingu.Contracts.Wire;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery.Journal;
using Jingu.Mqtt;
using Jingu.Time;

namespace Jingu.Edge.Delivery;

/// <summary>
/// Sends what the aggregator has not answered for: intervals and events before samples. Never drops anything; entries
/// that cannot be sent stay in the journal. Runs in machine time on one task.
/// </summary>
internal sealed class Sender : IDisposable
{
    private static readonly TimeSpan IdleMax = TimeSpan.FromSeconds(1);

    private readonly GatewayOptions _options;
    private readonly JournalStore _journal;
    private readonly MqttConnection _connection;
    private readonly MachineTime _time;
    private readonly SendWindow[] _windows;
    private readonly SemaphoreSlim _wake = new(0, 1);
    private volatile bool _hurry;
    private volatile bool _rewind;

    public Sender(GatewayOptions options, JournalStore journal, MqttConnection connection, MachineTime time)
    {
        (_options, _journal, _connection, _time) = (options, journal, connection, time);
        _windows = [.. new[] { JournalStream.Intervals, JournalStream.Events, JournalStream.Samples }
            .Select(stream => new SendWindow(stream, journal, options.Delivery, time))];
    }

    public async Task RunAsync(CancellationToken stop)
    {
        _journal.Changed += Wake;
        _connection.Connected += OnConnected;
        var life = _journal.Id;
        while (true)
        {
            if (life != _journal.Id)
            {
                life = _journal.Id;
                Array.ForEach(_windows, window => window.Forget());
            }
            Prepare();
            if (!_connection.IsConnected || !await SendOneAsync(stop))
                await _wake.WaitAsync(Idle(), stop);
        }
    }

    /// <summary>Entries were asked for again.</summary>
    public void Rewind()
    {
        _rewind = true;
        Wake();
    }

    public void Dispose() => _wake.Dispose();

    private void Prepare()
    {
        if (_hurry)
        {
            _hurry = false;
            Array.ForEach(_windows, window => window.Hurry());
        }
        if (_rewind)
        {
            _rewind = false;
            Array.ForEach(_windows, window => window.Rewind());
        }
    }

    /// <summary>False when there was nothing to send, or it could not be sent now.</summary>
    private async Task<bool> SendOneAsync(CancellationToken stop)
    {
        foreach (var window in _windows)
        {
            if (window.Next() is not { } flight)
                continue;
            var message = flight.IsQuestion ? ToQuestion(window.Stream) : ToMessage(window.Stream, flight);
            window.Sent(flight);
            return await _connection.PublishAsync(message, stop) is MqttOutcome.Ok;
        }
        return false;
    }

    private MqttMessage ToMessage(JournalStream stream, Flight flight)
    {
        var entries = (int)(flight.Last - flight.First + 1);
        var batch = _journal.Read(stream, flight.First, flight.Last, entries, int.MaxValue);
        if (flight.WasSent)
            _journal.CountSentAgain(stream, entries);
        return ToMessage(
            EnvelopeKind.Batch, batch.Journal, stream, batch.First, batch.Entries.Length,
            BatchCodec.Encode(batch.Catalogues, batch.Entries));
    }

    private MqttMessage ToQuestion(JournalStream stream) =>
        ToMessage(EnvelopeKind.Inquiry, _journal.Id, stream, 0, 0, []);

    private MqttMessage ToMessage(
        EnvelopeKind kind, JournalId journal, JournalStream stream, long first, int count, byte[] content)
    {
        var header = new EnvelopeHeader(
            _options.Site, _options.Gateway, Up: true, kind, journal, stream, first, count, ContentEncoding.Protobuf,
            _options.Key.Name);
        return new(Topics.Up(_options.Site, _options.Gateway, stream), Envelope.Seal(header, content, _options.Key))
        {
            ContentType = "application/vnd.jingu.envelope",
        };
    }

    private TimeSpan Idle()
    {
        var due = _windows.Select(window => window.EarliestDue).Min();
        var left = due is { } at ? _time.GetElapsedTime(_time.GetTimestamp(), at) : IdleMax;
        return left > IdleMax || !_connection.IsConnected ? IdleMax
            : left < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : left;
    }

    private void OnConnected()
    {
        _hurry = true;
        Wake();
    }

    private void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // Woken already, or stopped.
        }
    }
}
