using System.Collections.Immutable;
using Jingu.Contracts.Readings;

namespace Jingu.Contracts.Wire;

internal static class SampleCodec
{
    public static Proto.SampleBlock ToProto(Entry.Samples entry, Catalogue catalogue)
    {
        var proto = new Proto.SampleBlock
        {
            Catalogue = (uint)entry.Catalogue,
            InstantMs = entry.Instant.ToUnixTimeMilliseconds(),
            Trust = (uint)entry.Trust,
        };
        var allMeasured = entry.Items.All(sample => sample.Quality == Quality.Measured);
        var allAtInstant = entry.Items.All(sample => sample.Instant == entry.Instant);
        var meterBefore = 0;
        var offsetBefore = 0;
        foreach (var sample in entry.Items)
        {
            proto.Meter.Add((uint)(sample.MeterIndex - meterBefore));
            meterBefore = sample.MeterIndex;
            if (!allAtInstant)
            {
                var offset = checked((int)(sample.Instant.ToUnixTimeMilliseconds() - proto.InstantMs));
                proto.OffsetMs.Add(offset - offsetBefore);
                offsetBefore = offset;
            }
            if (!allMeasured)
                proto.Quality.Add((uint)sample.Quality);
            AddValues(proto, sample, catalogue.Meters[sample.MeterIndex]);
        }
        return proto;
    }

    public static Entry.Samples FromProto(Proto.SampleBlock proto, Catalogue catalogue)
    {
        Decoding.CheckColumn("offset_ms", proto.OffsetMs.Count, proto.Meter.Count, mayBeEmpty: true);
        Decoding.CheckColumn("quality", proto.Quality.Count, proto.Meter.Count, mayBeEmpty: true);
        var samples = ImmutableArray.CreateBuilder<Sample>(proto.Meter.Count);
        var unavailable = Decoding.Places("unavailable", proto.Unavailable, proto.Values.Count);
        var meter = 0;
        var offset = 0;
        var valueAt = 0;
        for (var i = 0; i < proto.Meter.Count; i++)
        {
            meter += checked((int)proto.Meter[i]);
            offset += proto.OffsetMs.Count == 0 ? 0 : proto.OffsetMs[i];
            var quality = Decoding.QualityAt(proto.Quality, i);
            var layout = catalogue.Meters[meter].Layout;
            var count = quality == Quality.Missing ? 0 : layout.Length;
            if (count > proto.Values.Count - valueAt)
                throw new FormatException("the column 'values' is too short");
            var values = new long?[count];
            for (var v = 0; v < count; v++, valueAt++)
                values[v] = unavailable.Contains((uint)valueAt) ? null : proto.Values[valueAt];
            samples.Add(new Sample(
                meter, DateTimeOffset.FromUnixTimeMilliseconds(proto.InstantMs + offset), quality, [.. values]));
        }
        Decoding.CheckColumn("values", proto.Values.Count, valueAt);
        return new(
            catalogue.Number,
            DateTimeOffset.FromUnixTimeMilliseconds(proto.InstantMs),
            Decoding.Known<ClockTrust>(proto.Trust),
            samples.MoveToImmutable());
    }

    private static void AddValues(Proto.SampleBlock proto, Sample sample, CatalogueMeter meter)
    {
        if (sample.Quality == Quality.Missing)
            return;
        if (sample.Values.Length != meter.Layout.Length)
        {
            throw new ArgumentException(
                $"a sample of {meter.Id} has {sample.Values.Length} values for a layout of {meter.Layout.Length}",
                nameof(sample));
        }
        foreach (var value in sample.Values)
        {
            if (value is null)
                proto.Unavailable.Add((uint)proto.Values.Count);
            proto.Values.Add(value ?? 0);
        }
    }
}
