namespace Jingu.Edge.Clock;

/// <summary>How far a clock is believed that no time service keeps at the moment.</summary>
/// <param name="DriftPpm">
/// By how much the machine's clock may run wrong when left alone, parts per million: 1 to 500 (more than what Linux
/// allows a time service to correct). 50 ppm are 4.3 s a day; the crystals of small computers are made to that or
/// better.
/// </param>
/// <param name="UncertaintyMax">Trust ends where the error may be larger: 1 s to 15 min.</param>
/// <param name="KeptBy">Who keeps the clock although the kernel does not know, such as a hypervisor; null: nobody.
/// Stated by an installer, and told with every report on the clock.</param>
/// <param name="KeptWithin">How well.</param>
internal sealed record ClockOptions(int DriftPpm, TimeSpan UncertaintyMax, string? KeptBy, TimeSpan KeptWithin)
{
    /// <summary>A clock left alone is believed for 27 days.</summary>
    public static readonly ClockOptions Default =
        new(50, TimeSpan.FromMinutes(2), null, TimeSpan.FromSeconds(5));

    /// <summary>How much the clock may have drifted in a time.</summary>
    public TimeSpan Drift(TimeSpan elapsed) => new((long)((Int128)elapsed.Ticks * DriftPpm / 1_000_000));
}
