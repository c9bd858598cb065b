using Jingu.Contracts.Ids;

namespace Jingu.Budgets.Switching;

/// <summary>What a zone asks of one of its lamps. No ladder can say it, and a zone can say nothing else.</summary>
/// <param name="Point">The lamp, or the group that is moved as one.</param>
/// <param name="Unit">The unit that it is declared for.</param>
/// <param name="Levels">From where it stands to where it shall stand; 0 is off.</param>
public sealed record LightCommand(SwitchPointId Point, UnitId Unit, LevelChange Levels);

/// <summary>What the gate judges a zone's command by. The defaults refuse it.</summary>
public sealed record LightFacts
{
    /// <summary>The site declared that the lamp belongs to a zone.</summary>
    public bool InZone { get; init; }

    /// <summary>The level to which a ladder dims it, while it does; null: no ladder wants it dimmed.</summary>
    public int? Cap { get; init; }
}
