namespace Jingu.Budgets.Ladders;

/// <summary>
/// Where a unit stands on its ladder for a resource (design.md, section 3). Ordered: a later one is more severe.
/// Numbers are in records: never renumbered.
/// </summary>
public enum Stage
{
    Normal = 1,
    Notice = 2,
    Warning = 3,
    Exhausted = 4,
    Disconnected = 5,
}

/// <summary>What the ladder wants of a unit's switchable circuits; protected ones are never asked.</summary>
public enum Supply
{
    /// <summary>Everything is on.</summary>
    On = 1,
    /// <summary>The listed circuits are off and the lighting is dimmed; for water, the valve is closed.</summary>
    Off = 2,
    /// <summary>Only the circuits of the reminder are off.</summary>
    Reminder = 3,
}
