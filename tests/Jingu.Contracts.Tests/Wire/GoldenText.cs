using System.Globalization;
using System.Text;
using Jingu.Contracts.Wire;

namespace Jingu.Contracts.Tests.Wire;

/// <summary>An opened envelope as text for the golden files: one line per fact, every field in it.</summary>
internal static class GoldenText
{
    public static string Of(EnvelopeHeader header, byte[] content)
    {
        var text = new StringBuilder();
        Line(text, $"{(header.Up ? "up" : "down")} {header.Kind} site={header.Site} gateway={header.Gateway} "
            + $"journal={header.Journal}");
        Line(text, $"stream={header.Stream} first={header.First} count={header.Count} encoding={header.Encoding} "
            + $"key={header.Key}");
        switch (header.Kind)
        {
            case EnvelopeKind.Batch:
                AddBatch(text, content);
                break;
            case EnvelopeKind.Acknowledgement:
                var acknowledgement = AcknowledgementCodec.Decode(content);
                Line(text, $"newest wire version {acknowledgement.WireVersionMax}");
                foreach (var range in acknowledgement.Ranges)
                    Line(text, $"{range.Stream} {range.First}..{range.Last} {range.Outcome}");
                break;
            case EnvelopeKind.Resend:
                var resend = AcknowledgementCodec.DecodeResend(content);
                Line(text, $"again {resend.Stream} {resend.First}..{resend.Last}");
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(header));
        }
        return text.ToString();
    }

    private static void AddBatch(StringBuilder text, byte[] content)
    {
        var entries = BatchCodec.Decode(content, out var catalogues);
        foreach (var catalogue in catalogues.Values.OrderBy(catalogue => catalogue.Number))
        {
            Line(text, $"catalogue {catalogue.Number}");
            foreach (var meter in catalogue.Meters)
            {
                var layout =
                    meter.Layout.Select(scaling => $"{scaling.Quantity}x{scaling.Numerator}/{scaling.Denominator}");
                Line(text, $"  meter {meter.Id} serial={meter.Serial} {string.Join(' ', layout)}");
            }
            foreach (var point in catalogue.Points)
                Line(text, $"  point {point.Id} {point.Quantity}");
        }
        foreach (var entry in entries)
            AddEntry(text, entry);
    }

    private static void AddEntry(StringBuilder text, Entry entry)
    {
        switch (entry)
        {
            case Entry.Samples samples:
                Line(text, $"samples catalogue={samples.Catalogue} at={samples.Instant:O} trust={samples.Trust}");
                foreach (var item in samples.Items)
                {
                    var values = item.Values.Select(value => value?.ToString(CultureInfo.InvariantCulture) ?? "n/a");
                    var row = string.Join(' ', values);
                    Line(text, $"  {item.MeterIndex} {item.Instant:O} {item.Quality} {row}".TrimEnd());
                }
                break;
            case Entry.Intervals intervals:
                Line(text, $"intervals catalogue={intervals.Catalogue} trust={intervals.Trust}");
                foreach (var item in intervals.Items)
                {
                    Line(text, $"  {item.Point} {item.Start:O} amount={item.Amount} {item.Quality} total={item.Total} "
                        + $"register={item.Register} {item.Meter} opening={item.Opening}"
                        + (item.Epoch == 1 ? "" : $" epoch={item.Epoch}"));
                }
                break;
            case Entry.Undated undated:
                Line(text, $"undated boot={undated.Boot}, since 1970 means since boot:");
                AddEntry(text, undated.Taken);
                break;
            case Entry.Event happened:
                var (kind, instant, subject, sentence, facts) = happened.Item;
                Line(text, $"event {kind} {instant:O} trust={happened.Trust} subject={subject}");
                Line(text, $"  {sentence}");
                foreach (var (name, value) in facts)
                    Line(text, $"  {name}={value}");
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(entry));
        }
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
