namespace Jingu.Budgets.Switching;

/// <summary>What was switched, and what was known just before. Powers are whole W.</summary>
/// <param name="SwitchedAt">When the device was commanded.</param>
/// <param name="Travel">How long the contact or the valve takes, as commissioned.</param>
public sealed record ProofSubject(DateTimeOffset SwitchedAt, TimeSpan Travel)
{
    public bool Restoring { get; init; }

    /// <summary>A feedback input tells where the contact stands.</summary>
    public bool HasFeedback { get; init; }

    /// <summary>Rating of the circuit that the meter directly below measures; 0 when there is none.</summary>
    public long Rating { get; init; }

    /// <summary>What the circuit drew in the last interval before switching; null when not known.</summary>
    public long? DrawBefore { get; init; }

    /// <summary>What the meter above showed just before; null when there is none.</summary>
    public long? AboveBefore { get; init; }

    /// <summary>A lamp: the level that was written; null for everything else.</summary>
    public int? Level { get; init; }

    /// <summary>
    /// A lamp: by how much the load below should change if power follows light, W, less than 0 when it is dimmed; null
    /// where no meter could tell.
    /// </summary>
    public long? ExpectedChange { get; init; }

    /// <summary>
    /// Water: the mean spacing of pulses before closing; null when nothing flowed, and then nothing can be proven.
    /// </summary>
    public TimeSpan? PulseSpacing { get; init; }
}

/// <summary>Something seen near a switch point.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">What.</param>
/// <param name="Value">W for powers; 1 for an open contact, 0 for a closed one; a lamp's level; else 0.</param>
public sealed record Observation(DateTimeOffset At, ObservationKind Kind, long Value = 0);

/// <summary>Kinds of observations.</summary>
public enum ObservationKind
{
    ContactOpen = 1,
    /// <summary>Power of the meter directly below.</summary>
    PowerBelow = 2,
    /// <summary>Power of the meter above.</summary>
    PowerAbove = 3,
    /// <summary>A water meter's pulse.</summary>
    Pulse = 4,
    /// <summary>The level that a lamp's device shows: often only what it was told.</summary>
    Level = 5,
    /// <summary>The lamp's device says that the lamp or its driver has failed.</summary>
    LampFailed = 6,
}

/// <summary>What the observations say so far.</summary>
/// <param name="Outcome">Pending until the time is over or something decides it.</param>
/// <param name="Grade">What the proof rests on.</param>
/// <param name="Finding">What is wrong.</param>
/// <param name="At">When it showed; null while pending.</param>
public sealed record ProofVerdict(
    ProofOutcome Outcome, ProofGrade Grade, ProofFinding Finding, DateTimeOffset? At);

/// <summary>Outcomes. Numbers are in records: never renumbered.</summary>
public enum ProofOutcome
{
    Pending = 1,
    Proven = 2,
    /// <summary>Commanded, not proven: tried again when load returns.</summary>
    NotProven = 3,
    Failed = 4,
}

/// <summary>Grades of a proof. Numbers are in records: never renumbered.</summary>
public enum ProofGrade
{
    None = 0,
    Load = 1,
    Contact = 2,
}

/// <summary>What is wrong with a switching. Numbers are in records: never renumbered.</summary>
public enum ProofFinding
{
    None = 0,
    /// <summary>The feedback says that the contact did not move.</summary>
    WeldedOrStuck = 1,
    /// <summary>There is load after a proven cut.</summary>
    BypassOrWrongWiring = 2,
    /// <summary>Water flows though the valve is closed.</summary>
    Leak = 3,
    /// <summary>No feedback, and the load did not fall: a welded contact or a bypass.</summary>
    LoadRemains = 4,
    /// <summary>A lamp's device shows another level than was written.</summary>
    LevelNotTaken = 5,
    /// <summary>The lamp or its driver has failed.</summary>
    LampFailed = 6,
}
