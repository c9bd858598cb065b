using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Jingu.Mqtt;
using Jingu.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jingu.Benchmarks.Macro.Subscribing;

/// <summary>
/// The other end, in a process of its own: hears what a peer or the gateway publishes, counts what arrives in a span
/// of time, and writes the figures when the span is over. To the gateway it is the aggregator.
/// <c>subscribe PORT METERS COUNTED FROM-MS UNTIL-MS FILE [KEY-FILE POLICY-FILE]</c>
/// </summary>
internal static class Subscriber
{
    /// <summary>The first argument of this program that makes it one.</summary>
    public const string Word = "subscribe";

    /// <summary>Where the meters of the farm show their clock, in the gateway's own profile.</summary>
    public const Quantity Clock = Quantity.Power;

    /// <summary>Place of <see cref="Clock"/> among the values of that profile.</summary>
    public const int ClockPlace = 1;

    public static async Task<int> RunAsync(string[] args)
    {
        var machine = MachineTime.OfThisMachine;
        int Number(int at) => int.Parse(args[at], CultureInfo.InvariantCulture);
        var (from, until) = (Instant(args[4]), Instant(args[5]));
        var key = args.Length > 7 ? GatewayKey.Parse(await File.ReadAllTextAsync(args[7])) : null;
        var acknowledging = key is null ? null : new Acknowledging(key);
        var tally = new Tally(Number(2), Number(3));
        var arrived = Channel.CreateUnbounded<(MqttMessage Message, DateTimeOffset At)>(new() { SingleReader = true });
        var connection = new MqttConnection(
            new() { Host = "127.0.0.1", Port = Number(1), ClientId = "subscriber", CleanStart = true },
            MqttLibrary.Preferred.Factory,
            message => arrived.Writer.TryWrite((message, machine.GetUtcNow())), machine, new Random(1),
            NullLogger.Instance);
        foreach (var filter in acknowledging is null ? PeerMessages.Filters : Acknowledging.Filters)
            connection.Subscribe(filter);
        using var stop = new CancellationTokenSource(until - machine.GetUtcNow(), machine);
        var running = connection.RunAsync(stop.Token);
        await connection.WaitConnectedAsync(stop.Token);
        if (args.Length > 8)
            await connection.PublishAsync(PolicyMessage(await File.ReadAllBytesAsync(args[8])), stop.Token);
        await Console.Out.WriteLineAsync("subscriber ready");
        try
        {
            await foreach (var (message, at) in arrived.Reader.ReadAllAsync(stop.Token))
            {
                var isCounted = at >= from;
                var now = at.Ticks / (TimeSpan.TicksPerMillisecond / 10) - UnixEpoch;
                if (acknowledging is null)
                {
                    if (isCounted)
                        PeerMessages.Count(message.Topic, message.Payload, now, tally);
                    continue;
                }
                void Count(int meter, Sample sample)
                {
                    tally.Readings(sample.Values.Length);
                    if (sample.Values[ClockPlace] is { } shown)
                        tally.Clock(meter, shown, now);
                }
                if (isCounted)
                {
                    tally.Message(message.Payload.Length);
                    acknowledging.Polled += Count;
                }
                var answer = acknowledging.Answer(message.Payload.Span);
                acknowledging.Polled -= Count;
                if (answer is not null)
                    await connection.PublishAsync(answer, stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The span is over.
        }
        await running;
        await File.WriteAllTextAsync(
            args[6], JsonSerializer.Serialize(tally.Figures(), FiguresJson.Default.TallyFigures));
        return 0;
    }

    /// <summary>Tenths of a millisecond between the beginnings of the two calendars.</summary>
    private static long UnixEpoch { get; } =
        DateTimeOffset.UnixEpoch.Ticks / (TimeSpan.TicksPerMillisecond / 10);

    private static DateTimeOffset Instant(string text) =>
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(text, CultureInfo.InvariantCulture));

    private static MqttMessage PolicyMessage(byte[] policy) =>
        new(Topics.Desired(Inputs.Gateway.Site, Inputs.Gateway.Id), policy) { Retain = true };
}

[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(TallyFigures))]
internal sealed partial class FiguresJson : JsonSerializerContext;
