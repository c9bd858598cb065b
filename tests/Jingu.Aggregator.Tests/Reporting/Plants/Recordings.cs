using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Plants;
using Jingu.Contracts.Readings;
using Jingu.Testing;

namespace Jingu.Aggregator.Tests.Reporting.Plants;

/// <summary>Recordings of real plants, from the folder beside the repository; see the README there.</summary>
internal static class Recordings
{
    /// <summary>Rows by column name; what is blank is not in them.</summary>
    public static IEnumerable<Dictionary<string, string>> Rows(string file)
    {
        using var stream = new GZipStream(
            File.OpenRead(Path.Combine(RecordingsFactAttribute.Folder!, "pv", file)), CompressionMode.Decompress);
        using var reader = new StreamReader(stream);
        var names = reader.ReadLine()!.Split(',');
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            if (cells.Length == names.Length)
            {
                yield return names.Zip(cells).Where(cell => cell.Second.Length > 0)
                    .ToDictionary(cell => cell.First, cell => cell.Second);
            }
        }
    }

    /// <summary>
    /// Five days of an inverter at NREL's RSF with two irradiance sensors. Its clock runs about two hours ahead of
    /// solar time, so the instants, taken as UTC, say nothing about the sun.
    /// </summary>
    public static ImmutableArray<PlantSample> Rsf() =>
    [
        .. Rows("nrel_RSF_II.csv.gz").Select(row => new PlantSample(
            DateTimeOffset.Parse(row[""], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
            Number(row, "inv2_ac_power_w__1047"),
            Number(row, "inv2_dc_voltage__1048"),
            Number(row, "inv2_dc_current__1049"),
            null,
            Number(row, "poa_irradiance__1055"),
            Number(row, "poa_irradiance_refcell__1054"))),
    ];

    /// <summary>104 days of a roof plant at NREL's SERF, mean power of quarter hours.</summary>
    public static ImmutableArray<PlantSample> Serf() =>
    [
        .. Rows("serf_east_15min_ac_power.csv.gz").Select(row => new PlantSample(
            At(row["measured_on"]), Number(row, "ac_power"))),
    ];

    /// <summary>A plant of 1,000 W peak, whose power is given normalized, and some samples labelled.</summary>
    public static (ImmutableArray<PlantSample> Samples, bool[] Labels) Labelled(string file, string label)
    {
        var rows = Rows(file).Where(row => row.ContainsKey("value_normalized")).ToList();
        return (
            [.. rows.Select(row => new PlantSample(At(row["timestamp"]), Number(row, "value_normalized") * 1000))],
            [.. rows.Select(row => bool.Parse(row[label]))]);
    }

    /// <summary>Energy as a meter counts it: whole Wh of a running total; nothing is lost to rounding.</summary>
    public static ImmutableArray<PlantQuarter> Quarters(ImmutableArray<PlantSample> samples)
    {
        var (exact, total) = (0d, 0L);
        var intervals = new List<Interval>();
        foreach (var sample in samples.Where(sample => sample.Power is not null))
        {
            exact += sample.Power!.Value / 4;
            var amount = (long)Math.Floor(exact) - total;
            total += amount;
            intervals.Add(new(new("roof"), sample.At, amount, Quality.Measured, total, total, new("m-roof"), false));
        }
        var period = new MonthPeriod(samples[0].At, samples[^1].At + Interval.Length);
        return PlantQuarter.All(period, [intervals], samples);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static double? Number(Dictionary<string, string> row, string column) =>
        row.TryGetValue(column, out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : null;
}
