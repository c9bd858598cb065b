using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Jingu.Benchmarks.Inputs;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Jingu.Mqtt;
using Jingu.Simulators.Bench.Children;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jingu.Benchmarks.Macro;

/// <summary>
/// A real aggregator, and a gateway's stand-in that has its batches ready: a hundred meters, ten values each, as fast
/// as acknowledgements come. Batches are made before anything is measured.
/// </summary>
internal sealed class AggregatorRig(Lab lab)
{
    public const int Meters = 100;
    public const int Values = 10;

    /// <summary>Ticks of a second in a batch: 5,000 points of ten values.</summary>
    private const int TicksPerBatch = 50;

    public const int PointsPerBatch = TicksPerBatch * Meters;

    /// <summary>Batches that the aggregator may owe an answer for, as a gateway is configured.</summary>
    private const int Window = 4;

    private static readonly TimeSpan AnswerMax = TimeSpan.FromMinutes(3);
    private static readonly SiteId Site = Gateway.Site;
    private static readonly GatewayId Id = Gateway.Id;
    private static readonly DateTimeOffset Begin = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly ImmutableArray<Scaling> Layout =
    [
        new(Quantity.EnergyImport, 10, 1), new(Quantity.Power, 1, 10), new(Quantity.PowerL1, 1, 10),
        new(Quantity.PowerL2, 1, 10), new(Quantity.PowerL3, 1, 10), new(Quantity.VoltageL1, 1, 10),
        new(Quantity.VoltageL2, 1, 10), new(Quantity.VoltageL3, 1, 10), new(Quantity.CurrentL1, 1, 1000),
        new(Quantity.Frequency, 1, 100),
    ];

    private GatewayKey _key = GatewayKey.Create("k1");

    /// <summary>Starts mosquitto and the aggregator.</summary>
    /// <param name="more">Lines of aggregator.yaml.</param>
    public async Task<Child> StartAsync(string more = "")
    {
        await lab.StartBrokerAsync();
        // A real gateway has its key already.
        if (File.Exists(GatewayFiles.KeyFile(lab)))
            _key = GatewayKey.Parse(await File.ReadAllTextAsync(GatewayFiles.KeyFile(lab)));
        else
            await File.WriteAllTextAsync(GatewayFiles.KeyFile(lab), _key.ToLine());
        await File.WriteAllTextAsync(lab.At("aggregator.yaml"), $$"""
            schema: 1
            site: site.yaml
            store: aggregator-data
            broker: {host: 127.0.0.1, port: {{lab.BrokerPort}}}
            listen: http://127.0.0.1:{{Lab.FreePort()}}
            gateways: [{id: {{Id}}, key: gateway.key}]
            {{more}}

            """);
        var site = new StringBuilder($$"""
            schema: 1
            site: {{Site}}
            zone: Asia/Shanghai
            buildings: [{id: building-1, name: 1号楼, nameEn: Building 1}]
            units: [{id: unit-01, name: 市档案局, nameEn: Archives, headcount: 42}]
            meters:

            """);
        for (var meter = 0; meter < Meters; meter++)
        {
            site.Append(CultureInfo.InvariantCulture,
                $"  - {{id: m-{meter}, gateway: {Id}, building: building-1}}\n");
        }
        site.Append("points:\n");
        for (var meter = 0; meter < Meters; meter++)
        {
            site.Append(CultureInfo.InvariantCulture,
                $"  - {{id: p-{meter}, meter: m-{meter}, resource: electricity, direction: import, role: unit, ")
                .Append("unit: unit-01, building: building-1}\n");
        }
        await File.WriteAllTextAsync(lab.At("site.yaml"), site.ToString());
        return await lab.StartAsync(new(
            "aggregator", lab.Programs.Aggregator, ["run", "--config", lab.At("aggregator.yaml")], lab.Folder,
            "jingu-aggregator ready"));
    }

    /// <summary>Sends so many batches and returns when the last one is acknowledged: the time that took.</summary>
    public async Task<TimeSpan> SendAsync(int batches)
    {
        var journal = JournalId.FromBytes(Encoding.ASCII.GetBytes("0123456789abcdef"));
        var messages = Enumerable.Range(0, batches).Select(batch => Message(journal, batch)).ToList();
        var answers = Channel.CreateUnbounded<AcknowledgedRange>();
        var connection = new MqttConnection(
            new() { Host = "127.0.0.1", Port = lab.BrokerPort, ClientId = "gateway", CleanStart = true },
            MqttLibrary.Preferred.Factory, message => Take(message, answers.Writer), Lab.Machine, new Random(1),
            NullLogger.Instance);
        connection.Subscribe(Topics.Acknowledge(Site, Id));
        using var stop = new CancellationTokenSource(AnswerMax, Lab.Machine);
        var running = connection.RunAsync(stop.Token);
        await connection.WaitConnectedAsync(stop.Token);
        var begun = Lab.Machine.GetTimestamp();
        var (sent, answered) = (0, 0L);
        while (answered < batches * TicksPerBatch)
        {
            while (sent < batches && (sent * TicksPerBatch) - answered < Window * TicksPerBatch)
                await connection.PublishAsync(messages[sent++], stop.Token);
            var range = await answers.Reader.ReadAsync(stop.Token);
            if (range.Outcome != Outcome.Stored)
                throw new InvalidOperationException($"the aggregator answered {range}");
            answered += range.Last - range.First + 1;
        }
        var took = Lab.Machine.GetElapsedTime(begun);
        await stop.CancelAsync();
        await running;
        return took;
    }

    /// <summary>The samples of a batch, as its entries carry them.</summary>
    public static IEnumerable<Entry.Samples> Entries(int batch) => Enumerable.Range(0, TicksPerBatch).Select(tick =>
    {
        var second = (batch * TicksPerBatch) + tick;
        var at = Begin.AddSeconds(second);
        return new Entry.Samples(1, at, ClockTrust.Synchronised, [
            .. Enumerable.Range(0, Meters).Select(meter => new Sample(
                meter, at, Quality.Measured,
                [
                    1_000_000 + (meter * 7_919L) + (second / 5),
                    .. Enumerable.Range(1, Values - 1).Select(
                        place => (long?)(1_000 + Noise.Of(4_000, meter, place) + Noise.Of(20, meter, place, second))),
                ]))]);
    });

    public static Catalogue Catalogue { get; } = new(
        1,
        [.. Enumerable.Range(0, Meters).Select(meter => new CatalogueMeter(new($"m-{meter}"), $"S-{meter}", Layout))],
        [new(new("p-0"), Quantity.EnergyImport)]);

    private MqttMessage Message(JournalId journal, int batch) => new(
        Topics.Up(Site, Id, JournalStream.Samples),
        Envelope.Seal(
            new(
                Site, Id, true, EnvelopeKind.Batch, journal, JournalStream.Samples, (batch * TicksPerBatch) + 1,
                TicksPerBatch, default, ""),
            BatchCodec.Encode(
                [BatchCodec.EncodeCatalogue(Catalogue)],
                Entries(batch).Select(entry => EntryCodec.Encode(entry, Catalogue))),
            _key));

    private void Take(MqttMessage message, ChannelWriter<AcknowledgedRange> answers)
    {
        if (Envelope.Open(message.Payload.Span, (_, _, _) => _key) is not EnvelopeResult.Opened opened
            || opened.Header.Kind != EnvelopeKind.Acknowledgement)
        {
            return;
        }
        foreach (var range in AcknowledgementCodec.Decode(opened.Content).Ranges)
            answers.TryWrite(range);
    }
}
