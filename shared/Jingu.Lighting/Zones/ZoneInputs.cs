using System.Collections.Immutable;

namespace Jingu.Lighting.Zones;

/// <summary>What is known of a zone at one instant, frozen. Immutable.</summary>
public sealed record ZoneInputs
{
    /// <summary>
    /// The last reading of each sensor that sees people, in the order of the commissioning; null: none yet.
    /// </summary>
    public ImmutableArray<PresenceReading?> Presence { get; init; } = [];

    /// <summary>The last reading of each sensor that sees light, in that order; null: none yet.</summary>
    public ImmutableArray<LuxReading?> Lux { get; init; } = [];

    /// <summary>What the local switch was used for last; null: never. One already taken is not taken again.</summary>
    public SwitchPress? Press { get; init; }

    /// <summary>What a person orders from afar; null: nothing new. The switch, used at the same time, wins.</summary>
    public ZoneOrder? Order { get; init; }

    /// <summary>Whether anybody is in the building; null: nobody knows, which counts as yes.</summary>
    public bool? BuildingInUse { get; init; }

    /// <summary>
    /// The most light that the unit's budget ladder leaves, thousandths of full light, 1 to 1,000; null: no limit.
    /// </summary>
    public int? LadderCap { get; init; }

    /// <summary>The most light that a demand-response event leaves, likewise.</summary>
    public int? DemandCap { get; init; }

    /// <summary>
    /// The light that the lamps were last read at, thousandths; null: not known. Looked at only where there is no
    /// state.
    /// </summary>
    public int? Shown { get; init; }
}

/// <summary>A sensor saw somebody, or nobody.</summary>
/// <param name="At">Site time of the reading, UTC.</param>
public sealed record PresenceReading(bool IsOccupied, DateTimeOffset At);

/// <summary>A sensor saw so much light.</summary>
/// <param name="Lux">Whole lux, as it came; it may be impossible.</param>
/// <param name="At">Site time of the reading, UTC.</param>
public sealed record LuxReading(long Lux, DateTimeOffset At);

/// <summary>Somebody used the local switch.</summary>
/// <param name="At">Site time, UTC: tells one press from the next.</param>
/// <param name="Light">For <see cref="SwitchKind.Level"/>: thousandths of full light; else not looked at.</param>
public sealed record SwitchPress(DateTimeOffset At, SwitchKind Kind, int Light = 0);

/// <summary>
/// A person orders so much light until an instant, whoever is there; or that what was ordered ends now.
/// </summary>
/// <param name="Id">Tells one order from the next: one that holds is not taken again.</param>
/// <param name="By">Who gave it.</param>
/// <param name="Light">Thousandths of full light, 0 is off; null: the order that holds ends.</param>
/// <param name="Until">Site time, UTC; not looked at where an order ends.</param>
public sealed record ZoneOrder(string Id, string By, int? Light, DateTimeOffset Until);

/// <summary>What a switch is used for. Numbers are in records: never renumbered.</summary>
public enum SwitchKind
{
    Off = 0,

    /// <summary>A dark zone is lit as its rules say; a zone that is lit already gets all its light.</summary>
    On = 1,

    /// <summary>Exactly so much light.</summary>
    Level = 2,
}
