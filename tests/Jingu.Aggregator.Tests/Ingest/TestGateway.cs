using System.Collections.Immutable;
using System.Security.Cryptography;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Jingu.Mqtt;

namespace Jingu.Aggregator.Tests.Ingest;

/// <summary>
/// Writes batches as a gateway does. One quarter of an hour per sequence, from the beginning of March 2017 in Shanghai.
/// </summary>
internal sealed class TestGateway(GatewayKey key, string id = "gateway-1", string site = "zhoushan")
{
    public static readonly DateTimeOffset March = new(2017, 2, 28, 16, 0, 0, TimeSpan.Zero);

    public static readonly Catalogue Known = new(
        1,
        [Meter("m-1", Quantity.EnergyImport), Meter("m-2", Quantity.Volume)],
        [new(new("unit-01-electricity"), Quantity.EnergyImport), new(new("unit-01-water"), Quantity.Volume)]);

    /// <summary>As <see cref="Known"/>, with a meter and a point more.</summary>
    public static readonly Catalogue Newer = Known with
    {
        Number = 2,
        Meters = Known.Meters.Add(Meter("m-new", Quantity.EnergyImport)),
        Points = Known.Points.Add(new(new("circuit-new"), Quantity.EnergyImport)),
    };

    public JournalId Journal { get; init; } = JournalId.FromBytes(RandomNumberGenerator.GetBytes(JournalId.Size));

    public static DateTimeOffset StartOf(long sequence) => March + ((sequence - 1) * Interval.Length);

    /// <summary>1000 Wh and 7 L in each interval, sequences first to last.</summary>
    public MqttMessage Intervals(long first, long last, Catalogue? catalogue = null) => Batch(
        JournalStream.Intervals, first, catalogue ?? Known, [.. Sequences(first, last).Select(
            sequence => Intervals(sequence, catalogue ?? Known))]);

    /// <summary>A reading of every meter of the catalogue.</summary>
    public MqttMessage Samples(long first, long last, Catalogue? catalogue = null) => Batch(
        JournalStream.Samples,
        first,
        catalogue ?? Known,
        [.. Sequences(first, last).Select(sequence => Samples(sequence, catalogue ?? Known))]);

    public MqttMessage Event(long sequence) => Batch(JournalStream.Events, sequence, Known, [new Entry.Event(
        ClockTrust.Synchronised,
        new GatewayEvent(
            EventKinds.MeterSilent, StartOf(sequence), "m-1", "It is silent.", ImmutableSortedDictionary<string,
            string>.Empty))]);

    public MqttMessage OneInterval(long sequence, Interval interval) =>
        Batch(JournalStream.Intervals, sequence, Known, [new Entry.Intervals(1, ClockTrust.Synchronised, [interval])]);

    public MqttMessage Batch(JournalStream stream, long first, Catalogue catalogue, ImmutableArray<Entry> entries) =>
        Message(
        Header(stream, first, entries.Length),
        BatchCodec.Encode(
            [BatchCodec.EncodeCatalogue(catalogue)], entries.Select(entry => EntryCodec.Encode(entry, catalogue))));

    public EnvelopeHeader Header(JournalStream stream, long first, int count) => new(
        new SiteId(site), new GatewayId(id), true, EnvelopeKind.Batch, Journal, stream, first, count, default, "");

    public MqttMessage Message(EnvelopeHeader header, byte[] content, int version = Envelope.Version) => new(
        Topics.Up(new SiteId(site), new GatewayId(id), header.Stream), Envelope.Seal(header, content, key, version));

    /// <summary>
    /// The ranges of an acknowledgement that is addressed to this gateway and authentic; null otherwise.
    /// </summary>
    public Acknowledgement? Read(MqttMessage message) =>
        message.Topic == Topics.Acknowledge(new SiteId(site), new GatewayId(id))
        && Envelope.Open(message.Payload.Span, (_, _, _) => key) is EnvelopeResult.Opened opened
        && opened.Header is { Up: false, Kind: EnvelopeKind.Acknowledgement } && opened.Header.Journal == Journal
            ? AcknowledgementCodec.Decode(opened.Content)
            : null;

    private static Entry.Intervals Intervals(long sequence, Catalogue catalogue) => new(
        catalogue.Number, ClockTrust.Synchronised,
        [.. catalogue.Points.Select((point, index) => new Interval(
            point.Id, StartOf(sequence), index == 1
                ? 7
                : 1000, Quality.Measured, sequence * 1000, sequence * 1000, catalogue.Meters[index].Id, false))]);

    private static Entry.Samples Samples(long sequence, Catalogue catalogue) => new(
        catalogue.Number,
        StartOf(sequence),
        ClockTrust.Synchronised,
        [.. catalogue.Meters.Select(
            (_, index) => new Sample(index, StartOf(sequence), Quality.Measured, [sequence * 100]))]);

    private static CatalogueMeter Meter(string meter, Quantity quantity) =>
        new(new MeterId(meter), "S-1", [new Scaling(quantity, 10, 1)]);

    private static IEnumerable<long> Sequences(long first, long last) =>
        Enumerable.Range(0, (int)(last - first + 1)).Select(i => first + i);
}
