using System.Collections.Immutable;
using NodaTime;

namespace Jingu.Lighting.Zones;

/// <summary>
/// In the evening whatever is still lit goes off: a flash warns, who is still there extends by the switch.
/// </summary>
/// <param name="At">Local times of day, 1 to 12 of them.</param>
public sealed record SweepRule(ImmutableArray<LocalTime> At)
{
    /// <summary>A sweep that nobody made for this long, because the gateway was off, is left out.</summary>
    public static readonly TimeSpan LateMax = TimeSpan.FromHours(1);

    /// <summary>
    /// From the flash to the sweep, 1 to 60 min. 5 min is a convention of the trade, not confirmed.
    /// </summary>
    public TimeSpan Warning { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the flash lasts, 1 to 30 s.</summary>
    public TimeSpan Flash { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long the switch puts it off, 5 min to 12 h.</summary>
    public TimeSpan Extends { get; init; } = TimeSpan.FromHours(1);
}
