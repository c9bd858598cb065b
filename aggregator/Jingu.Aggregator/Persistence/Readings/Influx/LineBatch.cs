using System.Buffers;
using System.Globalization;
using System.Text.Unicode;
using Jingu.Contracts.Readings;
using Names = Jingu.Aggregator.Persistence.Readings.Influx.SeriesLayout;

namespace Jingu.Aggregator.Persistence.Readings.Influx;

/// <summary>
/// A batch as line protocol, each line with the entry it belongs to. Names are a-z, 0-9 and '-', so nothing needs
/// escaping.
/// </summary>
internal sealed class LineBatch
{
    /// <summary>
    /// More than names of 48 characters and numbers of 20 digits can make of the longest part of a line.
    /// </summary>
    private const int PartBytesMax = 8192;

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    private readonly ArrayBufferWriter<byte> _bytes = new(64 * 1024);
    private readonly List<Line> _lines = [];
    private readonly Dictionary<ScalingsKey, string> _scalings = [];

    public IReadOnlyList<Line> Lines => _lines;

    private Span<byte> Room => _bytes.GetSpan(PartBytesMax);

    /// <summary>The bytes of lines that follow each other.</summary>
    public ReadOnlyMemory<byte> Bytes(int first, int count) =>
        _bytes.WrittenMemory[_lines[first].Begin.._lines[first + count - 1].End];

    public void Add(StoredSample sample)
    {
        var begin = _bytes.WrittenCount;
        var origin = new OriginText(sample.Origin.Gateway, sample.Origin.Journal, sample.Occurrence);
        Put(Utf8.TryWrite(
            Room,
            Culture,
            $"{Names.Reading},{Names.Meter}={sample.Meter.Value} {Names.Quality}={(int)sample.Quality}i,"
                + $"{Names.Origin}=\"{origin}\",{Names.Sequence}={sample.Origin.Sequence}i,"
                + $"{Names.Scaling}=\"{ScalingText(sample)}\"",
            out var written), written);
        foreach (var value in sample.Values)
            Put(value);
        Put(Utf8.TryWrite(Room, Culture, $" {sample.Instant.ToUnixTimeMilliseconds()}\n", out written), written);
        _lines.Add(new(sample.Origin, begin, _bytes.WrittenCount));
    }

    public void Add(StoredInterval stored)
    {
        var begin = _bytes.WrittenCount;
        var interval = stored.Interval;
        var origin = new OriginText(stored.Origin.Gateway, stored.Origin.Journal, 0);
        var opening = interval.Opening ? "true" : "false";
        Put(Utf8.TryWrite(
            Room,
            Culture,
            $"{Names.Interval},{Names.Point}={interval.Point.Value} {Names.Amount}={interval.Amount}i,"
                + $"{Names.Total}={interval.Total}i,{Names.Register}={interval.Register}i,"
                + $"{Names.Quality}={(int)interval.Quality}i,{Names.Meter}=\"{interval.Meter.Value}\","
                + $"{Names.Opening}={opening},{Names.Epoch}={interval.Epoch}i,"
                + $"{Names.Origin}=\"{origin}\",{Names.Sequence}={stored.Origin.Sequence}i"
                + $" {interval.Start.ToUnixTimeMilliseconds()}\n",
            out var written), written);
        _lines.Add(new(stored.Origin, begin, _bytes.WrittenCount));
    }

    private void Put(StoredValue value)
    {
        var (quantity, count) = (value.Scaling.Quantity, value.Count);
        var field = Names.ValueField(quantity);
        Put(Quantities.IsCounter(quantity)
            ? Utf8.TryWrite(Room, Culture, $",{field}={value.Scaling.Floor(count)}i", out var written)
            : Utf8.TryWrite(Room, Culture, $",{field}={value.Scaling.ToDouble(count)}", out written), written);
        if (FieldScaling.Of(value).HasCount)
            Put(Utf8.TryWrite(Room, Culture, $",{Names.CountField(quantity)}={count}i", out written), written);
    }

    /// <summary>Remembered per scalings, unless a count of this very sample needs a field of its own.</summary>
    private string ScalingText(StoredSample sample)
    {
        if (sample.Values.Any(value => FieldScaling.Of(value).HasCount))
            return FieldScaling.ToText(sample.Values);
        var key = new ScalingsKey(sample.Values);
        if (!_scalings.TryGetValue(key, out var text))
            _scalings[key] = text = FieldScaling.ToText(sample.Values);
        return text;
    }

    private void Put(bool fits, int written)
    {
        if (!fits)
            throw new InvalidOperationException($"A part of a line is longer than {PartBytesMax} bytes.");
        _bytes.Advance(written);
    }

    /// <summary>One line of the batch.</summary>
    internal readonly record struct Line(EntryKey Entry, int Begin, int End);
}
