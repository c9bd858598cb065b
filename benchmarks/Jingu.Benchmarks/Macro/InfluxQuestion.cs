using System.Globalization;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Persistence.Readings.Influx;
using Jingu.Benchmarks.Results;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Wire;
using Jingu.Simulators.Bench.Children;

namespace Jingu.Benchmarks.Macro;

/// <summary>How much does the aggregator take into InfluxDB, beside what influxd itself takes of the same points?
/// </summary>
internal static class InfluxQuestion
{
    public const string Name = "influx";
    private const string Command = $"`./benchmarks/run {Name}`";
    private const int Batches = 80;
    private const int Connections = 2;
    private const double RatioMin = 0.8;
    private const double CpuMax = 8;

    public static async Task<Answer?> AskAsync()
    {
        const string RatioWhat = "aggregator into InfluxDB, of influxd's own limit";
        const string CpuWhat = "aggregator into InfluxDB, CPU per million points of 10 fields";
        if (await Lab.CommandAsync("/", "influxd", "version") is { } lacks)
        {
            return new(
                $"Not measured: {lacks}.", Target.NotMeasured(RatioWhat, "at least 80 %", lacks, Command),
                Target.NotMeasured(CpuWhat, "at most 8 s", lacks, Command));
        }
        var limit = await LimitAsync();
        await using var lab = new Lab();
        var (influxd, url) = await StartInfluxAsync(lab);
        var rig = new AggregatorRig(lab);
        var aggregator = await rig.StartAsync($"influx: {{url: {url}, database: jingu}}");
        var (before, influxBefore) = (
            ProcessFigures.Of(aggregator.Pid, lab.BrokerPort), ProcessFigures.Of(influxd.Pid, lab.BrokerPort));
        var took = await rig.SendAsync(Batches);
        var spent = ProcessFigures.Of(aggregator.Pid, lab.BrokerPort).Since(before);
        var influxSpent = ProcessFigures.Of(influxd.Pid, lab.BrokerPort).Since(influxBefore);
        var points = Batches * AggregatorRig.PointsPerBatch;
        var (rate, ratio) = (points / took.TotalSeconds, points / took.TotalSeconds / limit.Rate);
        var cpu = spent.Cpu.TotalSeconds / points * 1e6;
        FormattableString text =
            $"""
            {points} points of ten fields. The limit: the same lines, made ahead, by {Connections} connections in
            requests of {LineDelivery.LinesMax} to an influxd of its own. The aggregator: with broker, envelopes, and
            acknowledgements after influxd's answer; both share the machine's {Environment.ProcessorCount} cores.

            | who | points per second | own CPU s per million points | influxd's CPU s per million points |
            |---|---:|---:|---:|
            | influxd alone | {limit.Rate:0} | - | {limit.Cpu:0.0} |
            | aggregator | {rate:0} | {cpu:0.0} | {influxSpent.Cpu.TotalSeconds / points * 1e6:0.0} |
            """;
        return new(
            text.ToString(CultureInfo.InvariantCulture),
            Target.Judged(
                RatioWhat, "at least 80 %", string.Create(CultureInfo.InvariantCulture, $"{rate:0} points per second"),
                string.Create(CultureInfo.InvariantCulture, $"{ratio:0.00}"), ratio >= RatioMin, Command),
            Target.Judged(
                CpuWhat, "at most 8 s", string.Create(CultureInfo.InvariantCulture, $"{cpu:0.0} s"), "", cpu <= CpuMax,
                Command));
    }

    private static async Task<(double Rate, double Cpu)> LimitAsync()
    {
        await using var lab = new Lab();
        var (influxd, url) = await StartInfluxAsync(lab);
        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("q", "CREATE DATABASE jingu")]);
        (await http.PostAsync(new Uri(url, "query"), form)).EnsureSuccessStatusCode();
        var address = new InfluxAddress(url, "jingu");
        var batches = Enumerable.Range(0, Batches).Select(Lines).ToList();
        var before = ProcessFigures.Of(influxd.Pid, lab.BrokerPort);
        var begun = Lab.Machine.GetTimestamp();
        var next = -1;
        async Task SendAsync()
        {
            using var writer = new HttpLineWriter(address, http);
            for (var i = Interlocked.Increment(ref next); i < batches.Count; i = Interlocked.Increment(ref next))
            {
                var answer = await writer.WriteAsync(batches[i].Bytes(0, batches[i].Lines.Count), default);
                if (answer.Status != 204)
                    throw new InvalidOperationException($"influxd answered {answer}");
            }
        }

        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => SendAsync()));
        var took = Lab.Machine.GetElapsedTime(begun);
        var points = Batches * AggregatorRig.PointsPerBatch;
        var spent = ProcessFigures.Of(influxd.Pid, lab.BrokerPort).Since(before);
        return (points / took.TotalSeconds, spent.Cpu.TotalSeconds / points * 1e6);
    }

    private static LineBatch Lines(int batch)
    {
        var lines = new LineBatch();
        var sequence = (long)batch * 1000;
        foreach (var entry in AggregatorRig.Entries(batch))
        {
            var origin = new EntryKey(Inputs.Gateway.Id, default(JournalId), JournalStream.Samples, ++sequence);
            foreach (var sample in entry.Items)
            {
                var meter = AggregatorRig.Catalogue.Meters[sample.MeterIndex];
                lines.Add(new StoredSample(
                    meter.Id, sample.Instant, sample.Quality,
                    [.. sample.Values.Select((count, place) => new StoredValue(meter.Layout[place], count!.Value))],
                    origin));
            }
        }
        return lines;
    }

    private static async Task<(Child Influxd, Uri Url)> StartInfluxAsync(Lab lab)
    {
        var url = new Uri($"http://127.0.0.1:{Lab.FreePort()}");
        await File.WriteAllTextAsync(lab.At("influxdb.conf"), $"""
            reporting-disabled = true
            bind-address = "127.0.0.1:{Lab.FreePort()}"
            [meta]
              dir = "{lab.At("influx-meta")}"
            [data]
              dir = "{lab.At("influx-data")}"
              wal-dir = "{lab.At("influx-wal")}"
              query-log-enabled = false
            [http]
              bind-address = "127.0.0.1:{url.Port}"
              log-enabled = false
            [monitor]
              store-enabled = false
            [subscriber]
              enabled = false

            """);
        var influxd = await lab.StartAsync(
            new("influxd", "influxd", ["-config", lab.At("influxdb.conf")], lab.Folder, null));
        using var http = new HttpClient();
        for (var tries = 0; ; tries++)
        {
            try
            {
                (await http.GetAsync(new Uri(url, "ping"))).EnsureSuccessStatusCode();
                return (influxd, url);
            }
            catch (HttpRequestException) when (tries < 100 && !influxd.DiedByItself)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), Lab.Machine, default);
            }
        }
    }
}
