using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Simulators.Boards;

/// <summary>What an output feeds, as commissioning files name it. All but ordinary circuits are protected.</summary>
internal enum Feeds
{
    Ordinary,
    DataRoom,
    Lift,
    FirePump,
    EmergencyLight,
}

/// <summary>
/// One output of a board and what hangs behind it. Energised means cut, so that a dead board leaves supply on.
/// </summary>
/// <param name="Point">The switch point.</param>
/// <param name="Output">Which of the board's outputs, from 0.</param>
/// <param name="Unit">Whose circuit it is.</param>
/// <param name="Below">The meter that counts what flows through it; nothing: it has none.</param>
/// <param name="Above">The meter of the whole unit, where another one lies directly below.</param>
internal sealed record OutputPlan(
    SwitchPointId Point, int Output, UnitId Unit, Resource Resource, Feeds Feeds, MeterId? Below, MeterId? Above)
{
    /// <summary>The input that is closed while the contact or valve stands in its cut position.</summary>
    public int? FeedbackInput { get; init; }

    public bool IsProtected => Feeds != Feeds.Ordinary;

    /// <summary>It is a lamp of a DALI gateway, and has a level.</summary>
    public bool IsLamp { get; init; }

    /// <summary>The rules of a lighting zone move it, not a ladder alone.</summary>
    public bool IsOfZone { get; init; }

    /// <summary>It is a set point of a machine, and has a value.</summary>
    public bool IsSetPoint { get; init; }

    /// <summary>The addresses in a group; of anything else, none.</summary>
    public ImmutableArray<int> Members { get; init; } = [];
}

/// <summary>One board behind a port of a gateway; a valve inside a meter stands for a board of its own.</summary>
/// <param name="Id">The board's name; a meter's with a valve inside.</param>
/// <param name="UnitIdentifier">Its Modbus address on that port, 1 to 247.</param>
internal sealed record BoardPlan(
    string Id,
    BoardKind Kind,
    GatewayId Gateway,
    string Port,
    byte UnitIdentifier,
    ImmutableArray<OutputPlan> Outputs);
