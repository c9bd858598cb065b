namespace Jingu.Lighting.Zones;

/// <summary>
/// When people have left, the zone is dimmed and then goes dark. By default a person switches it on and the rule only
/// switches it off, which saves more than lighting whoever walks by (a convention of the trade, not confirmed).
/// </summary>
public sealed record AbsenceRule
{
    /// <summary>
    /// How long nobody must have been seen, 1 min to 2 h. 15 to 20 min is a convention of the trade, not confirmed.
    /// </summary>
    public TimeSpan Hold { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Whoever comes in is lit without touching the switch.</summary>
    public bool AutoOn { get; init; }
}
