using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Edge.Control;
using Jingu.Edge.Control.Trials;
using Jingu.Edge.Control.Zones;

namespace Jingu.Edge.Delivery.Journal;

/// <summary>What the same file keeps of switch points and lighting zones.</summary>
internal sealed partial class JournalStore
{
    /// <summary>How each switch point stood when that changed last; information only.</summary>
    public ImmutableArray<SwitchReport> ReadSwitchStates()
    {
        lock (_gate)
            return SwitchCommands.ReadStates(_commands);
    }

    /// <summary>
    /// Stores how switch points stand, durably when it returns. Throws <see cref="JournalFullException"/> when there is
    /// no room.
    /// </summary>
    public void SaveSwitchStates(IEnumerable<SwitchReport> reports) => Transact(transaction =>
    {
        foreach (var report in reports)
            SwitchCommands.WriteState(_commands, report, transaction);
        return true;
    });

    /// <summary>
    /// Writes down what a person proved, and the note that tells it, also beside the gateway that runs on this file.
    /// Durable on return; the gateway tells it with its next tick, or when it starts.
    /// </summary>
    public void AddTrial(SwitchTrial trial) => Transact(transaction =>
    {
        SwitchCommands.AddTrial(_commands, trial, transaction);
        _signed.AddNote(trial.ToNote(), transaction);
        return true;
    });

    /// <summary>Lighting zones as they were decided last; empty before the first.</summary>
    public ImmutableDictionary<ZoneId, KeptZone> ReadZones()
    {
        lock (_gate)
            return ZoneCommands.Read(_commands);
    }

    /// <summary>Trials in the order they were made.</summary>
    public ImmutableArray<SwitchTrial> ReadTrials()
    {
        lock (_gate)
            return SwitchCommands.ReadTrials(_commands);
    }
}
