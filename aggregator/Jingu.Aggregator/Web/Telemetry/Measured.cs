using System.Collections.Immutable;

namespace Jingu.Aggregator.Web.Telemetry;

/// <summary>What one instrument shows at an instant, in the words of Prometheus' data model.</summary>
/// <param name="Name">Of the instrument, such as <c>jingu.ingest.messages</c>.</param>
/// <param name="Unit">UCUM as .NET's instruments state it, such as <c>s</c> or <c>{message}</c>; may be empty.</param>
internal sealed record Measured(
    string Name, MeasuredKind Kind, string Unit, string Help, ImmutableArray<MeasuredSeries> Series);

internal enum MeasuredKind
{
    Counter,
    Gauge,
    Histogram,
}

/// <summary>The value of one set of labels; of a histogram the sum.</summary>
internal sealed record MeasuredSeries(ImmutableArray<(string Name, string Value)> Labels, double Value)
{
    /// <summary>Of a histogram: how many values lie at or below each bound; the last bound is infinity.</summary>
    public ImmutableArray<(double Bound, long Count)> Buckets { get; init; } = [];
}
