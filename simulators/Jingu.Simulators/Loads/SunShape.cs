namespace Jingu.Simulators.Loads;

/// <summary>
/// PV generation over Zhoushan: the sun's height of the instant, clouds from the seed. Clouds are the same for all
/// plants of a site. About 1,050 kWh per kWp and year.
/// </summary>
internal sealed class SunShape(ulong seed, string name, int peakKilowatts)
{
    /// <summary>Where the campus lies, north and east.</summary>
    public const double LatitudeDegrees = 30;

    /// <inheritdoc cref="LatitudeDegrees"/>
    public const double LongitudeDegrees = 122.2;

    private const double Latitude = LatitudeDegrees * Math.PI / 180;
    private const double LongitudeHours = LongitudeDegrees / 15;

    /// <summary>
    /// Share of the rated power that a clear sky at noon in summer leaves after heat, dirt and inverter.
    /// </summary>
    private const double Performance = 0.86;

    private readonly Noise _sky = Noise.Of(seed, "sky");
    private readonly Noise _plant = Noise.Of(seed, name);

    /// <summary>Wh in a slot.</summary>
    public long EnergyIn(Slot slot)
    {
        var height = SineOfElevation(slot);
        if (height <= 0.03)
            return 0;
        var clear = peakKilowatts * 1000.0 * Performance * Math.Pow(height, 1.15);
        return _plant.Whole(clear * Clearness(slot) / Slots.PerHour, slot.Index);
    }

    /// <summary>
    /// Sine of the sun's height, from declination and hour angle; equation of time after Spencer's three-term
    /// approximation, good to two minutes, which is enough for a load shape.
    /// </summary>
    public static double SineOfElevation(Slot slot)
    {
        var hourUtc = ((slot.Start % 86_400_000L) / 3_600_000.0) + (2.5 / 60);
        var year = 2 * Math.PI * (slot.DayOfYear - 81) / 365;
        var equationOfTime = ((9.87 * Math.Sin(2 * year)) - (7.53 * Math.Cos(year)) - (1.5 * Math.Sin(year))) / 60;
        var hourAngle = (hourUtc + LongitudeHours + equationOfTime - 12) * Math.PI / 12;
        var declination = Declination(slot.DayOfYear);
        return (Math.Sin(Latitude) * Math.Sin(declination))
            + (Math.Cos(Latitude) * Math.Cos(declination) * Math.Cos(hourAngle));
    }

    /// <summary>How far north the sun stands, radians, to about a degree (Cooper's formula).</summary>
    public static double Declination(int dayOfYear) =>
        23.45 * Math.PI / 180 * Math.Sin(2 * Math.PI * (dayOfYear - 81) / 365);

    /// <summary>0.1 under thick clouds to 1: weather of half a day, clouds that pass in a quarter of an hour.</summary>
    private double Clearness(Slot slot)
    {
        var weather = _sky.Smooth(slot.Index / (12.0 * Slots.PerHour));
        var passing = _sky.Smooth(1e6 + (slot.Index / 3.0));
        return Math.Clamp((1.1 * weather) + (0.35 * (passing - 0.5)) + 0.08, 0.1, 1);
    }
}
