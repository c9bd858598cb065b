using System.Collections.Immutable;
using System.Globalization;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Wire;
using Jingu.Edge.Delivery.Journal;
using Microsoft.Data.Sqlite;

namespace Jingu.Edge.Delivery;

/// <summary>
/// What the journal may forget: entries that the aggregator has answered for, samples after 30 days, intervals and
/// events after 13 months. When the disk runs short, settled samples go earlier. Intervals, events and ledgers are
/// never shed.
/// </summary>
internal sealed class Retention(GatewayId gateway, JournalStore journal)
{
    public static readonly TimeSpan SamplesKept = TimeSpan.FromDays(30);
    public static readonly TimeSpan RecordsKept = TimeSpan.FromDays(13 * 31);
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>Entries removed at a time, so that a tick stays short.</summary>
    private const int EntriesMax = 2_000;

    private DateTimeOffset _next = DateTimeOffset.MinValue;

    public void Apply(DateTimeOffset now)
    {
        if (now < _next)
            return;
        _next = now + Every;
        try
        {
            var removed = Math.Max(
                journal.Prune(JournalStream.Samples, now - SamplesKept, EntriesMax),
                Math.Max(
                    journal.Prune(JournalStream.Intervals, now - RecordsKept, EntriesMax),
                    journal.Prune(JournalStream.Events, now - RecordsKept, EntriesMax)));
            _next = removed == EntriesMax ? now : _next;
        }
        catch (SqliteException e) when (JournalFullException.IsNoRoom(e))
        {
            // Not even room to remove something: the next save notices too, and says so.
        }
    }

    /// <summary>
    /// Removes the oldest settled samples, whatever their age; the event to record, or null when there were none.
    /// </summary>
    public GatewayEvent? MakeRoom(DateTimeOffset now)
    {
        int removed;
        try
        {
            removed = journal.Prune(JournalStream.Samples, now, EntriesMax);
        }
        catch (SqliteException e) when (JournalFullException.IsNoRoom(e))
        {
            return null;
        }
        return removed == 0 ? null : new(
            EventKinds.SamplesThinned, now, gateway.Value,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The disk ran short: {removed} delivered blocks of samples were removed."),
            ImmutableSortedDictionary<string, string>.Empty
                .Add("removed", removed.ToString(CultureInfo.InvariantCulture)));
    }
}
