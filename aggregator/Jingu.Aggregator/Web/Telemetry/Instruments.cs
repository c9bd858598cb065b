using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Globalization;
using Jingu.Aggregator.Ingest;

namespace Jingu.Aggregator.Web.Telemetry;

/// <summary>
/// Keeps what the program's instruments, the web server's and the runtime's have counted since the start. Safe from any
/// thread; measuring costs one look-up and one addition.
/// </summary>
internal sealed class Instruments : IDisposable
{
    /// <summary>Whose instruments are kept.</summary>
    public static readonly string[] Meters =
        [IngestMetrics.MeterName, "Microsoft.AspNetCore.Hosting", "System.Runtime"];

    /// <summary>Seconds, as OpenTelemetry's conventions for HTTP name them; the last one is infinity.</summary>
    private static readonly double[] Bounds =
        [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, double.PositiveInfinity];

    private readonly ConcurrentDictionary<Instrument, ConcurrentDictionary<string, Series>> _kept = new();
    private readonly MeterListener _listener = new();

    public Instruments()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (Meters.Contains(instrument.Meter.Name))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>What all of them show now.</summary>
    public ImmutableArray<Measured> Read()
    {
        _listener.RecordObservableInstruments();
        return [.. _kept.Select(pair => new Measured(
            pair.Key.Name, KindOf(pair.Key), pair.Key.Unit ?? "", pair.Key.Description ?? pair.Key.Name,
            [.. pair.Value.OrderBy(series => series.Key, StringComparer.Ordinal).Select(
                series => series.Value.Read(KindOf(pair.Key)))]))];
    }

    public void Dispose() => _listener.Dispose();

    private static MeasuredKind KindOf(Instrument instrument)
    {
        var type = instrument.GetType().GetGenericTypeDefinition();
        return type == typeof(Counter<>) || type == typeof(ObservableCounter<>) ? MeasuredKind.Counter
            : type == typeof(Histogram<>) ? MeasuredKind.Histogram
            : MeasuredKind.Gauge;
    }

    /// <summary>What shows a value, where what goes up and down tells by how much.</summary>
    private static bool IsGauge(Instrument instrument) =>
        instrument.GetType().GetGenericTypeDefinition() == typeof(Gauge<>);

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = ImmutableArray.CreateBuilder<(string, string)>(tags.Length);
        foreach (var (name, label) in tags)
            labels.Add((name, Convert.ToString(label, CultureInfo.InvariantCulture) ?? ""));
        var series = _kept.GetOrAdd(instrument, _ => new()).GetOrAdd(
            string.Join('\u001f', labels), _ => new(labels.ToImmutable()));
        // What is observed shows its whole count each time; what is counted says how much came.
        series.Take(value, isWhole: instrument.IsObservable || IsGauge(instrument));
    }

    private sealed class Series(ImmutableArray<(string, string)> labels)
    {
        private readonly Lock _gate = new();
        private readonly long[] _counts = new long[Bounds.Length];
        private double _value;

        public void Take(double value, bool isWhole)
        {
            lock (_gate)
            {
                _value = isWhole ? value : _value + value;
                var bucket = 0;
                while (value > Bounds[bucket])
                    bucket++;
                _counts[bucket]++;
            }
        }

        public MeasuredSeries Read(MeasuredKind kind)
        {
            lock (_gate)
            {
                var below = 0L;
                return new(labels, _value)
                {
                    Buckets = kind == MeasuredKind.Histogram
                        ? [.. Bounds.Select((bound, at) => (bound, below += _counts[at]))]
                        : [],
                };
            }
        }
    }
}
