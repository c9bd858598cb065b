using System.Globalization;
using System.IO.Compression;
using Jingu.Aggregator.Reporting.Forecasting;
using Jingu.Testing;
using NodaTime;
using NodaTime.Text;

namespace Jingu.Aggregator.Tests.Reporting.Forecasting;

/// <summary>
/// Two years of 30 real public buildings, by day, in the order of their columns; see the README beside the recordings.
/// A day of which more than one hour is missing is not known; one hour is taken for the mean of the others. What lies
/// before the first use was not metered.
/// </summary>
internal static class RecordedBuildings
{
    private const string File = "bdg2_electricity_kwh_hourly_2016_2017.csv.gz";

    public static IReadOnlyList<(string Name, IReadOnlyList<UsedDay> Days)> Read()
    {
        using var reader = new StreamReader(
            new GZipStream(
                System.IO.File.OpenRead(Path.Combine(RecordingsFactAttribute.Folder!, File)),
                CompressionMode.Decompress));
        var names = reader.ReadLine()!.Split(',')[1..];
        var hours = names.Select(_ => new SortedDictionary<LocalDate, long?[]>()).ToArray();
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            var at = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss").Parse(cells[0]).Value;
            for (var building = 0; building < names.Length; building++)
            {
                if (!hours[building].TryGetValue(at.Date, out var day))
                    hours[building][at.Date] = day = new long?[24];
                if (cells[building + 1].Length > 0)
                    day[at.Hour] = (long)(double.Parse(cells[building + 1], CultureInfo.InvariantCulture) * 1000);
            }
        }
        return [.. names.Select((name, building) => (
            name,
            (IReadOnlyList<UsedDay>)[.. hours[building]
                .SkipWhile(day => day.Value.All(hour => hour is null or 0))
                .Where(day => day.Value.Count(hour => hour is null) <= 1)
                .Select(day => Day(day.Key, day.Value))]))];
    }

    private static UsedDay Day(LocalDate date, long?[] hours)
    {
        var mean = hours.Sum() / hours.Count(hour => hour is not null);
        long[] whole = [.. hours.Select(hour => hour ?? mean!.Value)];
        return new(date, whole.Sum(), [.. whole]);
    }
}
