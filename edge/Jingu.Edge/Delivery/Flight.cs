namespace Jingu.Edge.Delivery;

/// <summary>
/// A batch, or the question before the first one, that was sent and that the aggregator has not answered for.
/// </summary>
internal sealed class Flight(long first, long last)
{
    private int _sent;

    /// <summary>Sequence of the first entry; 0 of a question, which has none.</summary>
    public long First => first;

    public long Last => last;

    /// <summary>Machine timestamp from which it may be sent again.</summary>
    public long DueAt { get; private set; }

    public bool IsQuestion => first == 0;

    public bool WasSent => _sent > 0;

    /// <summary>
    /// Notes a sending; the wait until the next one doubles from <paramref name="after"/> to <paramref name="max"/>.
    /// </summary>
    public void Sent(TimeProvider time, TimeSpan after, TimeSpan max)
    {
        var wait = Math.Min(max.TotalSeconds, after.TotalSeconds * Math.Pow(2, Math.Min(_sent, 20)));
        _sent++;
        DueAt = time.GetTimestamp() + (long)(wait * time.TimestampFrequency);
    }

    /// <summary>Lets it be sent again at once: the connection that carried it is gone.</summary>
    public void Hurry(TimeProvider time) => DueAt = time.GetTimestamp();
}
