using System.Globalization;

namespace Jingu.Aggregator.Persistence.Readings.Influx;

/// <summary>What <c>/ping</c> says in X-Influxdb-Version: <c>1.6.7~rc0</c>, <c>v2.7.1</c>, <c>3.0.1</c>.</summary>
internal readonly record struct InfluxVersion(string Text)
{
    /// <summary>
    /// Whether the server has <c>/api/v2/write</c>, which InfluxDB.Client posts to: 1.8 and later. 1.6.7 answers 404.
    /// </summary>
    public bool TakesV2Writes
    {
        get
        {
            var parts = Text.TrimStart('v').Split('.', '~', '-');
            return Part(parts, 0) is { } major && (major >= 2 || (major == 1 && Part(parts, 1) >= 8));
        }
    }

    public override string ToString() => Text;

    private static int? Part(string[] parts, int index) =>
        index < parts.Length
            && int.TryParse(parts[index], NumberStyles.None, CultureInfo.InvariantCulture, out var part)
            ? part
            : null;
}
