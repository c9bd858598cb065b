using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using Jingu.Aggregator.Ingest;
using Jingu.Aggregator.Web.Telemetry;
using Xunit;

namespace Jingu.Aggregator.Tests.Web.Telemetry;

public sealed class InstrumentsTests
{
    /// <summary>Other tests of this process have instruments of the same meter: these are told apart by name.</summary>
    private readonly string _name = "test." + RandomNumberGenerator.GetHexString(16);

    [Fact]
    public void What_is_counted_adds_up_by_its_labels()
    {
        using var instruments = new Instruments();
        using var meter = new Meter(IngestMetrics.MeterName);
        var counter = meter.CreateCounter<long>(_name, "{thing}", "Things");
        counter.Add(2, new KeyValuePair<string, object?>("of", "a"));
        counter.Add(3, new KeyValuePair<string, object?>("of", "a"));
        counter.Add(7, new KeyValuePair<string, object?>("of", "b"));

        var measured = Of(instruments);
        Assert.Equal((MeasuredKind.Counter, "{thing}", "Things"), (measured.Kind, measured.Unit, measured.Help));
        Assert.Equal(
            [("of", "a", 5d), ("of", "b", 7d)],
            measured.Series.Select(series => (series.Labels[0].Name, series.Labels[0].Value, series.Value)));
    }

    [Fact]
    public void What_is_observed_shows_its_last_value_however_often_it_is_asked()
    {
        using var instruments = new Instruments();
        using var meter = new Meter(IngestMetrics.MeterName);
        meter.CreateObservableCounter(_name, () => 40L);
        instruments.Read();

        Assert.Equal(40, Of(instruments).Series[0].Value);
    }

    [Fact]
    public void A_gauge_shows_its_last_value_and_what_goes_up_and_down_its_sum()
    {
        using var instruments = new Instruments();
        using var meter = new Meter(IngestMetrics.MeterName);
        var gauge = meter.CreateGauge<double>(_name);
        gauge.Record(4);
        gauge.Record(3);
        Assert.Equal((MeasuredKind.Gauge, 3), (Of(instruments).Kind, Of(instruments).Series[0].Value));

        using var other = new Instruments();
        var upDown = meter.CreateUpDownCounter<int>(_name + ".up-down");
        upDown.Add(4);
        upDown.Add(-1);
        Assert.Equal(3, other.Read().Single(measured => measured.Name == _name + ".up-down").Series[0].Value);
    }

    [Fact]
    public void A_histogram_counts_each_value_in_every_bucket_above_it()
    {
        using var instruments = new Instruments();
        using var meter = new Meter(IngestMetrics.MeterName);
        var histogram = meter.CreateHistogram<double>(_name, "s");
        foreach (var value in new[] { 0.001, 0.3, 0.5, 99 })
            histogram.Record(value);

        var series = Of(instruments).Series[0];
        Assert.Equal(99.801, series.Value, 9);
        Assert.Equal(1, series.Buckets.Single(bucket => bucket.Bound == 0.25).Count);
        Assert.Equal(3, series.Buckets.Single(bucket => bucket.Bound == 0.5).Count);
        Assert.Equal(3, series.Buckets.Single(bucket => bucket.Bound == 10).Count);
        Assert.Equal((double.PositiveInfinity, 4), series.Buckets[^1]);
    }

    [Fact]
    public void Other_meters_are_not_kept()
    {
        using var instruments = new Instruments();
        using var meter = new Meter("Somebody.Else");
        meter.CreateCounter<long>(_name).Add(1);

        Assert.DoesNotContain(instruments.Read(), measured => measured.Name == _name);
    }

    private Measured Of(Instruments instruments) =>
        instruments.Read().Single(measured => measured.Name == _name);
}
