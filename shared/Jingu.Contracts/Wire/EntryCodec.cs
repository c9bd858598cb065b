using System.Collections.Immutable;
using Google.Protobuf;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
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
        Entry.Undated undated => ToProto(undated, catalogue).ToByteArray(),
        _ => throw new ArgumentOutOfRangeException(nameof(entry)),
    };

    /// <param name="catalogueOf">The catalogue of that number, or null: then <see cref="FormatException"/>.</param>
    public static Entry Decode(ReadOnlySpan<byte> encoded, Func<int, Catalogue?> catalogueOf) =>
        Decoding.Of<Entry>("entry", encoded, bytes =>
        {
            var entry = Proto.Entry.Parser.ParseFrom(bytes);
            return entry.ContentCase switch
            {
                Proto.Entry.ContentOneofCase.Samples => FromProto(entry.Samples, catalogueOf),
                Proto.Entry.ContentOneofCase.Intervals =>
                    IntervalCodec.FromProto(entry.Intervals, Find(catalogueOf, entry.Intervals.Catalogue)),
                Proto.Entry.ContentOneofCase.Event => FromProto(entry.Event),
                _ => throw new FormatException("an entry of a kind not known here"),
            };
        });

    private static Catalogue Find(Func<int, Catalogue?> catalogueOf, uint number) =>
        catalogueOf(checked((int)number)) ?? throw new FormatException($"catalogue {number} is not in the batch");

    /// <summary>Who does not know the fields of an undated entry sees it in 1970, and parks it.</summary>
    private static Proto.Entry ToProto(Entry.Undated undated, Catalogue catalogue)
    {
        var boot = ByteString.CopyFrom(undated.Boot.ToBytes());
        if (undated.Taken is Entry.Samples samples)
        {
            var block = SampleCodec.ToProto(samples, catalogue);
            (block.Boot, block.MonotonicMs, block.InstantMs) = (boot, block.InstantMs, 0);
            return new() { Samples = block };
        }
        var happened = ToProto((Entry.Event)undated.Taken);
        (happened.Boot, happened.MonotonicMs, happened.InstantMs) = (boot, happened.InstantMs, 0);
        return new() { Event = happened };
    }

    private static Entry FromProto(Proto.SampleBlock proto, Func<int, Catalogue?> catalogueOf)
    {
        var catalogue = Find(catalogueOf, proto.Catalogue);
        if (proto.Boot.Length == 0)
            return SampleCodec.FromProto(proto, catalogue);
        proto.InstantMs = proto.MonotonicMs;
        return new Entry.Undated(BootId.FromBytes(proto.Boot.Span), SampleCodec.FromProto(proto, catalogue));
    }

    private static Entry FromProto(Proto.Event proto) => proto.Boot.Length == 0
        ? ToEvent(proto, proto.InstantMs)
        : new Entry.Undated(BootId.FromBytes(proto.Boot.Span), ToEvent(proto, proto.MonotonicMs));

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

    private static Entry.Event ToEvent(Proto.Event proto, long ms) => new(
        Decoding.Known<ClockTrust>(proto.Trust),
        new GatewayEvent(
            proto.Kind,
            DateTimeOffset.FromUnixTimeMilliseconds(ms),
            proto.Subject,
            proto.Text,
            proto.Facts.ToImmutableSortedDictionary(StringComparer.Ordinal)));
}
