using System.Collections.Immutable;
using System.Globalization;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Jingu.Mqtt;

namespace Jingu.Benchmarks.Macro.Subscribing;

/// <summary>
/// Stands for the aggregator where only the gateway is measured: opens envelopes, remembers in memory which sequences
/// came, answers as the aggregator does, and stores nothing. For one thread.
/// </summary>
internal sealed class Acknowledging(GatewayKey key)
{
    private readonly Dictionary<(JournalId, JournalStream), SortedSet<long>> _known = [];

    public static IReadOnlyList<string> Filters { get; } =
        [.. Enum.GetValues<JournalStream>().Select(stream => $"jingu/v1/+/+/up/{Topics.NameOf(stream)}")];

    /// <summary>Sequences of samples that came, over all journals.</summary>
    public int Samples => _known.Where(each => each.Key.Item2 == JournalStream.Samples).Sum(each => each.Value.Count);

    /// <summary>Every poll that was answered, of entries that came for the first time: meter and the counts.</summary>
    public event Action<int, Sample>? Polled;

    /// <summary>The answer; null where there is none.</summary>
    public MqttMessage? Answer(ReadOnlySpan<byte> payload)
    {
        if (Envelope.Open(payload, (_, _, _) => key) is not EnvelopeResult.Opened opened)
            return null;
        var header = opened.Header;
        if (!_known.TryGetValue((header.Journal, header.Stream), out var known))
            _known.Add((header.Journal, header.Stream), known = []);
        if (header.Kind == EnvelopeKind.Inquiry)
        {
            return Seal(
                header with { Kind = EnvelopeKind.Inventory },
                known.Count == 0 ? [] : [new(header.Stream, known.Max, known.Max, Outcome.Stored)]);
        }
        var entries = BatchCodec.Decode(opened.Content, out var catalogues);
        for (var i = 0; i < entries.Length; i++)
        {
            if (known.Add(header.First + i) && Dated(entries[i]) is { } samples)
                Tell(samples, catalogues[samples.Catalogue]);
        }
        return Seal(
            header with { Kind = EnvelopeKind.Acknowledgement },
            [new(header.Stream, header.First, header.Last, Outcome.Stored)]);
    }

    private static Entry.Samples? Dated(Entry entry) =>
        (entry is Entry.Undated undated ? undated.Taken : entry) as Entry.Samples;

    /// <summary>Meters are named m-0, m-1 ...</summary>
    private void Tell(Entry.Samples entry, Catalogue catalogue)
    {
        foreach (var sample in entry.Items.Where(sample => sample.Quality != Quality.Missing))
        {
            var name = catalogue.Meters[sample.MeterIndex].Id.Value;
            Polled?.Invoke(int.Parse(name.AsSpan("m-".Length), CultureInfo.InvariantCulture), sample);
        }
    }

    private MqttMessage Seal(EnvelopeHeader header, ImmutableArray<AcknowledgedRange> ranges)
    {
        header = header with { Up = false, First = 0, Count = 0 };
        return new(
            Topics.Acknowledge(header.Site, header.Gateway),
            Envelope.Seal(header, AcknowledgementCodec.Encode(new(ranges, Envelope.Version)), key));
    }
}
