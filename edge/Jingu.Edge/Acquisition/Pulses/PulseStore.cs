using Jingu.Budgets.Pulses;
using Jingu.Contracts.Ids;
using Jingu.Edge.Delivery.Journal;
using Jingu.Time;

namespace Jingu.Edge.Acquisition.Pulses;

/// <summary>
/// Keeps pulse counts on the disk, in the journal's file: before anybody hears of them, and in between as often as the
/// limits say. Safe from any thread.
/// </summary>
internal sealed class PulseStore(JournalStore journal, SiteTime site)
{
    public PulseRegister Read(MeterId meter) => journal.ReadPulses(meter) ?? PulseRegister.Empty;

    /// <summary>False when the disk has no room: then it is tried again with the next pulse or reading.</summary>
    public bool TryStore(MeterId meter, PulseRegister register)
    {
        try
        {
            journal.SavePulses(meter, register, site.GetUtcNow());
            return true;
        }
        catch (JournalFullException)
        {
            return false;
        }
    }
}
