using System.Globalization;
using System.Text;

namespace Jingu.Aggregator.Web.Telemetry;

/// <summary>
/// Writes Prometheus' text format, version 0.0.4 (prometheus.io, "Exposition formats"). Names follow OpenTelemetry's
/// rule for Prometheus: dots become underscores, counters end with <c>_total</c>, seconds and bytes with their unit.
/// </summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Write(IEnumerable<Measured> all)
    {
        var text = new StringBuilder();
        var shown = all.Where(each => !each.Series.IsEmpty).OrderBy(each => each.Name, StringComparer.Ordinal);
        foreach (var measured in shown)
        {
            var name = NameOf(measured);
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {Escaped(measured.Help, quotes: false)}\n");
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {KindOf(measured.Kind)}\n");
            foreach (var series in measured.Series)
                Write(text, name, series, measured.Kind);
        }
        return text.ToString();
    }

    private static void Write(StringBuilder text, string name, MeasuredSeries series, MeasuredKind kind)
    {
        if (kind != MeasuredKind.Histogram)
        {
            Line(text, name, series.Labels, series.Value);
            return;
        }
        foreach (var (bound, count) in series.Buckets)
            Line(text, name + "_bucket", [.. series.Labels, ("le", Number(bound))], count);
        Line(text, name + "_sum", series.Labels, series.Value);
        Line(text, name + "_count", series.Labels, series.Buckets[^1].Count);
    }

    private static void Line(
        StringBuilder text, string name, IReadOnlyCollection<(string Name, string Value)> labels, double value)
    {
        text.Append(name);
        if (labels.Count > 0)
        {
            text.Append('{')
                .AppendJoin(',', labels.Select(
                    label => $"{Plain(label.Name)}=\"{Escaped(label.Value, quotes: true)}\""))
                .Append('}');
        }
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string NameOf(Measured measured)
    {
        var name = Plain(measured.Name);
        var unit = measured.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        if (!name.EndsWith(unit, StringComparison.Ordinal))
            name += unit;
        return measured.Kind == MeasuredKind.Counter ? name + "_total" : name;
    }

    private static string KindOf(MeasuredKind kind) => kind switch
    {
        MeasuredKind.Counter => "counter",
        MeasuredKind.Gauge => "gauge",
        _ => "histogram",
    };

    /// <summary>Letters, digits and underscores; a digit never first.</summary>
    private static string Plain(string name)
    {
        var plain = new string([.. name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_')]);
        return char.IsAsciiDigit(plain[0]) ? "_" + plain : plain;
    }

    private static string Escaped(string text, bool quotes)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
        return quotes ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf"
        : double.IsNegativeInfinity(value) ? "-Inf"
        : value.ToString("R", CultureInfo.InvariantCulture);
}
