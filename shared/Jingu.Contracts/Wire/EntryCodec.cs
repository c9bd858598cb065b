using System.Collections.Immutable;
using Google.Protobuf;
using Jingu.Contracts.Events;
using Jingu.Contracts.Readings;

namespace Jingu.Contracts.Wire;

/// <summary>
/// Entries to bytes and back. The bytes are what the journal stores and what travels. Decoding throws
/// <see cref="FormatException"/> on bytes that no encoder wrote. Stateless; safe from any thread.
/// </summary>
public static class EntryCodec
{
    public static byte[] Encode(Entry entry, Catalogue catalogue) => entry switch
    {
        Entry.Samples samples => new Proto.Entry { Samples = SampleCodec.ToProto(samples, catalogue) }.ToByteArray(),
        Entry.Intervals intervals =>
            new Proto.Entry { Intervals = IntervalCodec.ToProto(intervals, catalogue) }.ToByteArray(),
        Entry.Event item => new Proto.Entry { Event = ToProto(item) }.ToByteArray(),
        _ => throw new ArgumentOutOfRangeException(nameof(entry)),
    };

    /// <param name="catalogueOf">The catalogue of that number, or null: then <see cref="FormatException"/>.</param>
    public static Entry Decode(ReadOnlySpan<byte> encoded, Func<int, Catalogue?> catalogueOf) =>
        Decoding.Of<Entry>("entry", encoded, bytes =>
        {
            var entry = Proto.Entry.Parser.ParseFrom(bytes);
            return entry.ContentCase switch
            {
                Proto.Entry.ContentOneofCase.Samples =>
                    SampleCodec.FromProto(entry.Samples, Find(catalogueOf, entry.Samples.Catalogue)),
                Proto.Entry.ContentOneofCase.Intervals =>
                    IntervalCodec.FromProto(entry.Intervals, Find(catalogueOf, entry.Intervals.Catalogue)),
                Proto.Entry.ContentOneofCase.Event => FromProto(entry.Event),
                _ => throw new FormatException("an entry of a kind not known here"),
            };
        });

    private static Catalogue Find(Func<int, Catalogue?> catalogueOf, uint number) =>
        catalogueOf(checked((int)number)) ?? throw new FormatException($"catalogue {number} is not in the batch");

    private static Proto.Event ToProto(Entry.Event entry)
    {
        var proto = new Proto.Event
        {
            Kind = entry.Item.Kind,
            InstantMs = entry.Item.Instant.ToUnixTimeMilliseconds(),
            Trust = (uint)entry.Trust,
            Subject = entry.Item.Subject,
            Text = entry.Item.Text,
        };
        foreach (var (name, value) in entry.Item.Facts)
            proto.Facts.Add(name, value);
        return proto;
    }

    private static Entry.Event FromProto(Proto.Event proto) => new(
        Decoding.Known<ClockTrust>(proto.Trust),
        new GatewayEvent(
            proto.Kind,
            DateTimeOffset.FromUnixTimeMilliseconds(proto.InstantMs),
            proto.Subject,
            proto.Text,
            proto.Facts.ToImmutableSortedDictionary(StringComparer.Ordinal)));
}
