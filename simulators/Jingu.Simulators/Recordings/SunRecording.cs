using System.Collections.Immutable;
using System.Globalization;
using Jingu.Simulators.Loads;
using NodaTime;

namespace Jingu.Simulators.Recordings;

/// <summary>
/// AC power of a real roof array (NREL SERF East), each quarter hour by its own standard clock, whose noon is the sun's
/// within some minutes, as the campus's is. A day of the campus plays the recorded day on which the sun stood nearest
/// to as high. Immutable.
/// </summary>
internal sealed class SunRecording
{
    public const string FileName = "pv/serf_east_15min_ac_power.csv.gz";

    /// <summary>Rated power of the array, W, as whoever published it says: about.</summary>
    private const double Rated = 6000;

    private const int QuartersPerDay = 96;

    private readonly ImmutableArray<(double Declination, double[] Watts)> _days;

    private SunRecording(ImmutableArray<(double Declination, double[] Watts)> days) => _days = days;

    /// <summary>Reads the whole days of the recording; what is blank or below zero gives nothing.</summary>
    public static SunRecording Read(string folder)
    {
        var days = new SortedDictionary<LocalDate, (int Rows, double[] Watts)>();
        foreach (var line in RecordingFile.Lines(folder, FileName).Skip(1).Where(line => line.Length > 0))
        {
            var comma = line.IndexOf(',', StringComparison.Ordinal);
            if (comma < 19 || !LocalStamp.TryParse(line.AsSpan(0, 19), out var stamp))
                throw new RecordingsException($"{FileName}: '{line}' has no instant. Fetch it again.");
            if (!days.TryGetValue(stamp.Date, out var day))
                day = (0, new double[QuartersPerDay]);
            day.Watts[((stamp.Hour * 60) + stamp.Minute) / 15] = Watts(line[(comma + 1)..]);
            days[stamp.Date] = (day.Rows + 1, day.Watts);
        }
        ImmutableArray<(double, double[])> whole =
        [
            .. days.Where(day => day.Value.Rows == QuartersPerDay)
                .Select(day => (SunShape.Declination(day.Key.DayOfYear), day.Value.Watts)),
        ];
        return whole.IsEmpty
            ? throw new RecordingsException($"{FileName} holds no whole day. Fetch it again.")
            : new(whole);
    }

    /// <summary>Wh in a slot of an array of this rated power.</summary>
    public long EnergyIn(Slot slot, int peakKilowatts) => (long)Math.Floor(
        DayLike(slot.DayOfYear)[(int)(slot.LocalMinutes % 1440 / 15)] / Rated * peakKilowatts * 1000 / Slots.PerHour);

    private double[] DayLike(int dayOfYear)
    {
        var declination = SunShape.Declination(dayOfYear);
        return _days.MinBy(day => Math.Abs(day.Declination - declination)).Watts;
    }

    private static double Watts(string text)
    {
        if (text.Length == 0)
            return 0;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? Math.Max(0, value)
            : throw new RecordingsException($"{FileName}: '{text}' is no number. Fetch it again.");
    }
}
