using System.Globalization;
using System.Text.RegularExpressions;

namespace Jingu.Aggregator.Persistence.Readings.Influx;

/// <summary>Creates the database where it is missing and reads how long it keeps what lies in it.</summary>
internal static partial class InfluxDatabase
{
    public static async Task EnsureAsync(InfluxQuery query, InfluxAddress address, CancellationToken stop)
    {
        await foreach (var series in query.AskAsync("SHOW DATABASES", stop))
        {
            if (series.Rows.Any(row => row.Text("name") == address.Database))
                return;
        }
        try
        {
            await query.ExecuteAsync($"CREATE DATABASE \"{address.Database}\"", stop);
        }
        catch (ReadingStoreException fault)
        {
            throw new ReadingStoreException(
                $"{address} has no database '{address.Database}' and does not let us create it: create it there "
                + $"(2.x: a bucket with a DBRP mapping of that name). {fault.Message}",
                fault);
        }
    }

    /// <summary>How long the default retention policy keeps a point; null when for ever.</summary>
    public static async Task<TimeSpan?> RetentionAsync(InfluxQuery query, InfluxAddress address, CancellationToken stop)
    {
        TimeSpan? retention = null;
        await foreach (var series in query.AskAsync($"SHOW RETENTION POLICIES ON \"{address.Database}\"", stop))
        {
            foreach (var row in series.Rows.Where(row => row.Flag("default")))
                retention = ToDuration(row.Text("duration"));
        }
        return retention == TimeSpan.Zero ? null : retention;
    }

    /// <summary>A duration as Go writes it: <c>168h0m0s</c>; <c>0s</c> stands for ever.</summary>
    private static TimeSpan ToDuration(string text) => Part().Matches(text).Aggregate(
        TimeSpan.Zero,
        (sum, part) => sum + (part.Groups["unit"].Value switch
        {
            "h" => TimeSpan.FromHours(1),
            "m" => TimeSpan.FromMinutes(1),
            "s" => TimeSpan.FromSeconds(1),
            _ => TimeSpan.FromMilliseconds(1),
        } * double.Parse(part.Groups["number"].Value, CultureInfo.InvariantCulture)));

    [GeneratedRegex(@"(?<number>[0-9.]+)(?<unit>ms|h|m|s)")]
    private static partial Regex Part();
}
