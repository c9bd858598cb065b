namespace Jingu.Aggregator.Reporting.Plants;

/// <summary>What was sampled of a plant at one instant; null is not known, and never zero.</summary>
/// <param name="At">UTC.</param>
/// <param name="Power">AC, W, of all its inverters.</param>
/// <param name="DcVoltage">V, the highest of its inverters.</param>
/// <param name="DcCurrent">A, of all its inverters.</param>
/// <param name="State">
/// SunSpec's operating state (see <see cref="Contracts.Readings.Quantity.OperatingState"/>); a fault of any inverter
/// comes first.
/// </param>
/// <param name="Irradiance">W/m2 in the plane of the array.</param>
/// <param name="OtherIrradiance">W/m2 of a second sensor, by which the first is judged.</param>
internal sealed record PlantSample(
    DateTimeOffset At,
    double? Power,
    double? DcVoltage = null,
    double? DcCurrent = null,
    int? State = null,
    double? Irradiance = null,
    double? OtherIrradiance = null)
{
    /// <summary>A sample stands for the time until the next one, and for no longer than this.</summary>
    public static readonly TimeSpan StandsForMax = TimeSpan.FromMinutes(15);

    /// <summary>SunSpec: the inverter's output is held down, by a command or by itself.</summary>
    public const int Throttled = 5;

    /// <inheritdoc cref="Throttled"/>
    public const int Fault = 7;

    /// <summary>The brighter one of the two sensors; null where neither is known.</summary>
    public double? Brightest => (Irradiance, OtherIrradiance) switch
    {
        ({ } one, { } other) => Math.Max(one, other),
        var (one, other) => one ?? other,
    };

    /// <summary>How long the sample at an index stands for; the last one as long as the one before.</summary>
    public static TimeSpan StandsFor(IReadOnlyList<PlantSample> samples, int index)
    {
        if (samples.Count < 2)
            return StandsForMax;
        var first = Math.Min(index, samples.Count - 2);
        var step = samples[first + 1].At - samples[first].At;
        return step < StandsForMax ? step : StandsForMax;
    }
}
