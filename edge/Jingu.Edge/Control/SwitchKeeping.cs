using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Edge.Delivery.Journal;

namespace Jingu.Edge.Control;

/// <summary>
/// Keeps on disk how switch points stand, whenever that changes, for tools that look beside the gateway. Without room
/// the older picture stays until a later look finds some. Safe from any thread.
/// </summary>
internal sealed class SwitchKeeping(JournalStore journal)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SwitchPointId, SwitchReport> _kept = [];

    public void Keep(IEnumerable<SwitchReport> now)
    {
        lock (_gate)
        {
            ImmutableArray<SwitchReport> changed = [.. now.Where(IsNew)];
            if (changed.IsEmpty)
                return;
            try
            {
                journal.SaveSwitchStates(changed);
            }
            catch (JournalFullException)
            {
                return;
            }
            foreach (var report in changed)
                _kept[report.Point] = report;
        }
    }

    private bool IsNew(SwitchReport report) => !_kept.TryGetValue(report.Point, out var kept)
        || (kept.State, kept.IsContactOpen, kept.Fault) != (report.State, report.IsContactOpen, report.Fault);
}
