using System.Globalization;
using System.Text.Json;
using Jingu.Benchmarks.Macro.Subscribing;
using Jingu.Simulators.Bench.Children;

namespace Jingu.Benchmarks.Macro;

/// <summary>One peer on one farm: started, warmed up, measured for a span, ended.</summary>
internal static class PeerRun
{
    /// <summary>Code is compiled and connections stand after so long.</summary>
    public static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    public static readonly TimeSpan Span = TimeSpan.FromSeconds(15);

    /// <summary>Programs start before the warm-up counts.</summary>
    private static readonly TimeSpan Starting = TimeSpan.FromSeconds(4);

    /// <summary>How much later than its end a subscriber may write its figures.</summary>
    private static readonly TimeSpan LateMax = TimeSpan.FromSeconds(20);

    /// <param name="counted">Meters whose periods count; null: all.</param>
    /// <param name="span">Null: the usual one.</param>
    /// <param name="warmUp">Null: the usual one.</param>
    public static async Task<PeerFigures> MeasureAsync(
        Peer peer, Farm farm, int? counted = null, TimeSpan? span = null, TimeSpan? warmUp = null)
    {
        await using var lab = new Lab();
        await lab.StartBrokerAsync();
        await farm.StartAsync(lab);
        return await MeasureAsync(
            lab, peer.IsOurs, farm.Meters, counted ?? farm.Meters, () => peer.StartAsync(lab, farm), span ?? Span,
            warmUp ?? WarmUp);
    }

    /// <summary>As above, with broker and meters there already.</summary>
    public static async Task<PeerFigures> MeasureAsync(
        Lab lab, bool isOurs, int meters, int counted, Func<Task<Child>> startAsync, TimeSpan span, TimeSpan warmUp)
    {
        var from = Lab.Machine.GetUtcNow() + Starting + warmUp;
        var until = from + span;
        // The gateway's files are there before the subscriber that needs its key.
        var subscribing = isOurs ? null : await SubscribeAsync(lab, meters, counted, from, until, isOurs);
        var peer = await startAsync();
        subscribing ??= await SubscribeAsync(lab, meters, counted, from, until, isOurs);
        await WaitUntilAsync(from);
        var before = ProcessFigures.Of(peer.Pid, lab.BrokerPort);
        await WaitUntilAsync(until);
        if (peer.DiedByItself)
            throw new InvalidOperationException(peer.Obituary());
        var spent = ProcessFigures.Of(peer.Pid, lab.BrokerPort).Since(before);
        await subscribing.Exited.WaitAsync(LateMax, Lab.Machine);
        var tally = JsonSerializer.Deserialize(
            await File.ReadAllTextAsync(lab.At("tally.json")), FiguresJson.Default.TallyFigures)!;
        return new(spent, tally, span);
    }

    /// <summary>Waits in machine time.</summary>
    public static async Task WaitUntilAsync(DateTimeOffset instant)
    {
        if (instant - Lab.Machine.GetUtcNow() is { Ticks: > 0 } left)
            await Task.Delay(left, Lab.Machine, default);
    }

    private static Task<Child> SubscribeAsync(
        Lab lab, int meters, int counted, DateTimeOffset from, DateTimeOffset until, bool isOurs)
    {
        static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
        return lab.StartAsync(new(
            "subscriber", Checkout.Own,
            [
                Subscriber.Word, Text(lab.BrokerPort), Text(meters), Text(counted),
                Text(from.ToUnixTimeMilliseconds()), Text(until.ToUnixTimeMilliseconds()), lab.At("tally.json"),
                .. isOurs ? new[] { GatewayFiles.KeyFile(lab), GatewayFiles.PolicyFile(lab) } : [],
            ],
            lab.Folder, "subscriber ready"));
    }
}

/// <param name="Spent">By the peer's process alone, in the span.</param>
internal sealed record PeerFigures(ProcessFigures Spent, TallyFigures Tally, TimeSpan Span)
{
    private const int Quantities = 10;

    /// <summary>Readings in the span, by the rate at which meters were polled: whole polls at its ends do not blur it.
    /// </summary>
    public double Readings => Tally.PollsPerSecond * Quantities * Span.TotalSeconds;

    /// <summary>CPU milliseconds for a thousand readings.</summary>
    public double CpuPerThousand => Spent.Cpu.TotalMilliseconds / Readings * 1000;

    public double PeakMegabytes => Spent.PeakBytes / 1e6;

    public double PayloadPerReading => (double)Tally.PayloadBytes / Tally.Readings;

    public double WirePerReading => Spent.MqttBytes / Readings;

    public double DiskPerReading => Spent.WrittenBytes / Readings;
}
