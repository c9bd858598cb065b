using Jingu.Budgets.Decisions;
using Jingu.Contracts.Events;
using Jingu.Contracts.Wire;
using Jingu.Edge.Delivery.Journal;
using NodaTime;
using NodaTime.Text;

namespace Jingu.Edge.Commands;

/// <summary>The decisions that a journal holds, read beside the gateway that writes it, or without one.</summary>
internal static class Story
{
    private const int EntriesMax = 500;
    private const int BytesMax = 4 << 20;

    private static readonly ZonedDateTimePattern Time =
        ZonedDateTimePattern.CreateWithInvariantCulture("yyyy-MM-dd HH:mm", zoneProvider: null);

    /// <summary>Every event that is still kept, in the order of the journal.</summary>
    public static IEnumerable<GatewayEvent> Events(JournalStore journal)
    {
        for (var next = journal.FirstKept(JournalStream.Events, 1); next is { } first;)
        {
            var batch = journal.Read(JournalStream.Events, first, long.MaxValue, EntriesMax, BytesMax);
            foreach (var body in batch.Entries)
            {
                var entry = EntryCodec.Decode(body, _ => null);
                if ((entry is Entry.Undated undated ? undated.Taken : entry) is Entry.Event happened)
                    yield return happened.Item;
            }
            next = journal.FirstKept(JournalStream.Events, first + batch.Entries.Length);
        }
    }

    /// <summary>
    /// The chain's first link that does not fit, as a sentence, and how many there are. What was pruned before the
    /// first one kept is not missed.
    /// </summary>
    public static (int Links, string? Break) Chain(IEnumerable<GatewayEvent> events)
    {
        var links = events.Select(DecisionEvent.LinkOf).OfType<ChainLink>().ToList();
        if (links.Count == 0)
            return (0, null);
        var before = links[0].Sequence == 1 ? null : new ChainLink(links[0].Sequence - 1, [], [], links[0].Previous);
        return (links.Count, ChainLink.FirstBreak(links, before));
    }

    /// <summary>What a decision event records; null for an event of another kind, or of later rules.</summary>
    public static ChainRecord? RecordOf(GatewayEvent happened) =>
        DecisionEvent.LinkOf(happened) is { } link ? RecordCodec.Read(link.Content.AsSpan(), out _) : null;

    /// <summary>What happened and when, in times of the site. Decisions say their time themselves.</summary>
    public static string Line(GatewayEvent happened, DateTimeZone zone)
    {
        var at = $"{At(happened.Instant, zone)}: ";
        return happened.Text.StartsWith(at, StringComparison.Ordinal) ? happened.Text : at + happened.Text;
    }

    /// <summary>A minute of the site, such as <c>2026-03-05 09:00</c>.</summary>
    public static string At(DateTimeOffset at, DateTimeZone zone) =>
        Time.Format(Instant.FromDateTimeOffset(at).InZone(zone));
}
