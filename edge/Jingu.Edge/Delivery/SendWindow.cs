using Jingu.Contracts.Wire;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery.Journal;

namespace Jingu.Edge.Delivery;

/// <summary>
/// What of one stream is under way. The window is end to end: a batch leaves it when the aggregator has answered for
/// all of it, and not before, whatever the broker says. When it is full nothing new of the stream is sent. Before the
/// first batch the aggregator is asked what it has, so that an older copy of a journal is found out before it sends
/// other entries under numbers that are taken. Used by the sender only.
/// </summary>
internal sealed class SendWindow(JournalStream stream, JournalStore journal, DeliveryOptions options, TimeProvider time)
{
    private readonly List<Flight> _flights = [];
    private Flight? _question;
    private long _next = 1;

    public JournalStream Stream => stream;

    /// <summary>
    /// The batch to send now: one overdue, else a new one while the window has room; null when there is nothing to
    /// send.
    /// </summary>
    public Flight? Next()
    {
        if (!journal.IsAgreed(stream))
            return Ask();
        _question = null;
        _flights.RemoveAll(
            flight => journal.FirstUnsettled(stream, flight.First) is not { } gap || gap.First > flight.Last);
        var now = time.GetTimestamp();
        return _flights.Find(flight => flight.DueAt <= now) ?? Take();
    }

    /// <summary>The journal has begun a new life: numbers mean something else now.</summary>
    public void Forget()
    {
        _flights.Clear();
        _question = null;
        _next = 1;
    }

    /// <summary>All batches under way may be sent again at once.</summary>
    public void Hurry()
    {
        foreach (var flight in _flights)
            flight.Hurry(time);
        _question?.Hurry(time);
    }

    /// <summary>Entries were asked for again: looks at the stream from its beginning.</summary>
    public void Rewind() => _next = 1;

    /// <summary>Machine timestamp of the earliest repeat; null when nothing is under way.</summary>
    public long? EarliestDue =>
        _question?.DueAt ?? (_flights.Count == 0 ? null : _flights.Min(flight => flight.DueAt));

    public void Sent(Flight flight) => flight.Sent(time, options.ResendAfter, options.ResendAfterMax);

    private Flight? Ask()
    {
        if (journal.FirstUnsettled(stream, 1) is null)
            return null;
        _question ??= new(0, -1);
        return !_question.WasSent || _question.DueAt <= time.GetTimestamp() ? _question : null;
    }

    private Flight? Take()
    {
        while (_flights.Count < options.WindowBatches && journal.FirstUnsettled(stream, _next) is { } gap)
        {
            if (_flights.Find(flight => flight.First <= gap.First && gap.First <= flight.Last) is { } underWay)
            {
                _next = underWay.Last + 1;
                continue;
            }
            var batch = journal.Read(stream, gap.First, gap.Last, options.BatchEntriesMax, options.BatchBytesMax);
            if (batch.Entries.Length == 0)
                return null;
            var taken = new Flight(gap.First, gap.First + batch.Entries.Length - 1);
            _flights.Add(taken);
            _next = taken.Last + 1;
            return taken;
        }
        return null;
    }
}
