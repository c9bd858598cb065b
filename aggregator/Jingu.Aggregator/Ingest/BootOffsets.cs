using System.Collections.Immutable;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Wire;

namespace Jingu.Aggregator.Ingest;

/// <summary>
/// When boots began, as far as gateways or persons have said: what dates the entries taken in them on an untrusted
/// clock. A boot is one gateway's: the same id of another dates nothing. Immutable.
/// </summary>
internal sealed record BootOffsets(ImmutableDictionary<(GatewayId, BootId), DateTimeOffset> Begun)
{
    public static readonly BootOffsets None = new(ImmutableDictionary<(GatewayId, BootId), DateTimeOffset>.Empty);

    /// <summary>No gateway runs longer without a boot; a longer time is no clock's.</summary>
    private static readonly TimeSpan SinceBootMax = TimeSpan.FromDays(50 * 365);

    /// <summary>
    /// What is stored, and what arrives in the same drain. The stored ones win: what is dated stays as it is.
    /// </summary>
    public static BootOffsets Of(IEnumerable<BootRow> stored, IReadOnlyCollection<Batch> batches)
    {
        var begun = ImmutableDictionary.CreateBuilder<(GatewayId, BootId), DateTimeOffset>();
        foreach (var row in stored)
        {
            if (row.Dating is { } dating)
                begun[(row.Gateway, row.Boot)] = dating.Begun;
        }
        foreach (var batch in batches)
        {
            foreach (var dating in batch.Entries.OfType<Entry.Event>().Select(entry => BootDating.Of(entry.Item)))
            {
                if (dating is not null)
                    begun.TryAdd((batch.Header.Gateway, dating.Boot), dating.Begun);
            }
        }
        return new(begun.ToImmutable());
    }

    /// <summary>
    /// The entry with instants; one that has them already as it is; null while its boot has no offset, or where no
    /// clock can have counted so far.
    /// </summary>
    public Entry? Date(Entry entry, GatewayId gateway) => entry switch
    {
        Entry.Undated undated => Begun.TryGetValue((gateway, undated.Boot), out var begun) && IsSane(undated)
            ? undated.Dated(begun)
            : null,
        _ => entry,
    };

    /// <summary>Why an entry waits, for a person.</summary>
    public static string Reason(BootId boot) => $"{ReasonBegin}{boot} has no offset yet";

    /// <summary>True for entries that only wait for their clock.</summary>
    public static bool IsReason(string reason) => reason.StartsWith(ReasonBegin, StringComparison.Ordinal);

    private const string ReasonBegin = "boot ";

    /// <summary>
    /// The earliest and the latest of an entry, since its boot; null where no clock can have counted so.
    /// </summary>
    public static (TimeSpan First, TimeSpan Last)? Span(Entry.Undated undated) => undated.Taken switch
    {
        _ when !IsSane(undated) => null,
        Entry.Samples { Items.Length: > 0 } samples => (
            samples.Items.Min(sample => sample.Instant) - DateTimeOffset.UnixEpoch,
            samples.Items.Max(sample => sample.Instant) - DateTimeOffset.UnixEpoch),
        Entry.Samples samples => (Since(samples.Instant), Since(samples.Instant)),
        Entry.Event happened => (Since(happened.Item.Instant), Since(happened.Item.Instant)),
        _ => null,
    };

    private static bool IsSane(Entry.Undated undated) => undated.Taken switch
    {
        Entry.Samples samples => IsSane(samples.Instant) && samples.Items.All(sample => IsSane(sample.Instant)),
        Entry.Event happened => IsSane(happened.Item.Instant),
        _ => false,
    };

    /// <summary>An event may be of just before the boot, by the tick's own length.</summary>
    private static bool IsSane(DateTimeOffset taken) => Since(taken).Duration() < SinceBootMax;

    private static TimeSpan Since(DateTimeOffset taken) => taken - DateTimeOffset.UnixEpoch;
}
