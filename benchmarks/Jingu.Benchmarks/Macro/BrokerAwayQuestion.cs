using System.Globalization;
using System.Threading.Channels;
using Jingu.Benchmarks.Macro.Subscribing;
using Jingu.Benchmarks.Results;
using Jingu.Contracts.Wire;
using Jingu.Mqtt;
using Jingu.Simulators.Bench.Children;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jingu.Benchmarks.Macro;

/// <summary>The broker is gone for 30 s, and the gateway is killed in the middle: what is lost?</summary>
internal static class BrokerAwayQuestion
{
    public const string Name = "broker-away";
    private const string Command = $"`./benchmarks/run {Name}`";
    private const int Meters = 20;
    private const int Quantities = 10;

    /// <summary>Place of the meter's own count of its polls among the values of the profile.</summary>
    private const int PollsPlace = 0;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Half = TimeSpan.FromSeconds(15);

    /// <summary>In the second half of a second: what was asked at its beginning is saved.</summary>
    private static readonly TimeSpan KillPhase = TimeSpan.FromMilliseconds(700);

    public static async Task<Answer?> AskAsync()
    {
        if (await PeerPrograms.FarmAsync() is { } lacks)
        {
            await Console.Error.WriteLineAsync($"benchmarks: the farm of meters cannot be built: {lacks}.");
            return null;
        }
        await using var lab = new Lab();
        var farm = new Farm(Meters);
        await farm.StartAsync(lab);
        var broker = await lab.StartBrokerAsync();
        var config = GatewayFiles.Write(lab, farm, Tick);
        Task<Child> StartGatewayAsync() => lab.StartAsync(new(
            "gateway", lab.Programs.Edge, ["run", "--config", config], lab.Folder, "jingu-edge ready"));
        var gateway = await StartGatewayAsync();

        var arrived = new Dictionary<int, HashSet<long>>();
        var acknowledging = new Acknowledging(GatewayKey.Parse(await File.ReadAllTextAsync(GatewayFiles.KeyFile(lab))));
        acknowledging.Polled += (meter, sample) =>
        {
            lock (arrived)
            {
                if (!arrived.TryGetValue(meter, out var polls))
                    arrived.Add(meter, polls = []);
                polls.Add(sample.Values[PollsPlace]!.Value);
            }
        };
        using var stop = new CancellationTokenSource();
        var listening = ListenAsync(lab, acknowledging, stop.Token);
        await WaitAsync(TimeSpan.FromSeconds(8));
        await broker.KillAsync();
        await WaitAsync(Half);
        var now = Lab.Machine.GetUtcNow();
        await PeerRun.WaitUntilAsync(
            now.AddTicks(TimeSpan.TicksPerSecond - (now.Ticks % TimeSpan.TicksPerSecond)) + KillPhase);
        await gateway.KillAsync();
        gateway = await StartGatewayAsync();
        await WaitAsync(Half);
        await lab.StartBrokerAsync();
        await WaitAsync(TimeSpan.FromSeconds(20));
        await stop.CancelAsync();
        await listening;

        var (polls, lost) = (0L, 0L);
        foreach (var (_, counts) in arrived)
        {
            polls += counts.Max();
            lost += counts.Max() - counts.Count;
        }
        FormattableString text =
            $"""
            {Meters} meters count how often they were asked; the subscriber has every count or not. The broker, without
            persistence, is killed for 30 s; after 15 s of that the gateway is killed (`kill -9`, 700 ms after the polls
            of a second, which a tick of 50 ms has saved by then) and started again. While it is down nobody asks.

            | polls answered by meters | readings lost |
            |---:|---:|
            | {polls} | {lost * Quantities} |
            """;
        return new(
            text.ToString(CultureInfo.InvariantCulture),
            Target.Judged(
                "broker away 30 s without persistence, kill -9 in the middle: readings lost", "0",
                string.Create(
                    CultureInfo.InvariantCulture, $"{lost * Quantities} of {polls * Quantities}"),
                "", lost == 0 && arrived.Count == Meters, Command));
    }

    private static async Task ListenAsync(Lab lab, Acknowledging acknowledging, CancellationToken stop)
    {
        var arrived = Channel.CreateUnbounded<MqttMessage>(new() { SingleReader = true });
        var connection = new MqttConnection(
            new() { Host = "127.0.0.1", Port = lab.BrokerPort, ClientId = "subscriber", CleanStart = true },
            MqttLibrary.Preferred.Factory, message => arrived.Writer.TryWrite(message), Lab.Machine, new Random(1),
            NullLogger.Instance);
        foreach (var filter in Acknowledging.Filters)
            connection.Subscribe(filter);
        var running = connection.RunAsync(stop);
        try
        {
            await foreach (var message in arrived.Reader.ReadAllAsync(stop))
            {
                if (acknowledging.Answer(message.Payload.Span) is { } answer)
                    await connection.PublishAsync(answer, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The measurement is over.
        }
        await running;
    }

    private static Task WaitAsync(TimeSpan time) => Task.Delay(time, Lab.Machine, default);
}
