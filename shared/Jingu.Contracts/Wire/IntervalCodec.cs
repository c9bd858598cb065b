using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Contracts.Wire;

internal static class IntervalCodec
{
    public static Proto.IntervalSet ToProto(Entry.Intervals entry, Catalogue catalogue)
    {
        if (entry.Items.FirstOrDefault(interval => Interval.StartOf(interval.Start) != interval.Start) is { } crooked)
        {
            throw new ArgumentException(
                $"the interval of {crooked.Point} at {crooked.Start:O} begins at no quarter hour", nameof(entry));
        }
        var start = entry.Items.Min(interval => interval.Start);
        var proto = new Proto.IntervalSet
        {
            Catalogue = (uint)entry.Catalogue,
            StartMs = start.ToUnixTimeMilliseconds(),
            Trust = (uint)entry.Trust,
        };
        var allMeasured = entry.Items.All(interval => interval.Quality == Quality.Measured);
        var allFirst = entry.Items.All(interval => interval.Epoch == 1);
        var allAtStart = entry.Items.All(interval => interval.Start == start);
        foreach (var interval in entry.Items)
        {
            if (interval.Opening)
                proto.Opening.Add((uint)proto.Point.Count);
            proto.Point.Add((uint)IndexOf(catalogue, interval.Point));
            if (!allAtStart)
                proto.StartQuarters.Add((uint)((interval.Start - start) / Interval.Length));
            if (!allMeasured)
                proto.Quality.Add((uint)interval.Quality);
            proto.Amount.Add(interval.Amount);
            proto.Total.Add(interval.Total);
            proto.Register.Add(interval.Register);
            proto.Meter.Add((uint)IndexOf(catalogue, interval.Meter));
            if (!allFirst)
                proto.Epoch.Add((uint)interval.Epoch);
        }
        return proto;
    }

    public static Entry.Intervals FromProto(Proto.IntervalSet proto, Catalogue catalogue)
    {
        CheckColumns(proto);
        var first = DateTimeOffset.FromUnixTimeMilliseconds(proto.StartMs);
        if (Interval.StartOf(first) != first)
            throw new FormatException($"an interval begins at {first:O}, which is no quarter hour");
        var items = ImmutableArray.CreateBuilder<Interval>(proto.Point.Count);
        var opening = Decoding.Places("opening", proto.Opening, proto.Point.Count);
        for (var i = 0; i < proto.Point.Count; i++)
        {
            var quarters = proto.StartQuarters.Count == 0 ? 0L : proto.StartQuarters[i];
            items.Add(new Interval(
                catalogue.Points[(int)proto.Point[i]].Id,
                first + TimeSpan.FromTicks(quarters * Interval.Length.Ticks),
                proto.Amount[i],
                Decoding.QualityAt(proto.Quality, i),
                proto.Total[i],
                proto.Register[i],
                catalogue.Meters[(int)proto.Meter[i]].Id,
                opening.Contains((uint)i),
                proto.Epoch.Count == 0 ? 1 : checked((int)proto.Epoch[i])));
        }
        return new(catalogue.Number, Decoding.Known<ClockTrust>(proto.Trust), items.MoveToImmutable());
    }

    private static void CheckColumns(Proto.IntervalSet proto)
    {
        var length = proto.Point.Count;
        if (length == 0)
            throw new FormatException("a set of intervals holds none");
        Decoding.CheckColumn("start_quarters", proto.StartQuarters.Count, length, mayBeEmpty: true);
        Decoding.CheckColumn("amount", proto.Amount.Count, length);
        Decoding.CheckColumn("quality", proto.Quality.Count, length, mayBeEmpty: true);
        Decoding.CheckColumn("total", proto.Total.Count, length);
        Decoding.CheckColumn("register", proto.Register.Count, length);
        Decoding.CheckColumn("meter", proto.Meter.Count, length);
        Decoding.CheckColumn("epoch", proto.Epoch.Count, length, mayBeEmpty: true);
    }

    private static int IndexOf(Catalogue catalogue, PointId point)
    {
        for (var i = 0; i < catalogue.Points.Length; i++)
        {
            if (catalogue.Points[i].Id == point)
                return i;
        }
        throw new ArgumentException($"point {point} is not in catalogue {catalogue.Number}", nameof(point));
    }

    private static int IndexOf(Catalogue catalogue, MeterId meter)
    {
        for (var i = 0; i < catalogue.Meters.Length; i++)
        {
            if (catalogue.Meters[i].Id == meter)
                return i;
        }
        throw new ArgumentException($"meter {meter} is not in catalogue {catalogue.Number}", nameof(meter));
    }
}
