using System.Globalization;
using Jingu.Benchmarks.Results;

namespace Jingu.Benchmarks.Macro;

/// <summary>A hundred meters that answer after 20 ms behind one TCP address: is a second kept?</summary>
internal static class SlowQuestion
{
    public const string Name = "slow";
    private const string Command = $"`./benchmarks/run {Name}`";
    private const int Meters = 100;
    private const int InFlight = 16;
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(20);

    private static readonly Peer Pipelined = Peer.Jingu with
    {
        StartAsync = (lab, farm) => lab.StartAsync(new(
            "peer", lab.Programs.Edge,
            ["run", "--config", GatewayFiles.Write(lab, farm, TimeSpan.FromSeconds(1), InFlight)], lab.Folder,
            "jingu-edge ready")),
    };

    public static async Task<Answer?> AskAsync()
    {
        if (await PeerPrograms.FarmAsync() is { } lacks)
        {
            await Console.Error.WriteLineAsync($"benchmarks: the farm of meters cannot be built: {lacks}.");
            return null;
        }
        var text = new List<string>
        {
            $"100 unit identifiers behind one address, each answer 20 ms late. The gateway has up to {InFlight} "
                + "requests under way, as its port says; the others ask as they do.",
            "",
            "| who | period p50, p99 ms | missed % |",
            "|---|---:|---:|",
        };
        async Task<PeerFigures?> MeasureAsync(Peer peer)
        {
            if (await peer.Lacks() is { } why)
            {
                text.Add($"| {peer.Name} | not measured: {why} | |");
                return null;
            }
            var figures = await PeerRun.MeasureAsync(peer, new Farm(Meters, Delay));
            text.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"| {peer.Name} | {figures.Tally.Periods()} | {figures.Tally.MissedPercent:0.00} |"));
            return figures;
        }

        var ours = (await MeasureAsync(Pipelined))!;
        foreach (var peer in new[] { Peer.Limit, Peer.Node, Peer.NodeRed })
            await MeasureAsync(peer);
        return new(
            string.Join('\n', text),
            Target.Judged(
                "100 meters that answer after 20 ms behind one TCP address", "1.0 s kept",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"p50, p99 {ours.Tally.Periods()} ms, missed {ours.Tally.MissedPercent:0.00} %"),
                "", ours.Tally.PeriodP50 is > 990 and < 1010 && ours.Tally.MissedPercent < 1, Command));
    }
}
