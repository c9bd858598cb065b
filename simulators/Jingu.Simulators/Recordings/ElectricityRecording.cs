using System.Collections.Immutable;
using System.Globalization;
using NodaTime;

namespace Jingu.Simulators.Recordings;

/// <summary>One recorded building: kWh per hour of the local clock; nothing where the recording is blank.</summary>
internal sealed record RecordedBuilding(string Name, IReadOnlyDictionary<long, double?> Hours);

/// <summary>
/// Whole-building electricity of the Building Data Genome Project 2: one column per building, one row per hour. Hours
/// are numbered from 1970 by the local clock.
/// </summary>
internal static class ElectricityRecording
{
    public const string FileName = "bdg2_electricity_kwh_hourly_2016_2017.csv.gz";

    /// <summary>
    /// The buildings in the file's order, with the hours from <paramref name="first"/> to before <paramref
    /// name="last"/>.
    /// </summary>
    public static ImmutableArray<RecordedBuilding> Read(string folder, LocalDateTime first, LocalDateTime last)
    {
        string[]? names = null;
        var hours = Array.Empty<Dictionary<long, double?>>();
        foreach (var line in RecordingFile.Lines(folder, FileName))
        {
            if (names is null)
            {
                names = line.Split(',')[1..];
                hours = [.. names.Select(_ => new Dictionary<long, double?>())];
            }
            else if (line.Length >= 19 && LocalStamp.TryParse(line.AsSpan(0, 19), out var stamp)
                && stamp >= first && stamp < last)
            {
                ReadRow(line, HourOf(stamp), hours);
            }
        }

        return names is null
            ? throw new RecordingsException($"{Path.Combine(folder, FileName)} is empty. Fetch it again.")
            : [.. names.Select((name, column) => new RecordedBuilding(name, hours[column]))];
    }

    /// <summary>Hours of the local clock since 1970.</summary>
    public static long HourOf(LocalDateTime stamp) =>
        (Period.Between(new LocalDate(1970, 1, 1), stamp.Date, PeriodUnits.Days).Days * 24L) + stamp.Hour;

    private static void ReadRow(string line, long hour, Dictionary<long, double?>[] hours)
    {
        var cells = line.Split(',');
        if (cells.Length != hours.Length + 1)
        {
            throw new RecordingsException(
                $"{FileName}: the row of {cells[0]} has {cells.Length} cells instead of {hours.Length + 1}. "
                + "Fetch it again.");
        }

        for (var column = 0; column < hours.Length; column++)
            hours[column][hour] = Cell(cells[column + 1], cells[0]);
    }

    private static double? Cell(string text, string row)
    {
        if (text.Length == 0)
            return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? Math.Max(0, value)
            : throw new RecordingsException($"{FileName}: '{text}' in the row of {row} is no number. Fetch it again.");
    }
}
