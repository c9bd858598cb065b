using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Budgets.Switching;

/// <summary>
/// What the gate must know of a switch point, as declared in the commissioning. What is not declared is denied.
/// </summary>
/// <param name="Id">The switch point.</param>
/// <param name="Unit">Whose circuit lies below it.</param>
/// <param name="Resource">What flows through it.</param>
/// <param name="Switchable">Declared switchable on site. Nothing that comes over the air can set it.</param>
/// <param name="Feeds">Everything below it; empty: not declared.</param>
public sealed record SwitchPoint(
    SwitchPointId Id, UnitId Unit, Resource Resource, bool Switchable, ImmutableArray<CircuitKind> Feeds)
{
    /// <summary>Between which levels a lamp may be moved; null: it is no lamp, and cannot be dimmed.</summary>
    public LampRange? Lamp { get; init; }

    /// <summary>Between which values a set point may be moved; null: it is none.</summary>
    public SetPointRange? SetPoint { get; init; }
}

/// <summary>Levels of a lamp as its device counts them: 0 is off, more is brighter.</summary>
/// <param name="Minimum">The lowest that may be written, above 0.</param>
/// <param name="Full">The highest that may be written.</param>
public sealed record LampRange(int Minimum, int Full);

/// <summary>Values of a set point, as its register counts them: the comfort limits of the site.</summary>
/// <param name="Lowest">The lowest that is ever written or left.</param>
/// <param name="Highest">The highest that is ever written or left.</param>
/// <param name="ShedsUpward">True where a higher value takes less power, such as a temperature of chilled water; false
/// for a limit of current.</param>
public sealed record SetPointRange(int Lowest, int Highest, bool ShedsUpward);

/// <summary>A lamp or set point is moved only from the level at which the decision found it.</summary>
/// <param name="From">As read back before.</param>
/// <param name="To">What is written.</param>
public sealed record LevelChange(int From, int To);

/// <summary>
/// What a circuit or pipe feeds. Everything but <see cref="Ordinary"/> is protected; a number that this version does
/// not know is protected too. Numbers are in records: never renumbered.
/// </summary>
public enum CircuitKind
{
    Undeclared = 0,
    Ordinary = 1,
    Hydrants = 2,
    FirePumps = 3,
    Lifts = 4,
    EmergencyLighting = 5,
    Security = 6,
    DataRoom = 7,
    DutyRoom = 8,
    SanitaryWater = 9,
    SmokeFans = 10,
}

/// <summary>What is asked of a switch point. Numbers are in records: never renumbered.</summary>
public enum SwitchOperation
{
    Cut = 1,
    /// <summary>Lighting only: a lower level, not off.</summary>
    Dim = 2,
    Restore = 3,
}

/// <summary>What a restore rests on: a load left on must not surprise. Numbers are in records.</summary>
public enum RestoreGround
{
    None = 0,
    /// <summary>A person on site confirmed, or ended a reminder.</summary>
    Confirmed = 1,
    /// <summary>Nobody decided that it goes off: a board powered up off, or a hand slipped.</summary>
    Unplanned = 2,
    /// <summary>It was shed for an event of demand response, which is over or called off.</summary>
    EventOver = 3,
}

/// <summary>One command to one switch point. Commands to groups do not exist.</summary>
/// <param name="Point">The one it is for.</param>
/// <param name="Unit">The unit that the policy behind it speaks of.</param>
/// <param name="Resource">The resource that the policy behind it speaks of.</param>
/// <param name="Operation">What is asked.</param>
/// <param name="Ground">For a restore: what it rests on.</param>
public sealed record SwitchCommand(
    SwitchPointId Point, UnitId Unit, Resource Resource, SwitchOperation Operation,
    RestoreGround Ground = RestoreGround.None)
{
    /// <summary>Id of the command by which a person tests the switch point; null: a ladder asks.</summary>
    public string? Test { get; init; }

    /// <summary>The event of demand response that asks for a cut or dimming; null: it is none.</summary>
    public string? Event { get; init; }

    /// <summary>For a lamp or set point: from which level to which; null for everything else.</summary>
    public LevelChange? Levels { get; init; }
}
