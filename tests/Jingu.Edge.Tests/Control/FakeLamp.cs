using Jingu.Budgets.Switching;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Control;

namespace Jingu.Edge.Tests.Control;

/// <summary>
/// A lamp behind a gateway that answers with what it remembers, whatever the lamp does; or a machine's set point.
/// </summary>
/// <param name="level">Where it stands at first.</param>
internal sealed class FakeLamp(LevelPlan plan, int level)
{
    /// <summary>What the gateway remembers.</summary>
    public int Level { get; set; } = level;

    /// <summary>What the lamp does.</summary>
    public int Light { get; set; } = level;

    /// <summary>The gateway hears, remembers, and the lamp does not follow.</summary>
    public bool IsLying { get; set; }

    /// <summary>Commands get lost on the way.</summary>
    public bool IsDeaf { get; set; }

    public bool HasFailed { get; set; }

    /// <summary>Thousandths of full light.</summary>
    public int LightNow => ((LampPlan)plan).Curve.LightOf(Light);

    public CircuitState StateAfter(LevelChange levels) => plan.StateAfter(levels);

    public CircuitState StateAt(int level) => plan.StateAt(level);

    /// <summary>Null, or why it was not moved.</summary>
    public string? Move(LevelChange levels)
    {
        if (Level != levels.From)
            return "somebody moved it.";
        Level = IsDeaf ? Level : levels.To;
        Light = IsDeaf || IsLying ? Light : levels.To;
        return null;
    }

    public SwitchReport Report(CircuitState? commanded, string? fault, DateTimeOffset at) =>
        new(plan.Id, plan.StateAt(Level), null, at, fault)
        {
            Commanded = commanded,
            Level = Level,
            HasFailed = HasFailed,
        };
}
