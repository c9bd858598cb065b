using System.Collections.Immutable;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Wire;

namespace Jingu.Aggregator.Ingest;

/// <summary>What came of opening a message: a batch, a question, or a refusal.</summary>
internal abstract record Opening
{
    private Opening()
    {
    }

    public sealed record Accepted(Batch Batch) : Opening;

    /// <summary>The gateway asks what is known of a stream of its journal.</summary>
    public sealed record Asked(EnvelopeHeader Header) : Opening;

    /// <summary>Nothing in the message can be believed, so nothing of it is acknowledged.</summary>
    /// <param name="Gateway">Whose topic it came on; the sender may be anybody.</param>
    public sealed record Refused(GatewayId? Gateway, string Why) : Opening;
}

/// <summary>Checks key, addressee and shape of what arrives. Stateless; safe from any thread.</summary>
internal sealed class EnvelopeOpening(IReadOnlyDictionary<GatewayId, GatewayKey> keys)
{
    /// <summary>
    /// More entries than this in one batch are no batch of ours: a header alone must not cost memory.
    /// </summary>
    public const int EntriesMax = 100_000;

    /// <summary>Opens what arrived on a topic.</summary>
    public Opening Open(string topic, ReadOnlyMemory<byte> bytes, Site site)
    {
        if (!Topics.TryParse(topic, out var topicSite, out var gateway, out var rest))
            return new Opening.Refused(null, $"'{topic}' is no topic of a gateway");
        var opening = Open(bytes, site);
        if (opening is Opening.Refused refused)
            return refused with { Gateway = gateway };
        var header = opening is Opening.Asked asked ? asked.Header : ((Opening.Accepted)opening).Batch.Header;
        if (topicSite != header.Site || gateway != header.Gateway)
        {
            return new Opening.Refused(
                gateway, $"gateway {header.Gateway} of site {header.Site} wrote it, on a topic of another");
        }

        if (rest != $"up/{Topics.NameOf(header.Stream)}")
            return new Opening.Refused(gateway, $"stream {header.Stream} does not travel on '{topic}'");
        return opening;
    }

    /// <summary>Opens bytes whose topic is not known any more.</summary>
    public Opening Open(ReadOnlyMemory<byte> bytes, Site site) =>
        Envelope.Open(bytes.Span, KeyOf(site)) switch
        {
            EnvelopeResult.Refused refused => new Opening.Refused(null, refused.Why),
            EnvelopeResult.Unknown unknown =>
                Check(unknown.Header, () => Unreadable(unknown.Header, bytes, unknown.Why)),
            EnvelopeResult.Opened opened => Check(opened.Header, () => Decode(opened.Header, bytes, opened.Content)),
            _ => throw new InvalidOperationException(),
        };

    private Func<SiteId, GatewayId, string, GatewayKey?> KeyOf(Site site) => (siteId, gateway, name) =>
        siteId == site.Id && keys.TryGetValue(gateway, out var key) && key.Name == name ? key : null;

    private static Opening Check(EnvelopeHeader header, Func<Batch> make)
    {
        var why = header switch
        {
            { Up: false } => "it goes down: a message of ours was sent back",
            { Kind: not (EnvelopeKind.Batch or EnvelopeKind.Inquiry) } =>
                $"an envelope of kind {header.Kind} does not go up",
            { Stream: not (JournalStream.Intervals or JournalStream.Events or JournalStream.Samples) } =>
                "it is of no stream known here",
            { Kind: EnvelopeKind.Inquiry } => null,
            { First: < 1 } or { Count: < 1 or > EntriesMax } =>
                $"{header.Count} entries from {header.First} are no batch",
            _ => null,
        };
        return why is not null ? new Opening.Refused(header.Gateway, why)
            : header.Kind == EnvelopeKind.Inquiry ? new Opening.Asked(header)
            : new Opening.Accepted(make());
    }

    private static Batch Decode(EnvelopeHeader header, ReadOnlyMemory<byte> bytes, byte[] content)
    {
        try
        {
            var entries = BatchCodec.Decode(content, out var catalogues);
            if (entries.Length != header.Count)
                return Unreadable(header, bytes, $"it holds {entries.Length} entries and names {header.Count}");
            return entries.FirstOrDefault(entry => entry.Stream != header.Stream) is { } other
                ? Unreadable(header, bytes, $"it holds an entry of stream {other.Stream} and names {header.Stream}")
                : new(header, bytes, entries, catalogues, null, null);
        }
        catch (FormatException e)
        {
            return Unreadable(header, bytes, e.Message);
        }
    }

    private static Batch Unreadable(EnvelopeHeader header, ReadOnlyMemory<byte> bytes, string why) =>
        new(header, bytes, [], ImmutableDictionary<int, Catalogue>.Empty, why, null);
}
