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

    /// <summary>Decodes the entries in sequence order; throws <see cref="FormatException"/> on what no encoder wrote.</summary>
    public static ImmutableArray<Entry> Decode(ReadOnlySpan<byte> content, out ImmutableDictionary<int, Catalogue> catalogues)
    {
        Proto.Batch batch;
        try
        {
            batch = Proto.Batch.Parser.ParseFrom(content);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new FormatException($"the batch cannot be decoded: {e.Message}", e);
        }
        var found = batch.Catalogues.Select(bytes => DecodeCatalogue(bytes.Span)).ToImmutableDictionary(c => c.Number);
        catalogues = found;
        return [.. batch.Entries.Select(bytes => EntryCodec.Decode(bytes.Span, number => found.GetValueOrDefault(number)))];
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

    public static Catalogue DecodeCatalogue(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var proto = Proto.Catalogue.Parser.ParseFrom(bytes);
            return new(
                (int)proto.Number,
                [.. proto.Meters.Select(meter => new CatalogueMeter(new MeterId(meter.Id), meter.Serial, [.. meter.Layout.Select(ToScaling)]))],
                [.. proto.Points.Select(point => new CataloguePoint(new PointId(point.Id), (Quantity)point.Quantity))]);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new FormatException($"the catalogue cannot be decoded: {e.Message}", e);
        }
    }

    private static Scaling ToScaling(Proto.CatalogueScaling proto) =>
        proto.Denominator > 0
            ? new((Quantity)proto.Quantity, proto.Numerator, proto.Denominator)
            : throw new FormatException("a scaling has a denominator above zero");
}
