using System.Collections.Immutable;
using Jingu.Contracts.Readings;

namespace Jingu.Contracts.Wire;

internal static class SampleCodec
{
    public static Proto.SampleBlock ToProto(Entry.Samples entry)
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
            AddValues(proto, sample);
        }
        return proto;
    }

    public static Entry.Samples FromProto(Proto.SampleBlock proto, Catalogue catalogue)
    {
        var samples = ImmutableArray.CreateBuilder<Sample>(proto.Meter.Count);
        var unavailable = proto.Unavailable.ToHashSet();
        var meter = 0;
        var offset = 0;
        var valueAt = 0;
        for (var i = 0; i < proto.Meter.Count; i++)
        {
            meter += checked((int)proto.Meter[i]);
            offset += proto.OffsetMs.Count == 0 ? 0 : proto.OffsetMs[i];
            var quality = proto.Quality.Count == 0 ? Quality.Measured : (Quality)proto.Quality[i];
            var count = quality == Quality.Missing ? 0 : catalogue.Meters[meter].Layout.Length;
            var values = new long?[count];
            for (var v = 0; v < count; v++, valueAt++)
                values[v] = unavailable.Contains((uint)valueAt) ? null : proto.Values[valueAt];
            samples.Add(new Sample(
                meter, DateTimeOffset.FromUnixTimeMilliseconds(proto.InstantMs + offset), quality, [.. values]));
        }
        return new(
            catalogue.Number,
            DateTimeOffset.FromUnixTimeMilliseconds(proto.InstantMs),
            (ClockTrust)proto.Trust,
            samples.MoveToImmutable());
    }

    private static void AddValues(Proto.SampleBlock proto, Sample sample)
    {
        if (sample.Quality == Quality.Missing)
            return;
        foreach (var value in sample.Values)
        {
            if (value is null)
                proto.Unavailable.Add((uint)proto.Values.Count);
            proto.Values.Add(value ?? 0);
        }
    }
}
