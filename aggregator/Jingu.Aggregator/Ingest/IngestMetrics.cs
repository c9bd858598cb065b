using System.Diagnostics.Metrics;
using Jingu.Aggregator.Persistence.Relational;

namespace Jingu.Aggregator.Ingest;

/// <summary>What ingest counts while it runs; the counts that last are in the relational store.</summary>
internal sealed class IngestMetrics
{
    public const string MeterName = "Jingu.Aggregator";

    private readonly Counter<long> _received;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _redelivered;
    private readonly Counter<long> _bridged;
    private readonly Counter<long> _samples;
    private readonly Counter<long> _intervals;
    private readonly Counter<long> _held;
    private readonly Counter<long> _unanswered;

    public IngestMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _received = meter.CreateCounter<long>(
            "jingu.ingest.messages", "{message}", "Messages received from the broker");
        _dropped = meter.CreateCounter<long>(
            "jingu.ingest.dropped", "{message}", "Messages dropped because the queue was full");
        _refused = meter.CreateCounter<long>(
            "jingu.ingest.refused", "{message}", "Messages that failed authentication or address");
        _redelivered = meter.CreateCounter<long>(
            "jingu.ingest.redelivered", "{entry}", "Entries that were known already");
        _bridged = meter.CreateCounter<long>(
            "jingu.ingest.bridged", "{interval}", "Intervals made over a lost journal");
        _samples = meter.CreateCounter<long>("jingu.ingest.samples", "{sample}", "Samples stored");
        _intervals = meter.CreateCounter<long>("jingu.ingest.intervals", "{interval}", "Intervals stored");
        _held = meter.CreateCounter<long>("jingu.ingest.held", "{drain}", "Drains that a store did not take at once");
        _unanswered = meter.CreateCounter<long>(
            "jingu.ingest.unanswered", "{acknowledgement}", "Acknowledgements the broker did not take");
    }

    public void Received() => _received.Add(1);

    public void Dropped() => _dropped.Add(1);

    public void Held() => _held.Add(1);

    public void Unanswered() => _unanswered.Add(1);

    public void Saved(Drain drain, Counts counted)
    {
        _samples.Add(drain.Samples.Length);
        _intervals.Add(drain.Intervals.Length);
        _redelivered.Add(counted.Redelivered);
        _refused.Add(counted.Refused);
        _bridged.Add(drain.Bridged);
    }
}
