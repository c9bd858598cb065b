using System.Globalization;
using Jingu.Simulators.Campus;
using Jingu.Simulators.Loads;

namespace Jingu.Simulators.Recordings;

/// <summary>Turns a recorded water meter into a virtual one, or says why it cannot be one in a period.</summary>
internal static class WaterReplay
{
    /// <summary>A longer gap between two rows is a meter that does not answer.</summary>
    public static readonly TimeSpan GapMax = TimeSpan.FromHours(3);

    /// <summary>Largest register that a float still shows to the litre (devices.md, section 13).</summary>
    public const long LitresMax = 16_384_000;

    /// <summary>The meter's load, or the reason to leave it out.</summary>
    /// <param name="month">The month that is replayed.</param>
    /// <param name="from">First instant that the report is about.</param>
    /// <param name="to">First instant after it.</param>
    public static (MeterLoad? Load, string Reason) Of(
        RecordedWater recorded, LocalMonth month, DateTimeOffset from, DateTimeOffset to)
    {
        var (first, last) = (month.From.ToUnixTimeMilliseconds(), month.To.ToUnixTimeMilliseconds());
        var rows = recorded.Instants.Count(instant => instant >= first && instant < last);
        if (rows == 0)
            return (null, $"it has no rows in {month}");
        if (Falls(recorded, first, last) is var falls && falls > 0)
            return (null, $"its register falls {Times(falls)} in {month}");
        if (Falls(recorded, long.MinValue, long.MaxValue) > 0)
            return (null, $"its register falls in the days around {month}");
        if (recorded.Litres[^1] > LitresMax)
            return (null, "its register is above 16,384 m3, where a float loses litres");

        var load = new MeterLoad(
            new StepCounter([.. recorded.Instants], [.. recorded.Litres]), null, Gaps(recorded.Instants));
        return ServedSpan.Start(load.Silent, from) is null || ServedSpan.End(load.Silent, to) is null
            ? (null, $"it is silent for more than {ServedSpan.DaysMax} days across an end of the period")
            : (load, "");
    }

    /// <summary>Silent before the first row, in every gap that is too long, and after the last row.</summary>
    internal static SilentSpans Gaps(List<long> instants)
    {
        var gaps = new List<(long After, long Before)> { (long.MinValue, instants[0]) };
        for (var row = 1; row < instants.Count; row++)
        {
            if (instants[row] - instants[row - 1] > (long)GapMax.TotalMilliseconds)
                gaps.Add((instants[row - 1], instants[row]));
        }

        gaps.Add((instants[^1], long.MaxValue));
        return new(gaps);
    }

    /// <summary>Rows between two instants that show less, or lie earlier, than the row before.</summary>
    private static int Falls(RecordedWater recorded, long first, long last)
    {
        var falls = 0;
        for (var row = 1; row < recorded.Instants.Count; row++)
        {
            var inside = recorded.Instants[row - 1] >= first && recorded.Instants[row] < last;
            if (inside && (recorded.Litres[row] < recorded.Litres[row - 1]
                || recorded.Instants[row] < recorded.Instants[row - 1]))
            {
                falls++;
            }
        }

        return falls;
    }

    private static string Times(int count) =>
        count == 1 ? "once" : string.Create(CultureInfo.InvariantCulture, $"{count} times");
}
