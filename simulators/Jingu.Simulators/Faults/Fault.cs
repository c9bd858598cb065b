namespace Jingu.Simulators.Faults;

/// <summary>What can be done to the programs under test.</summary>
internal enum FaultKind
{
    /// <summary>kill -9, and a restart when the time is over.</summary>
    Kill,

    /// <summary>SIGTERM, and a restart when the time is over.</summary>
    Stop,

    /// <summary>The link between a gateway and the broker is cut.</summary>
    Cut,

    /// <summary>A gateway is killed, its journal deleted, and started again.</summary>
    ReplaceCard,

    /// <summary>
    /// The aggregator is killed; the broker acknowledges and queues; then it is killed too and, without persistence,
    /// forgets everything.
    /// </summary>
    ForgetfulBroker,

    /// <summary>A meter's wire is cut.</summary>
    Silence,

    /// <summary>
    /// A gateway loses its power and starts again with a clock that nobody has set; it is set right when the time is
    /// over.
    /// </summary>
    ClockUnset,

    /// <summary>A contact does not move any more.</summary>
    Weld,

    /// <summary>A valve does not move any more.</summary>
    StickValve,

    /// <summary>A board loses its power and comes back with its unprotected outputs cutting.</summary>
    PowerUpOff,

    /// <summary>A board's wire is cut.</summary>
    BoardGone,

    /// <summary>A DALI gateway shows what it was told, and the lamp stays as it is.</summary>
    Lie,

    /// <summary>A lamp is broken.</summary>
    LampFails,

    /// <summary>An inverter says that it has a fault, and generates nothing.</summary>
    InverterFault,

    /// <summary>Snow lies on an array: voltage without current.</summary>
    Snow,

    /// <summary>An inverter answers with what it showed last.</summary>
    Stale,
}

/// <summary>One fault at one instant.</summary>
/// <param name="At">Site time at which it begins.</param>
/// <param name="Targets">Programs, meters, switch points or boards by name.</param>
/// <param name="For">Site time until it is undone; zero: at once.</param>
internal sealed record Fault(DateTimeOffset At, FaultKind Kind, IReadOnlyList<string> Targets, TimeSpan For)
{
    public DateTimeOffset Until => At + For;

    /// <summary>Whether it disturbs what is delivered; what happens to meters, inverters and boards does not.</summary>
    public bool DisturbsDelivery => Kind is not (FaultKind.Silence or FaultKind.Weld or FaultKind.StickValve
        or FaultKind.PowerUpOff or FaultKind.BoardGone or FaultKind.Lie or FaultKind.LampFails
        or FaultKind.InverterFault or FaultKind.Snow or FaultKind.Stale);
}
