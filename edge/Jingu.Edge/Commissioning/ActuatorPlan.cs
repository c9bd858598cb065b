using Jingu.Budgets.Switching;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Edge.Commissioning;

/// <summary>What acts on a unit's supply: a switch point that cuts, or a lamp that is dimmed. Immutable.</summary>
/// <param name="Point">What the gate judges by: id, unit, resource, switchable, feeds.</param>
/// <param name="Board">The device.</param>
/// <param name="Travel">How long contact or valve take to move, or a lamp to fade: 0 to 10 min.</param>
internal abstract record ActuatorPlan(SwitchPoint Point, string Board, TimeSpan Travel)
{
    public SwitchPointId Id => Point.Id;

    public UnitId Unit => Point.Unit;

    public Resource Resource => Point.Resource;

    /// <summary>
    /// May be commanded at all: declared switchable, and everything below it declared and ordinary. The same rule as
    /// the gate's, once more.
    /// </summary>
    public bool IsSwitchable => Point.Switchable && !Point.Feeds.IsDefaultOrEmpty
        && Point.Feeds.All(kind => kind == CircuitKind.Ordinary);

    /// <summary>Where it is wired, as printed on the device.</summary>
    public abstract string Place { get; }

    /// <summary>An input shows where the contact stands.</summary>
    public abstract bool HasFeedback { get; }

    /// <summary>Rating of the circuit, W; of the pipe, L/h; 0: not given.</summary>
    public long Rating { get; init; }

    /// <summary>The metering point directly below; null: none.</summary>
    public PointId? Below { get; init; }

    /// <summary>The metering point above; null: none.</summary>
    public PointId? Above { get; init; }
}
