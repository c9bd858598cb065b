using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;

namespace Jingu.Aggregator.Tests.Persistence.Readings;

/// <summary>Samples and intervals as gateways send them, for the tests of the stores.</summary>
internal static class Batches
{
    public static readonly DateTimeOffset Start = new(2017, 2, 28, 16, 0, 0, TimeSpan.Zero);
    public static readonly GatewayId Gateway = new("gateway-1");
    public static readonly JournalId Journal = JournalId.Parse("000102030405060708090a0b0c0d0e0f");
    public static readonly JournalId OtherJournal = JournalId.Parse("f00102030405060708090a0b0c0d0e0f");

    public static readonly Scaling Energy = new(Quantity.EnergyImport, 10, 1);
    public static readonly Scaling Power = new(Quantity.Power, 1, 10);
    public static readonly Scaling Voltage = new(Quantity.VoltageL1, 1, 100);

    public static EntryKey Samples(long sequence, JournalId? journal = null) =>
        new(Gateway, journal ?? Journal, JournalStream.Samples, sequence);

    public static EntryKey Intervals(long sequence, JournalId? journal = null) =>
        new(Gateway, journal ?? Journal, JournalStream.Intervals, sequence);

    public static StoredSample Sample(
        EntryKey origin, string meter, DateTimeOffset instant, params ReadOnlySpan<StoredValue> values) =>
        new(new MeterId(meter), instant, Quality.Measured, [.. values], origin);

    public static StoredSample Missing(EntryKey origin, string meter, DateTimeOffset instant) =>
        new(new MeterId(meter), instant, Quality.Missing, [], origin);

    public static StoredInterval Interval(
        EntryKey origin,
        string point,
        DateTimeOffset start,
        long amount,
        Quality quality = Quality.Measured,
        bool opening = false,
        long total = 1000) =>
        new(new(new(point), start, amount, quality, total, total + 5, new("m-" + point), opening), origin);

    /// <summary>One tick of many meters, every five minutes; ten values each.</summary>
    public static IEnumerable<StoredSample> Ticks(int meters, int ticks)
    {
        Quantity[] quantities =
        [
            Quantity.EnergyImport, Quantity.EnergyExport, Quantity.Power, Quantity.VoltageL1, Quantity.VoltageL2,
            Quantity.VoltageL3, Quantity.CurrentL1, Quantity.CurrentL2, Quantity.CurrentL3, Quantity.Frequency,
        ];
        for (var tick = 0; tick < ticks; tick++)
        {
            for (var meter = 0; meter < meters; meter++)
            {
                var values = quantities.Select((quantity, i) => new StoredValue(
                    new(quantity, i < 2 ? 10 : 1, i < 2 ? 1 : 10),
                    i < 2 ? 100_000 + (tick * 7) : 2300 + ((tick + i) % 50)));
                yield return new(
                    new($"m-{meter}"), Start.AddMinutes(5 * tick), Quality.Measured, [.. values], Samples(tick + 1));
            }
        }
    }

    /// <summary>
    /// A month of quarter hours of many points; each point has an interval of amount 7 in every quarter.
    /// </summary>
    public static IEnumerable<StoredInterval> Month(int points, int intervals = 31 * 96) =>
        from quarter in Enumerable.Range(0, intervals)
        from point in Enumerable.Range(0, points)
        select Interval(
            Intervals(quarter + 1), $"p-{point}", Start.AddMinutes(15 * quarter), 7, total: 7 * (quarter + 1));
}
