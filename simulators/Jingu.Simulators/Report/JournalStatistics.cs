using System.Collections.Immutable;
using System.Text.Json;

namespace Jingu.Simulators.Report;

/// <summary>What <c>jingu-edge journal --json</c> says of one journal.</summary>
internal sealed record JournalStatistics(
    string Gateway, string Journal, ImmutableSortedDictionary<string, StreamStatistics> Streams, long Redelivered)
{
    /// <summary>Throws <see cref="JsonException"/> when the text is something else.</summary>
    public static JournalStatistics Parse(string json) =>
        JsonSerializer.Deserialize(json, ReportJson.Default.JournalStatistics)
        ?? throw new JsonException("'jingu-edge journal --json' wrote 'null'.");
}

/// <param name="LastSequence">Entries written.</param>
/// <param name="Made">Items in them: readings, intervals or events.</param>
/// <param name="Missing">Readings that say that a meter did not answer.</param>
/// <param name="Acknowledged">Entries that the aggregator has committed.</param>
/// <param name="Backlog">Entries not acknowledged.</param>
internal sealed record StreamStatistics(
    long LastSequence, long Made, long Missing, long Acknowledged, long Parked, long Refused, long Backlog);
