namespace Jingu.Simulators.Loads;

/// <summary>
/// Electricity of an office: what runs day and night, and what people use while they are there, more of it in summer
/// and winter. About 100 to 150 kWh per head and month.
/// </summary>
internal sealed class ElectricityShape
{
    /// <summary>W per head that never stop: servers, refrigerators, standby.</summary>
    private const double BaseWatts = 38;

    /// <summary>W per head while everybody works, in a mild season.</summary>
    private const double WorkingWatts = 270;

    private readonly Noise _noise;
    private readonly double _scale;
    private readonly double _lateHours;

    public ElectricityShape(ulong seed, string name, int headcount)
    {
        _noise = Noise.Of(seed, name);
        _scale = headcount * (0.85 + (0.3 * _noise.At(-1)));
        _lateHours = _noise.At(-2) - 0.5;
    }

    /// <summary>Wh in a slot.</summary>
    public long EnergyIn(Slot slot)
    {
        var people = WorkingWatts * Presence(slot.Hour - _lateHours, slot.IsWorkingDay) * Season(slot.DayOfYear);
        var mood = 0.85 + (0.3 * _noise.Smooth(slot.Index / (double)Slots.PerHour));
        var flicker = 0.95 + (0.1 * _noise.At(slot.Index));
        return _noise.Whole(_scale * (BaseWatts + (people * mood)) * flicker / Slots.PerHour, ~slot.Index);
    }

    /// <summary>
    /// Share of the people who are there: working hours with a lunch break, a few in the evening and at weekends.
    /// </summary>
    public static double Presence(double hour, bool isWorkingDay)
    {
        if (!isWorkingDay)
            return hour is > 8 and < 20 ? 0.07 : 0.01;
        return hour switch
        {
            < 7 => 0.01,
            < 9 => 0.01 + (0.99 * (hour - 7) / 2),
            < 11.75 => 1,
            < 13.5 => 0.75,
            < 17 => 1,
            < 19 => 1 - (0.88 * (hour - 17) / 2),
            < 22 => 0.12,
            _ => 0.02,
        };
    }

    /// <summary>Cooling around the end of July, heating around the end of January; 1 in spring and autumn.</summary>
    public static double Season(int dayOfYear)
    {
        var winter = Math.Min(Math.Abs(dayOfYear - 25), 365 - Math.Abs(dayOfYear - 25));
        return 1 + (0.6 * Summer(dayOfYear)) + (0.4 * Bell(winter, 35));
    }

    /// <summary>1 at the end of July, nothing in winter.</summary>
    public static double Summer(int dayOfYear) => Bell(dayOfYear - 208, 38);

    private static double Bell(double distance, double width) => Math.Exp(-distance * distance / (2 * width * width));
}
