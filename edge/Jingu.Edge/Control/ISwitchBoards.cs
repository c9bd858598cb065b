using System.Collections.Immutable;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Ids;

namespace Jingu.Edge.Control;

/// <summary>The tick's hands: commands go out and reports come in, and neither waits for a wire.</summary>
internal interface ISwitchBoards
{
    /// <summary>The earliest look whose reports cannot be taken yet; the far future without devices.</summary>
    DateTimeOffset EarliestOpen { get; }

    /// <summary>Asks for a circuit to be cut or supplied; answered by a report.</summary>
    /// <param name="state">On or off.</param>
    void Command(SwitchPointId point, CircuitState state);

    /// <summary>Asks for a lamp to be moved, if it still stands where it stood; answered by a report.</summary>
    void Command(SwitchPointId lamp, LevelChange levels);

    /// <summary>Asks for a lamp to be moved by its zone, off too, if it still stands where it stood.</summary>
    void Light(SwitchPointId lamp, LevelChange levels);

    /// <summary>All reports since this was asked last, in the order in which they came.</summary>
    ImmutableArray<SwitchReport> Take();
}
