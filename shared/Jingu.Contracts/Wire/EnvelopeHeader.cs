using Jingu.Contracts.Ids;

namespace Jingu.Contracts.Wire;

/// <summary>The head of an envelope: who, to whom, which entries.</summary>
/// <param name="Up">True from gateway to aggregator; a message sent back to its sender is thereby misaddressed.</param>
/// <param name="First">Sequence of the first entry; 0 where there are none.</param>
/// <param name="Count">Number of entries.</param>
/// <param name="Key">Name of the key that made the tag.</param>
public sealed record EnvelopeHeader(
    SiteId Site,
    GatewayId Gateway,
    bool Up,
    EnvelopeKind Kind,
    JournalId Journal,
    JournalStream Stream,
    long First,
    int Count,
    ContentEncoding Encoding,
    string Key)
{
    /// <summary>Sequence of the last entry.</summary>
    public long Last => First + Count - 1;
}
