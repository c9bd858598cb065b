using System.Globalization;
using Jingu.Benchmarks.Results;

namespace Jingu.Benchmarks.Macro;

/// <summary>Three of twenty meters fall silent: what do the others pay?</summary>
internal static class DeadQuestion
{
    public const string Name = "dead";
    private const string Command = $"`./benchmarks/run {Name}`";
    private const int Meters = 20;
    private const int Dead = 3;

    /// <summary>Twenty meters of 53 characters and 3 ms each fit twice into a second at this speed.</summary>
    private const int Baud = 38_400;

    private static readonly TimeSpan DeadFrom = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(20);

    public static async Task<Answer?> AskAsync()
    {
        if (await PeerPrograms.FarmAsync() is { } lacks)
        {
            await Console.Error.WriteLineAsync($"benchmarks: the farm of meters cannot be built: {lacks}.");
            return null;
        }
        var text = new List<string>
        {
            "The last three of 20 meters stop answering (500 ms for an answer); figures are of the other 17, from 6 s "
                + "after that on for 20 s.",
            "",
            "| line | who | period p50, p99 ms | missed % |",
            "|---|---|---:|---:|",
        };
        var ours = await PeerAsync(Peer.Jingu, text);
        foreach (var peer in new[] { Peer.Limit, Peer.Node, Peer.NodeRed, Peer.Collectd })
        {
            if (await peer.Lacks() is { } why)
                text.Add($"| one connection | {peer.Name} | not measured: {why} | |");
            else
                await PeerAsync(peer, text);
        }
        var (median, last) = await SerialAsync();
        text.Add(Text(
            $"| serial bus, {Baud} baud | {Peer.Jingu.Name} | {median:0}, {last:0} | {Missed(median):0.00} |"));
        return new(
            string.Join('\n', text),
            Judge("one connection", ours.Tally.PeriodP50, ours.Tally.PeriodP99),
            Judge(Text($"one serial bus of {Baud} baud"), median, last));
    }

    private static double Missed(double period) => Math.Max(0, 100 * (1 - (1000 / period)));

    private static Target Judge(string line, double median, double last) => Target.Judged(
        $"3 of 20 meters dead, {line}: period of the other 17", "median 1.0 s, p99 at most 1.1 s",
        Text($"median {median:0} ms, p99 {last:0} ms"), "", median is > 990 and < 1010 && last <= 1100, Command);

    private static async Task<PeerFigures> PeerAsync(Peer peer, List<string> text)
    {
        var figures = await PeerRun.MeasureAsync(
            peer, new Farm(Meters, Dead: Dead, DeadFrom: DeadFrom), Meters - Dead, Span);
        text.Add(Text(
            $"| one connection | {peer.Name} | {figures.Tally.Periods()} | {figures.Tally.MissedPercent:0.00} |"));
        return figures;
    }

    private static async Task<(double Median, double Last)> SerialAsync()
    {
        await using var lab = new Lab();
        await lab.StartBrokerAsync();
        await using var bus = await SerialBus.StartAsync(Baud, Meters);
        var file = GatewayFiles.Write(lab, Meters, TimeSpan.FromSeconds(1), [bus.Port(Baud)]);
        await lab.StartAsync(new(
            "gateway", lab.Programs.Edge, ["run", "--config", file], lab.Folder, "jingu-edge ready"));
        await PeerRun.WaitUntilAsync(Lab.Machine.GetUtcNow() + DeadFrom);
        await bus.SilenceAsync(Enumerable.Range(Meters - Dead + 1, Dead));
        // The rounds in which they are set aside pay once; the probes after that are what is measured.
        var settled = TimeSpan.FromSeconds(6);
        await PeerRun.WaitUntilAsync(Lab.Machine.GetUtcNow() + settled + Span);
        var seen = await bus.JudgeAsync();
        var end = seen.Answers.Values.Max(times => times[^1]);
        var periods = seen.Answers.Where(unit => unit.Key <= Meters - Dead)
            .SelectMany(unit => unit.Value.Where(at => at > end - Span.TotalSeconds).ToList() is var times
                ? times.Skip(1).Zip(times, (later, earlier) => 1000 * (later - earlier))
                : [])
            .Order().ToList();
        return (periods[periods.Count / 2], periods[periods.Count * 99 / 100]);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
