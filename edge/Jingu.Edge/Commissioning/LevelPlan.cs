using Jingu.Budgets.Switching;
using Jingu.Modbus.Boards;

namespace Jingu.Edge.Commissioning;

/// <summary>
/// What is moved from one level to another instead of being switched: a lamp, or a set point of a machine. Immutable.
/// </summary>
/// <param name="Address">Where it is on its device.</param>
internal abstract record LevelPlan(SwitchPoint Point, string Board, LampAddress Address, TimeSpan Travel)
    : ActuatorPlan(Point, Board, Travel)
{
    public override bool HasFeedback => false;

    /// <summary>The level that it is moved to where it shall take less.</summary>
    public abstract int ShedTo { get; }

    /// <summary>How it stands at this level, whoever put it there.</summary>
    public abstract CircuitState StateAt(int level);

    /// <summary>How it stands once it has been moved.</summary>
    public abstract CircuitState StateAfter(LevelChange levels);

    /// <summary>
    /// By how much the load below should change, W; null where the meter below could not tell it from nothing, or
    /// nobody can say.
    /// </summary>
    /// <param name="before">What the meter below showed before, W.</param>
    public abstract long? ExpectedChange(LevelChange levels, long? before);
}
