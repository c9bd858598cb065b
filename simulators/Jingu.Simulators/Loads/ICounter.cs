namespace Jingu.Simulators.Loads;

/// <summary>
/// What has flowed since somebody started counting, in Wh or L. A pure function of the instant: whoever asks, whenever
/// and how often, finds the same. Never falls. Safe from any thread.
/// </summary>
internal interface ICounter
{
    /// <summary>The count at an instant, milliseconds since 1970.</summary>
    long At(long instant);

    /// <summary>What flows at an instant, per hour: W or L/h.</summary>
    double PerHour(long instant);
}
