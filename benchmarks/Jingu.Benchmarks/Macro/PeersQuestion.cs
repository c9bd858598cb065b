using System.Globalization;
using System.Text;
using Jingu.Benchmarks.Results;

namespace Jingu.Benchmarks.Macro;

/// <summary>The same job for everyone, at every size; and what of it is a target.</summary>
internal static class PeersQuestion
{
    public const string Name = "peers";
    private const string Command = $"`./benchmarks/run {Name}`";
    private const int Judged = 1000;
    private static readonly int[] Sizes = [10, 100, 500, 1000, 2000, 4000, 8000];

    private static readonly Peer[] All =
        [Peer.Jingu, Peer.JinguFast, Peer.Limit, Peer.LimitInBatches, Peer.Node, Peer.NodeRed, Peer.Collectd];

    public static async Task<Answer?> AskAsync()
    {
        if (await PeerPrograms.FarmAsync() is { } lacks)
        {
            await Console.Error.WriteLineAsync($"benchmarks: the farm of meters cannot be built: {lacks}.");
            return null;
        }
        var cells = new Dictionary<(Peer, int), PeerFigures>();
        var whyNot = new Dictionary<Peer, string>();
        foreach (var peer in All)
        {
            if (await peer.Lacks() is { } why)
                whyNot[peer] = why;
        }
        // By size, so that those who are compared run one after the other.
        foreach (var meters in Sizes)
        {
            foreach (var peer in All.Where(peer => !whyNot.ContainsKey(peer) && IsTried(peer, meters)))
            {
                try
                {
                    cells[(peer, meters)] = await PeerRun.MeasureAsync(peer, new Farm(meters));
                    await Console.Out.WriteLineAsync($"  {Line(peer, meters, cells[(peer, meters)])}");
                }
                catch (Exception e) when (e is InvalidOperationException or TimeoutException or IOException)
                {
                    whyNot[peer] = $"failed at {meters} meters: {e.Message.Split('\n')[0]}";
                }
            }
        }
        return new(ToText(cells, whyNot), [.. Targets(cells)]);
    }

    /// <summary>In batches it is a second limit: at the size that is judged and at the ends.</summary>
    private static bool IsTried(Peer peer, int meters) => meters <= peer.MetersMax
        && (peer != Peer.LimitInBatches || meters is Judged or 8000)
        && (peer != Peer.JinguFast || meters is 10 or Judged or 8000);

    private static IEnumerable<Target> Targets(Dictionary<(Peer, int), PeerFigures> cells)
    {
        const string CpuTarget = "at most 5 ms; at most 1.3 of C, half of Node, a quarter of Node-RED";
        var what = $"gateway CPU per 1,000 readings, M = {Judged}, journal and budgets on";
        if (!cells.TryGetValue((Peer.Jingu, Judged), out var ours)
            || !cells.TryGetValue((Peer.JinguFast, Judged), out var fast))
        {
            yield return Target.NotMeasured(what, CpuTarget, "the gateway did not run", Command);
            yield break;
        }
        double? RatioTo(Peer peer, PeerFigures of) =>
            cells.TryGetValue((peer, Judged), out var other) ? of.CpuPerThousand / other.CpuPerThousand : null;
        foreach (var (figures, tick) in new[] { (ours, "tick 1 s"), (fast, "tick 50 ms") })
        {
            yield return Target.Judged(
                $"{what}, {tick}", CpuTarget, Text($"{figures.CpuPerThousand:0.0} ms"),
                string.Join(", ", new[] { Peer.Limit, Peer.Node, Peer.NodeRed, Peer.Collectd }
                    .Where(peer => RatioTo(peer, figures) is not null)
                    .Select(peer => Text($"{RatioTo(peer, figures):0.00} of {peer.Name}"))),
                figures.CpuPerThousand <= 5 && !(RatioTo(Peer.Limit, figures) > 1.3)
                    && !(RatioTo(Peer.Node, figures) > 0.5) && !(RatioTo(Peer.NodeRed, figures) > 0.25), Command);
        }
        yield return Target.Judged(
            $"gateway memory, peak, M = {Judged}", "at most 80 MB",
            Text($"{ours.PeakMegabytes:0} MB"), "", ours.PeakMegabytes <= 80, Command);
        var sizes = Sizes.Where(meters => cells.ContainsKey((Peer.Jingu, meters))).ToList();
        var (least, most) = (
            cells[(Peer.Jingu, sizes[0])].PeakMegabytes, cells[(Peer.Jingu, sizes[^1])].PeakMegabytes);
        yield return Target.Judged(
            "gateway memory, peak, from 10 to 8,000 meters", "flat", Text($"{least:0} MB to {most:0} MB"),
            Text($"{most / least:0.0} times"), sizes[^1] == 8000 && most <= 1.2 * least, Command);
        var kept = sizes.Where(meters => cells[(Peer.Jingu, meters)].Tally.MissedPercent < 1).DefaultIfEmpty(0).Max();
        yield return Target.Judged(
            "highest M that keeps its second, missed under 1 %", "at least 8,000",
            string.Join(", ", sizes.TakeLast(2).Select(
                meters => Text($"{meters}: {cells[(Peer.Jingu, meters)].Tally.MissedPercent:0.00} %"))),
            "", kept >= 8000, Command);
        yield return Target.Judged(
            $"latency register to subscriber, M = {Judged}, tick 50 ms", "p99 at most 80 ms",
            Text($"p50 {fast.Tally.LatencyP50:0} ms, p99 {fast.Tally.LatencyP99:0} ms"), "",
            fast.Tally.LatencyP99 <= 80, Command);
        yield return new(
            $"latency register to subscriber, M = {Judged}, tick 1 s", "given beside it",
            Text($"p50 {ours.Tally.LatencyP50:0} ms, p99 {ours.Tally.LatencyP99:0} ms"), "", "-", Command);
        yield return Target.Judged(
            $"bytes written to disk per reading, M = {Judged}, tick 50 ms", "at most 60",
            Text($"{fast.DiskPerReading:0.0}; with tick 1 s {ours.DiskPerReading:0.0}"), "",
            fast.DiskPerReading <= 60, Command);
        yield return Target.Judged(
            "payload bytes per reading", "at most 3.0", Text($"{ours.PayloadPerReading:0.00}"),
            "", ours.PayloadPerReading <= 3.0, Command);
        yield return Target.Judged(
            "MQTT wire bytes per reading", "at most 4", Text($"{ours.WirePerReading:0.00}"), "",
            ours.WirePerReading <= 4, Command);
    }

    private static string ToText(Dictionary<(Peer, int), PeerFigures> cells, Dictionary<Peer, string> whyNot)
    {
        var text = new StringBuilder("""
            M meters on Modbus TCP, ten floats each, asked every second, published to mosquitto by QoS 1. The meters'
            program and the subscriber run beside it and are not counted. CPU is user and system time of the peer's
            process; missed is 1 less the mean rate of polls that arrived; wire is MQTT both ways with 52 bytes for each
            TCP segment; disk is what the kernel counts as caused to be written. Bytes are for each reading.
            """)
            .Append("\n\n| M | peer | CPU ms per 1,000 readings | peak MB | missed % | latency p50, p99 ms ")
            .Append("| period p50, p99 ms | payload B | wire B | disk B |\n")
            .Append("|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|\n");
        foreach (var meters in Sizes)
        {
            foreach (var peer in All.Where(peer => cells.ContainsKey((peer, meters))))
                text.Append(Line(peer, meters, cells[(peer, meters)])).Append('\n');
        }
        foreach (var (peer, why) in whyNot)
            text.Append(CultureInfo.InvariantCulture, $"\n{peer.Name}: not measured further, because {why}.\n");
        return text.ToString();
    }

    private static string Line(Peer peer, int meters, PeerFigures figures) => Text(
        $"| {meters} | {peer.Name} | {Figure(figures.CpuPerThousand)} | {figures.PeakMegabytes:0} ")
        + Text($"| {figures.Tally.MissedPercent:0.00} | {figures.Tally.Latencies()} | {figures.Tally.Periods()} ")
        + Text($"| {Figure(figures.PayloadPerReading)} | {Figure(figures.WirePerReading)} ")
        + Text($"| {Figure(figures.DiskPerReading)} |");

    private static string Figure(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
