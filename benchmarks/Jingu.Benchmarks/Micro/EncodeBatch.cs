using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using BenchmarkDotNet.Attributes;
using Jingu.Benchmarks.Inputs;
using Jingu.Contracts.Wire;

namespace Jingu.Benchmarks.Micro;

/// <summary>
/// What does a batch of readings cost on the wire, against JSON? One operation is one reading (one quantity of one
/// meter at one time) of a batch: 100 Eastron SDM630, 14 quantities each, ten seconds. <c>Envelope</c> is what the
/// gateway sends and the aggregator opens: entries, catalogue, Brotli, HMAC-SHA-256. <c>Json</c> is the same with names
/// once and rows of numbers, source-generated, neither packed nor signed.
/// </summary>
[MemoryDiagnoser]
public class EncodeBatch
{
    private const int Meters = 100;
    private const int Seconds = 10;
    private const int Quantities = 14;
    private const int Readings = Meters * Seconds * Quantities;
    private static readonly GatewayKey Key = GatewayKey.Create("k1");

    private Gateway _gateway = null!;
    private ImmutableArray<Entry> _entries;
    private byte[] _catalogue = null!;
    private byte[] _envelope = null!;
    private byte[] _json = null!;

    /// <summary>Size of what a benchmark's method makes or takes, for the table: bytes per reading.</summary>
    public static double? BytesPerReading(string method) => method.Contains("Json", StringComparison.Ordinal)
        ? Sizes.Json
        : Sizes.Envelope;

    [GlobalSetup]
    public void Fill()
    {
        _gateway = new(Meters);
        _entries = [.. Enumerable.Range(0, Seconds).Select(_gateway.EntryAt)];
        _catalogue = BatchCodec.EncodeCatalogue(_gateway.Catalogue);
        _envelope = EncodeEnvelope();
        _json = EncodeJson();
    }

    [Benchmark(OperationsPerInvoke = Readings)]
    public byte[] EncodeEnvelope() => Envelope.Seal(
        new(
            Gateway.Site, Gateway.Id, true, EnvelopeKind.Batch, default, JournalStream.Samples, 1, _entries.Length,
            default, ""),
        BatchCodec.Encode([_catalogue], _entries.Select(entry => EntryCodec.Encode(entry, _gateway.Catalogue))), Key);

    [Benchmark(OperationsPerInvoke = Readings)]
    public object DecodeEnvelope() => Envelope.Open(_envelope, (_, _, _) => Key) is EnvelopeResult.Opened opened
        ? BatchCodec.Decode(opened.Content, out _)
        : throw new InvalidOperationException("the envelope was refused");

    [Benchmark(OperationsPerInvoke = Readings)]
    public byte[] EncodeJson() => JsonSerializer.SerializeToUtf8Bytes(
        new JsonBatch(
            [.. _gateway.Catalogue.Meters.Select(meter => meter.Id.Value)],
            [.. _gateway.Catalogue.Meters[0].Layout.Select(scaling => scaling.Quantity.ToString())],
            [
                .. _entries.OfType<Entry.Samples>().SelectMany(entry => entry.Items).Select(sample => new JsonRow(
                    sample.MeterIndex, sample.Instant.ToUnixTimeMilliseconds(),
                    [
                        .. sample.Values.Select((count, place) =>
                            _gateway.Catalogue.Meters[sample.MeterIndex].Layout[place].ToDouble(count!.Value)),
                    ])),
            ]),
        BatchJson.Default.JsonBatch);

    [Benchmark(OperationsPerInvoke = Readings)]
    public object DecodeJson() => JsonSerializer.Deserialize(_json, BatchJson.Default.JsonBatch)!;

    private static class Sizes
    {
        private static readonly EncodeBatch Made = Make();

        public static readonly double Json = (double)Made._json.Length / Readings;

        public static readonly double Envelope = (double)Made._envelope.Length / Readings;

        private static EncodeBatch Make()
        {
            var made = new EncodeBatch();
            made.Fill();
            return made;
        }
    }
}

internal sealed record JsonBatch(string[] Meters, string[] Quantities, JsonRow[] Rows);

internal sealed record JsonRow(int Meter, long At, double[] Values);

[JsonSerializable(typeof(JsonBatch))]
internal sealed partial class BatchJson : JsonSerializerContext;
