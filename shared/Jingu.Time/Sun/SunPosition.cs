namespace Jingu.Time.Sun;

/// <summary>
/// Where the sun stands, seen from a place. The formulae are those of NOAA's solar calculator (Global Monitoring
/// Laboratory), which are the low-accuracy ones of J. Meeus, Astronomical Algorithms, chapters 25 and 28. From 1950 to
/// 2100 the elevation is right to 0.02 degrees: tested against an ephemeris. Pure.
/// </summary>
/// <param name="Elevation">
/// Degrees above the horizon, of the sun's centre, without refraction: near the horizon the sun seems up to 0.6 degrees
/// higher.
/// </param>
/// <param name="Azimuth">Degrees from true north over east, 0 to 360.</param>
public readonly record struct SunPosition(double Elevation, double Azimuth)
{
    private const double MinutesOfDay = 1440;
    private static readonly DateTimeOffset Epoch2000 = new(2000, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static SunPosition At(Coordinates place, DateTimeOffset instant)
    {
        // The difference between dynamical and universal time, about a minute, moves the sun by 0.0007 degrees.
        var centuries = (instant - Epoch2000).TotalDays / 36525;
        var node = 125.04 - (1934.136 * centuries);
        var (equation, longitude) = Orbit(centuries, node, out var obliquity);
        var declination = Math.Asin(Sin(obliquity) * Sin(longitude));
        var solarMinutes = instant.UtcDateTime.TimeOfDay.TotalMinutes + equation + (4 * place.Longitude);
        var hourAngle = Radians((solarMinutes / MinutesOfDay * 360) - 180);
        var latitude = Radians(place.Latitude);
        var sine = (Math.Sin(latitude) * Math.Sin(declination))
            + (Math.Cos(latitude) * Math.Cos(declination) * Math.Cos(hourAngle));
        var azimuth = Math.Atan2(
            Math.Sin(hourAngle),
            (Math.Cos(hourAngle) * Math.Sin(latitude)) - (Math.Tan(declination) * Math.Cos(latitude)));
        return new(Degrees(Math.Asin(Math.Clamp(sine, -1, 1))), Turn(Degrees(azimuth) + 180));
    }

    /// <summary>
    /// The equation of time in minutes (Meeus 28.3), the sun's apparent longitude and the obliquity in degrees.
    /// </summary>
    private static (double Equation, double Longitude) Orbit(double centuries, double node, out double obliquity)
    {
        var t = centuries;
        var mean = Turn(280.46646 + (t * (36000.76983 + (t * 0.0003032))));
        var anomaly = 357.52911 + (t * (35999.05029 - (0.0001537 * t)));
        var eccentricity = 0.016708634 - (t * (0.000042037 + (0.0000001267 * t)));
        var centre = (Sin(anomaly) * (1.914602 - (t * (0.004817 + (0.000014 * t)))))
            + (Sin(2 * anomaly) * (0.019993 - (0.000101 * t)))
            + (Sin(3 * anomaly) * 0.000289);
        var seconds = 21.448 - (t * (46.815 + (t * (0.00059 - (t * 0.001813)))));
        obliquity = 23 + ((26 + (seconds / 60)) / 60) + (0.00256 * Math.Cos(Radians(node)));
        var y = Math.Pow(Math.Tan(Radians(obliquity) / 2), 2);
        var equation = (y * Sin(2 * mean))
            - (2 * eccentricity * Sin(anomaly))
            + (4 * eccentricity * y * Sin(anomaly) * Math.Cos(Radians(2 * mean)))
            - (0.5 * y * y * Sin(4 * mean))
            - (1.25 * eccentricity * eccentricity * Sin(2 * anomaly));
        return (4 * Degrees(equation), mean + centre - 0.00569 - (0.00478 * Sin(node)));
    }

    private static double Turn(double degrees) => ((degrees % 360) + 360) % 360;

    private static double Sin(double degrees) => Math.Sin(Radians(degrees));

    private static double Radians(double degrees) => degrees * Math.PI / 180;

    private static double Degrees(double radians) => radians * 180 / Math.PI;
}
