namespace Jingu.Lighting.Zones;

/// <summary>When a sensor of a zone is not believed, and when it is again.</summary>
public sealed record SensorRule
{
    /// <summary>Without a new reading for this long a sensor has failed, 1 s to 1 h.</summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>More than this is no light, lx; the least is 0. Full sun outdoors is about 100,000 lx.</summary>
    public int LuxMax { get; init; } = 120_000;

    /// <summary>
    /// A light sensor that shows the very same figure for this long of daylight is stuck, 10 min to 12 h; so is
    /// one that shows it although the lamps of the zone moved.
    /// </summary>
    public TimeSpan LuxStuckAfter { get; init; } = TimeSpan.FromHours(2);

    /// <summary>A sensor that sees somebody without a break for this long is stuck, 1 h to 7 d.</summary>
    public TimeSpan OccupiedStuckAfter { get; init; } = TimeSpan.FromHours(24);

    /// <summary>
    /// A sensor that sees nobody although the zone was switched on so often by hand is stuck, 1 to 20.
    /// </summary>
    public int UnseenPressesMax { get; init; } = 3;

    /// <summary>How long a sensor that had failed must be good without a break, 0 s to 2 h.</summary>
    public TimeSpan BackAfter { get; init; } = TimeSpan.FromMinutes(10);
}
