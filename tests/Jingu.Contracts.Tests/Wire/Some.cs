using System.Collections.Immutable;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;

namespace Jingu.Contracts.Tests.Wire;

/// <summary>Contents drawn from a seed, with everything that the format allows.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Instant = new(2017, 2, 28, 16, 0, 0, TimeSpan.Zero);
    private static readonly Quantity[] Known = Enum.GetValues<Quantity>();

    public static Catalogue Catalogue(Random random)
    {
        var meters = Enumerable.Range(0, random.Next(1, 30)).Select(i => new CatalogueMeter(
            new MeterId($"m-{i}"),
            random.Next(3) == 0 ? "" : $"SN-{random.Next()}",
            [.. Enumerable.Range(0, random.Next(0, 12)).Select(_ => Scaling(random))]));
        var points = Enumerable.Range(0, random.Next(1, 40))
            .Select(i => new CataloguePoint(new PointId($"p-{i}"), Known[i % Known.Length]));
        return new(random.Next(1, int.MaxValue), [.. meters], [.. points]);
    }

    public static Entry.Samples Samples(Random random, Catalogue catalogue)
    {
        var allAtInstant = random.Next(2) == 0;
        var allMeasured = random.Next(2) == 0;
        var instant = Moment(random);
        var items = ImmutableArray.CreateBuilder<Sample>();
        for (var meter = 0; meter < catalogue.Meters.Length; meter++)
        {
            for (var times = random.Next(0, 3); times > 0; times--)
            {
                var quality = allMeasured ? Quality.Measured : (Quality)random.Next(1, 7);
                items.Add(new Sample(
                    meter,
                    allAtInstant ? instant : instant.AddMilliseconds(random.Next(-900_000, 900_000)),
                    quality,
                    quality == Quality.Missing ? [] : [.. catalogue.Meters[meter].Layout.Select(_ => Value(random))]));
            }
        }
        return new(catalogue.Number, instant, (ClockTrust)random.Next(1, 6), items.ToImmutable());
    }

    public static Entry.Intervals Intervals(Random random, Catalogue catalogue)
    {
        var allAtStart = random.Next(2) == 0;
        var allMeasured = random.Next(2) == 0;
        var start = Interval.StartOf(Moment(random));
        var items = Enumerable.Range(0, random.Next(1, 50)).Select(_ => new Interval(
            catalogue.Points[random.Next(catalogue.Points.Length)].Id,
            allAtStart ? start : start + (random.Next(0, 40_000) * Interval.Length),
            Long(random),
            allMeasured ? Quality.Measured : (Quality)random.Next(1, 7),
            Long(random),
            Long(random),
            catalogue.Meters[random.Next(catalogue.Meters.Length)].Id,
            random.Next(5) == 0));
        return new(catalogue.Number, (ClockTrust)random.Next(1, 6), [.. items]);
    }

    public static Entry.Event Event(Random random) => new((ClockTrust)random.Next(1, 6), new GatewayEvent(
        random.Next(2) == 0 ? EventKinds.RegisterFell : "a-kind-of-tomorrow",
        Moment(random),
        "m-1",
        random.Next(2) == 0 ? "" : "1号楼的表停了。",
        Enumerable.Range(0, random.Next(4))
            .ToImmutableSortedDictionary(i => $"fact{i}", i => $"{random.Next()}", StringComparer.Ordinal)));

    public static EnvelopeHeader Header(
        EnvelopeKind kind = EnvelopeKind.Batch, JournalStream stream = JournalStream.Samples) => new(
        new SiteId("zhoushan"), new GatewayId("gateway-1"), Up: true, kind,
        JournalId.Parse("000102030405060708090a0b0c0d0e0f"),
        stream, First: 41, Count: 2, ContentEncoding.Protobuf, Key: "");

    public static GatewayKey Key(byte seed = 1, string name = "k1") =>
        GatewayKey.Parse($"{name}:{string.Concat(Enumerable.Range(0, GatewayKey.Size).Select(i => $"{i ^ seed:x2}"))}");

    /// <summary>Integers of all magnitudes and both signs, the ends included.</summary>
    public static long Long(Random random) => random.Next(12) switch
    {
        0 => 0,
        1 => long.MaxValue,
        2 => long.MinValue,
        _ => random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(0, 63),
    };

    private static Scaling Scaling(Random random) =>
        new(Known[random.Next(Known.Length)], Long(random), Math.Max(1, Long(random)));

    private static long? Value(Random random) => random.Next(6) == 0 ? null : Long(random);

    private static DateTimeOffset Moment(Random random) =>
        Instant.AddMilliseconds(random.NextInt64(-1_000_000_000_000, 1_000_000_000_000));
}
