namespace Jingu.Lighting.Zones;

/// <summary>What a zone's light rests on. Numbers are in records: never renumbered.</summary>
public enum LightReason
{
    /// <summary>Nothing asked for light since the zone began.</summary>
    Idle = 0,

    /// <summary>The zone began without a state, and somebody may be there.</summary>
    Assumed = 1,

    /// <summary>The local switch.</summary>
    ByHand = 2,

    /// <summary>Somebody is there, or was a hold time ago.</summary>
    Occupied = 3,

    /// <summary>All have left: dimmed, then dark.</summary>
    Absent = 4,

    /// <summary>A window of the schedule.</summary>
    Scheduled = 5,

    /// <summary>The window is over: dimmed, then dark.</summary>
    ScheduleEnded = 6,

    /// <summary>The flash before the sweep.</summary>
    SweepWarning = 7,

    /// <summary>The sweep: dimmed, then dark.</summary>
    Swept = 8,

    /// <summary>Daylight gives a part.</summary>
    Daylight = 9,

    /// <summary>Daylight gives all.</summary>
    DaylightEnough = 10,

    /// <summary>A corridor, while anybody may be in the building.</summary>
    CorridorFloor = 11,

    /// <summary>A sensor has failed: as the schedule says, or as if somebody were there.</summary>
    SensorFailed = 12,

    /// <summary>The unit's budget ladder leaves no more.</summary>
    LadderCap = 13,

    /// <summary>A demand-response event leaves no more.</summary>
    DemandCap = 14,

    /// <summary>A person ordered it from afar.</summary>
    ByOrder = 15,

    /// <summary>What was ordered is over, and the zone was dark before: dimmed, then dark.</summary>
    OrderEnded = 16,
}
