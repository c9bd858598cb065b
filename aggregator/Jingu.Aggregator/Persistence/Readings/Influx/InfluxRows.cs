using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;

namespace Jingu.Aggregator.Persistence.Readings.Influx;

/// <summary>Rows of an answer as samples and intervals.</summary>
internal static class InfluxRows
{
    /// <summary>What <see cref="ToInterval"/> needs of a row.</summary>
    public const string IntervalFields =
        "\"amount\", \"total\", \"register\", \"quality\", \"meter\", \"opening\", \"origin\", \"sequence\", \"epoch\"";

    public static StoredInterval ToInterval(PointId point, InfluxSeries.Row row) => new(
        new(
            point,
            row.Time,
            row.Whole(SeriesLayout.Amount),
            (Quality)row.Whole(SeriesLayout.Quality),
            row.Whole(SeriesLayout.Total),
            row.Whole(SeriesLayout.Register),
            new(row.Text(SeriesLayout.Meter)),
            row.Flag(SeriesLayout.Opening),
            // What was stored before epochs were carries that of a ledger's first meter.
            row.Has(SeriesLayout.Epoch) ? (int)row.Whole(SeriesLayout.Epoch) : 1),
        OriginText.Parse(row.Text(SeriesLayout.Origin)).Key(JournalStream.Intervals, row.Whole(SeriesLayout.Sequence)));

    public static StoredSample ToSample(MeterId meter, InfluxSeries.Row row)
    {
        var origin = OriginText.Parse(row.Text(SeriesLayout.Origin));
        var scalings = FieldScaling.Parse(row.Text(SeriesLayout.Scaling));
        var values = ImmutableArray.CreateBuilder<StoredValue>(scalings.Length);
        foreach (var scaling in scalings)
            values.Add(new(scaling.Scaling, CountOf(scaling, row)));
        return new(
            meter,
            row.Time,
            (Quality)row.Whole(SeriesLayout.Quality),
            values.MoveToImmutable(),
            origin.Key(JournalStream.Samples, row.Whole(SeriesLayout.Sequence)),
            origin.Occurrence);
    }

    private static long CountOf(FieldScaling field, InfluxSeries.Row row)
    {
        var quantity = field.Scaling.Quantity;
        if (field.HasCount)
            return row.Whole(SeriesLayout.CountField(quantity));
        return Quantities.IsCounter(quantity)
            ? field.CountOf(row.Whole(SeriesLayout.ValueField(quantity)))
            : field.CountOf(row.Number(SeriesLayout.ValueField(quantity)));
    }
}
