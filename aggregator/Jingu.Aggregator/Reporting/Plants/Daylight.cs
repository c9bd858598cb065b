using Jingu.Time.Sun;

namespace Jingu.Aggregator.Reporting.Plants;

/// <summary>
/// Whether a plant should generate: night is no alarm. By the sun's elevation where the coordinates are known and the
/// clock is trusted, and by measured irradiance where there is a sensor; by neither nothing is said.
/// </summary>
/// <param name="place">Null where unknown, or where the clock of a recording is not trusted.</param>
internal sealed class Daylight(Coordinates? place)
{
    /// <summary>Degrees; lower, an array lies in the shade of itself or its neighbourhood.</summary>
    public const double ElevationMin = 10;

    /// <summary>W/m2; inverters wake between 20 and 50.</summary>
    public const double IrradianceMin = 50;

    /// <summary>True by day, false at night and in deep dusk, null where nothing can be said.</summary>
    public bool? At(PlantSample sample) => At(sample.At, sample.Brightest);

    /// <inheritdoc cref="At(PlantSample)"/>
    public bool? At(DateTimeOffset instant, double? irradiance)
    {
        bool? isUp = place is { } known ? SunPosition.At(known, instant).Elevation >= ElevationMin : null;
        bool? isBright = irradiance is { } measured ? measured >= IrradianceMin : null;
        return (isUp, isBright) switch
        {
            (null, null) => null,
            _ => isUp != false && isBright != false,
        };
    }
}
