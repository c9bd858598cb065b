using System.Globalization;
using System.Text.Json.Nodes;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;

namespace Jingu.Edge.Commands;

/// <summary>
/// An opened envelope as JSON for a person: header and entries with names, base units and site instants.
/// </summary>
internal static class EnvelopeText
{
    public static JsonObject Of(EnvelopeResult.Opened opened)
    {
        var header = opened.Header;
        return new()
        {
            ["site"] = header.Site.Value,
            ["gateway"] = header.Gateway.Value,
            ["direction"] = header.Up ? "up" : "down",
            ["kind"] = header.Kind.ToString().ToLowerInvariant(),
            ["journal"] = header.Journal.ToString(),
            ["stream"] = Enum.IsDefined(header.Stream) ? Topics.NameOf(header.Stream) : null,
            ["first"] = header.First,
            ["count"] = header.Count,
            ["key"] = header.Key,
            ["content"] = header.Kind switch
            {
                EnvelopeKind.Batch => Batch(opened.Content, header.First),
                EnvelopeKind.Acknowledgement => Acknowledgement(opened.Content),
                _ => null,
            },
        };
    }

    /// <summary>The entries of a batch, the first with this sequence.</summary>
    public static JsonArray Batch(byte[] content, long first)
    {
        var entries = BatchCodec.Decode(content, out var catalogues);
        return [.. entries.Select(JsonNode (entry, i) => new JsonObject
        {
            ["sequence"] = first + i,
            ["items"] = Items(entry, number => catalogues[number]),
        })];
    }

    private static JsonArray Items(Entry entry, Func<int, Catalogue> catalogueOf) => entry switch
    {
        Entry.Samples samples =>
            [.. samples.Items.Select(JsonNode (sample) => Sample(sample, catalogueOf(samples.Catalogue)))],
        Entry.Intervals intervals => [.. intervals.Items.Select(JsonNode (interval) => Interval(interval))],
        Entry.Event happened => [Event(happened)],
        Entry.Undated undated => Undated(undated, catalogueOf),
        _ => [],
    };

    /// <summary>As the rest, but with the boot, and the seconds since it in place of the instant.</summary>
    private static JsonArray Undated(Entry.Undated undated, Func<int, Catalogue> catalogueOf)
    {
        var items = Items(undated.Taken, catalogueOf);
        foreach (var item in items.OfType<JsonObject>())
        {
            var since = DateTimeOffset.Parse((string)item["instant"]!, CultureInfo.InvariantCulture);
            item.Remove("instant");
            item["boot"] = undated.Boot.ToString();
            item["secondsSinceBoot"] = (since - DateTimeOffset.UnixEpoch).TotalSeconds;
        }
        return items;
    }

    private static JsonObject Sample(Sample sample, Catalogue catalogue)
    {
        var meter = catalogue.Meters[sample.MeterIndex];
        var values = new JsonObject();
        foreach (var (scaling, count) in meter.Layout.Zip(sample.Values))
        {
            values[Quantities.IsKnown(scaling.Quantity)
                ? Quantities.NameOf(scaling.Quantity)
                : scaling.Quantity.ToString()] =
                count is not { } known ? null
                : Quantities.IsCounter(scaling.Quantity) ? scaling.Floor(known) : scaling.ToDouble(known);
        }
        return new()
        {
            ["meter"] = meter.Id.Value,
            ["instant"] = sample.Instant.ToString("O"),
            ["quality"] = sample.Quality.ToString().ToLowerInvariant(),
            ["values"] = values,
        };
    }

    private static JsonObject Interval(Interval interval) => new()
    {
        ["point"] = interval.Point.Value,
        ["start"] = interval.Start.ToString("O"),
        ["amount"] = interval.Amount,
        ["quality"] = interval.Quality.ToString().ToLowerInvariant(),
        ["total"] = interval.Total,
        ["register"] = interval.Register,
        ["meter"] = interval.Meter.Value,
        ["epoch"] = interval.Epoch,
    };

    private static JsonObject Event(Entry.Event happened) => new()
    {
        ["kind"] = happened.Item.Kind,
        ["instant"] = happened.Item.Instant.ToString("O"),
        ["subject"] = happened.Item.Subject,
        ["text"] = happened.Item.Text,
        ["facts"] = new JsonObject(
            happened.Item.Facts.Select(fact => KeyValuePair.Create(fact.Key, (JsonNode?)fact.Value))),
    };

    private static JsonArray Acknowledgement(byte[] content) =>
    [
        .. AcknowledgementCodec.Decode(content).Ranges.Select(JsonNode (range) => new JsonObject
        {
            ["stream"] = range.Stream.ToString().ToLowerInvariant(),
            ["first"] = range.First,
            ["last"] = range.Last,
            ["outcome"] = range.Outcome.ToString().ToLowerInvariant(),
        }),
    ];
}
