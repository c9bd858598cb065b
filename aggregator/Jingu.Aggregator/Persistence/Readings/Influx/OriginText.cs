using System.Globalization;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Wire;

namespace Jingu.Aggregator.Persistence.Readings.Influx;

/// <summary>
/// The field <c>origin</c>: <c>gateway:journal</c>, and <c>:occurrence</c> behind it where that is not 0. One text
/// instead of three fields: it stays the same for years, so it compresses to almost nothing.
/// </summary>
internal readonly record struct OriginText(GatewayId Gateway, JournalId Journal, int Occurrence)
{
    /// <summary>True for what the aggregator estimated itself.</summary>
    public bool IsAggregators => Journal == default;

    public static OriginText Parse(string text)
    {
        var parts = text.Split(':');
        return new(
            new(parts[0]),
            JournalId.Parse(parts[1]),
            parts.Length > 2 ? int.Parse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture) : 0);
    }

    public EntryKey Key(JournalStream stream, long sequence) => new(Gateway, Journal, stream, sequence);

    public override string ToString() => Occurrence == 0
        ? $"{Gateway}:{Journal}"
        : string.Create(CultureInfo.InvariantCulture, $"{Gateway}:{Journal}:{Occurrence}");
}
