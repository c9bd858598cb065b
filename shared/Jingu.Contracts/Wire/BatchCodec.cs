using System.Collections.Immutable;
using Google.Protobuf;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Contracts.Wire;

/// <summary>Entries and the catalogues they refer to, in a row. Stateless; safe from any thread.</summary>
public static class BatchCodec
{
    /// <summary>Puts encoded catalogues and encoded entries in a row, unread.</summary>
    public static byte[] Encode(IEnumerable<byte[]> catalogues, IEnumerable<byte[]> entries)
    {
        var batch = new Proto.Batch();
        batch.Catalogues.AddRange(catalogues.Select(bytes => UnsafeByteOperations.UnsafeWrap(bytes)));
        batch.Entries.AddRange(entries.Select(bytes => UnsafeByteOperations.UnsafeWrap(bytes)));
        return batch.ToByteArray();
    }

    /// <summary>
    /// Decodes the entries in sequence order; throws <see cref="FormatException"/> on what no encoder wrote.
    /// </summary>
    public static ImmutableArray<Entry> Decode(
        ReadOnlySpan<byte> content, out ImmutableDictionary<int, Catalogue> catalogues)
    {
        var batch = Decoding.Of("batch", content, Proto.Batch.Parser.ParseFrom);
        var found = ImmutableDictionary.CreateBuilder<int, Catalogue>();
        foreach (var bytes in batch.Catalogues)
        {
            var catalogue = DecodeCatalogue(bytes.Span);
            if (!found.TryAdd(catalogue.Number, catalogue))
                throw new FormatException($"catalogue {catalogue.Number} is twice in the batch");
        }
        catalogues = found.ToImmutable();
        return [.. batch.Entries.Select(
            bytes => EntryCodec.Decode(bytes.Span, number => found.GetValueOrDefault(number)))];
    }

    public static byte[] EncodeCatalogue(Catalogue catalogue)
    {
        var proto = new Proto.Catalogue { Number = (uint)catalogue.Number };
        foreach (var meter in catalogue.Meters)
        {
            var item = new Proto.CatalogueMeter { Id = meter.Id.Value, Serial = meter.Serial };
            item.Layout.AddRange(meter.Layout.Select(scaling => new Proto.CatalogueScaling
            {
                Quantity = (uint)scaling.Quantity,
                Numerator = scaling.Numerator,
                Denominator = scaling.Denominator,
            }));
            proto.Meters.Add(item);
        }
        proto.Points.AddRange(catalogue.Points.Select(point =>
            new Proto.CataloguePoint { Id = point.Id.Value, Quantity = (uint)point.Quantity }));
        return proto.ToByteArray();
    }

    public static Catalogue DecodeCatalogue(ReadOnlySpan<byte> encoded) => Decoding.Of("catalogue", encoded, bytes =>
    {
        var proto = Proto.Catalogue.Parser.ParseFrom(bytes);
        return new Catalogue(
            (int)proto.Number, [.. proto.Meters.Select(FromProto)], [.. proto.Points.Select(FromProto)]);
    });

    private static CatalogueMeter FromProto(Proto.CatalogueMeter proto) =>
        new(new MeterId(proto.Id), proto.Serial, [.. proto.Layout.Select(FromProto)]);

    private static CataloguePoint FromProto(Proto.CataloguePoint proto) =>
        new(new PointId(proto.Id), Decoding.Known<Quantity>(proto.Quantity));

    private static Scaling FromProto(Proto.CatalogueScaling proto) =>
        proto.Denominator > 0
            ? new(Decoding.Known<Quantity>(proto.Quantity), proto.Numerator, proto.Denominator)
            : throw new FormatException("a scaling has a denominator above zero");
}
