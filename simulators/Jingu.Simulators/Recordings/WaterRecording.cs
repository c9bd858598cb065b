using System.Collections.Immutable;
using System.Globalization;
using NodaTime;

namespace Jingu.Simulators.Recordings;

/// <summary>
/// One recorded water meter: what it showed, in litres, at which instants (milliseconds since 1970), in the order of
/// arrival.
/// </summary>
internal sealed record RecordedWater(string Name, List<long> Instants, List<long> Litres);

/// <summary>
/// Cumulative litre counters of 60 water meters in Alicante (DAIAD): one row per transmission, about hourly.
/// </summary>
internal static class WaterRecording
{
    public const string FileName = "daiad_water_counter_litres_2016_2017.csv.gz";

    /// <summary>
    /// The meters in the file's order, with the rows from <paramref name="first"/> to before <paramref name="last"/>,
    /// laid on the clock of
    /// <paramref name="zone"/>.
    /// </summary>
    public static ImmutableArray<RecordedWater> Read(
        string folder, LocalDateTime first, LocalDateTime last, DateTimeZone zone)
    {
        var meters = new List<RecordedWater>();
        var byName = new Dictionary<string, RecordedWater>();
        foreach (var line in RecordingFile.Lines(folder, FileName).Skip(1))
        {
            var comma = line.IndexOf(',', StringComparison.Ordinal);
            var meter = MeterOf(line[..Math.Max(0, comma)], meters, byName);
            if (!LocalStamp.TryParse(line.AsSpan(comma + 1, Math.Min(19, line.Length - comma - 1)), out var stamp))
                throw Damaged(line);
            if (stamp < first || stamp >= last)
                continue;
            meter.Instants.Add(LocalStamp.OnSite(stamp, zone));
            meter.Litres.Add(Litres(line, comma));
        }

        return [.. meters];
    }

    private static RecordedWater MeterOf(
        string name, List<RecordedWater> meters, Dictionary<string, RecordedWater> byName)
    {
        if (byName.TryGetValue(name, out var known))
            return known;
        var meter = new RecordedWater(name, [], []);
        meters.Add(meter);
        byName.Add(name, meter);
        return meter;
    }

    private static long Litres(string line, int comma) =>
        double.TryParse(line.AsSpan(comma + 21), NumberStyles.Float, CultureInfo.InvariantCulture, out var litres)
            ? (long)Math.Floor(litres)
            : throw Damaged(line);

    private static RecordingsException Damaged(string line) =>
        new($"{FileName}: the row '{line}' is not meter, time, litres. Fetch it again.");
}
