using System.Collections.Immutable;
using System.Globalization;
using Jingu.Benchmarks.Results;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Jingu.Edge.Delivery.Journal;
using Jingu.Mqtt;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jingu.Benchmarks.Macro;

/// <summary>A gateway of 100 points was offline for 14 days: how soon has the aggregator everything?</summary>
internal static class CatchUpQuestion
{
    public const string Name = "catch-up";
    private const string Command = $"`./benchmarks/run {Name}`";
    private const int Meters = AggregatorRig.Meters;
    private const int MinutesPerQuarter = 15;
    private const int EntriesPerSave = 200;

    private static readonly TimeSpan Offline = TimeSpan.FromDays(14);
    private static readonly TimeSpan TimeMax = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(7);
    private static readonly TimeSpan LiveMax = TimeSpan.FromSeconds(5);

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
        var config = GatewayFiles.Write(lab, farm, TimeSpan.FromSeconds(1));
        var begun = Lab.Machine.GetUtcNow();
        var waiting = FillJournal(lab.At("journal.db"), begun - Offline);
        var aggregator = await new AggregatorRig(lab).StartAsync();
        var watch = new Watch(GatewayKey.Parse(await File.ReadAllTextAsync(GatewayFiles.KeyFile(lab))), waiting);
        using var stop = new CancellationTokenSource(WaitMax, Lab.Machine);
        var listening = watch.RunAsync(lab, stop.Token);
        var started = Lab.Machine.GetTimestamp();
        var gateway = await lab.StartAsync(new(
            "gateway", lab.Programs.Edge, ["run", "--config", config], lab.Folder, "jingu-edge ready"));
        await Task.WhenAny(watch.Done.Task, listening);
        var isDone = watch.Done.Task.IsCompletedSuccessfully;
        var took = Lab.Machine.GetElapsedTime(started);
        var (cpuOfGateway, cpuOfAggregator) = (
            ProcessFigures.Of(gateway.Pid, lab.BrokerPort).Cpu, ProcessFigures.Of(aggregator.Pid, lab.BrokerPort).Cpu);
        await stop.CancelAsync();
        await listening;
        var all = isDone
            ? string.Create(CultureInfo.InvariantCulture, $"{took.TotalSeconds:0} s")
            : "not while it was watched";
        var late = watch.LiveLate.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        var cpu = string.Create(
            CultureInfo.InvariantCulture, $"{cpuOfGateway.TotalSeconds:0}, {cpuOfAggregator.TotalSeconds:0}");
        FormattableString text =
            $"""
            A journal of 14 days: {waiting.Samples} ticks of a minute with all values of {Meters} Eastron SDM630,
            and the quarter hours of their {Meters} points, which go first. Gateway, mosquitto and aggregator on SQLite
            are the real ones; the gateway reads its meters every second meanwhile. Live samples of the gateway itself
            stand behind its own backlog, in the order of their sequence; intervals do not.

            | all acknowledged after | intervals after | live samples late by at most | CPU s of gateway, aggregator |
            |---:|---:|---:|---:|
            | {all} | {watch.IntervalsAfter.TotalSeconds:0} s | {late} s | {cpu} |
            """;
        return new(
            text.ToString(CultureInfo.InvariantCulture),
            Target.Judged(
                "catch-up after 14 days offline of one gateway with 100 points", "under 5 minutes",
                isDone ? string.Create(CultureInfo.InvariantCulture, $"{took.TotalSeconds:0} s") : "over 7 minutes",
                "", isDone && took < TimeMax, Command),
            Target.Judged(
                "live data of that gateway meanwhile", "not delayed by more than 5 s",
                string.Create(CultureInfo.InvariantCulture, $"up to {watch.LiveLate.TotalSeconds:0.0} s"), "",
                watch.LiveLate <= LiveMax, Command));
    }

    /// <summary>What waits, by stream.</summary>
    private static Waiting FillJournal(string file, DateTimeOffset from)
    {
        using var journal = new JournalStore(JournalFile.Open(file, null).Connection);
        var gateway = new Inputs.Gateway(Meters);
        journal.NumberOf(number => gateway.Catalogue with { Number = number });
        var minutes = (int)Offline.TotalMinutes;
        for (var minute = 0; minute < minutes; minute += EntriesPerSave)
        {
            var entries = new List<Entry>();
            foreach (var at in Enumerable.Range(minute, Math.Min(EntriesPerSave, minutes - minute)))
            {
                var instant = from.AddMinutes(at);
                entries.Add(gateway.EntryAt(60 * at) with
                {
                    Instant = instant,
                    Items = [.. gateway.ImageAt(60 * at).Select(sample => sample with { Instant = instant })],
                });
                if (at % MinutesPerQuarter == 0)
                    entries.Add(Quarter(gateway, Interval.StartOf(instant), at));
            }
            journal.Save(Books.Unchanged, entries, gateway.Catalogue);
        }
        return new(journal.LastSequence(JournalStream.Samples), journal.LastSequence(JournalStream.Intervals));
    }

    private static Entry.Intervals Quarter(Inputs.Gateway gateway, DateTimeOffset start, int total) => new(
        gateway.Catalogue.Number, ClockTrust.Synchronised,
        [
            .. gateway.Commissioned.Points.Select(point => new Interval(
                point.Id, start, MinutesPerQuarter, Quality.Measured, total, total, point.Meter, false)),
        ]);

    private sealed record Waiting(long Samples, long Intervals);

    /// <summary>Listens to both ways: what was acknowledged, and how old live samples are when they pass.</summary>
    private sealed class Watch(GatewayKey key, Waiting waiting)
    {
        private readonly long _begun = Lab.Machine.GetTimestamp();
        private readonly DateTimeOffset _live = Lab.Machine.GetUtcNow();
        private long _samples;
        private long _intervals;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TimeSpan LiveLate { get; private set; }

        public TimeSpan IntervalsAfter { get; private set; }

        public async Task RunAsync(Lab lab, CancellationToken stop)
        {
            var connection = new MqttConnection(
                new() { Host = "127.0.0.1", Port = lab.BrokerPort, ClientId = "watch", CleanStart = true },
                MqttLibrary.Preferred.Factory, Take, Lab.Machine, new Random(1), NullLogger.Instance);
            connection.Subscribe(Topics.Up(Inputs.Gateway.Site, Inputs.Gateway.Id, JournalStream.Samples));
            connection.Subscribe(Topics.Acknowledge(Inputs.Gateway.Site, Inputs.Gateway.Id));
            await connection.RunAsync(stop);
        }

        private void Take(MqttMessage message)
        {
            if (Envelope.Open(message.Payload.Span, (_, _, _) => key) is not EnvelopeResult.Opened opened)
                return;
            if (opened.Header.Kind == EnvelopeKind.Batch && opened.Header.Last > waiting.Samples)
                TakeLive(BatchCodec.Decode(opened.Content, out _));
            else if (opened.Header.Kind == EnvelopeKind.Acknowledgement)
                TakeRanges(AcknowledgementCodec.Decode(opened.Content).Ranges);
        }

        private void TakeLive(ImmutableArray<Entry> entries)
        {
            var now = Lab.Machine.GetUtcNow();
            foreach (var entry in entries.OfType<Entry.Samples>().Where(entry => entry.Instant > _live))
                LiveLate = now - entry.Instant > LiveLate ? now - entry.Instant : LiveLate;
        }

        private void TakeRanges(ImmutableArray<AcknowledgedRange> ranges)
        {
            foreach (var range in ranges)
            {
                if (range.Stream == JournalStream.Samples)
                    _samples = Math.Max(_samples, range.Last);
                else if (range.Stream == JournalStream.Intervals)
                    _intervals = Math.Max(_intervals, range.Last);
            }
            if (IntervalsAfter == TimeSpan.Zero && _intervals >= waiting.Intervals)
                IntervalsAfter = Lab.Machine.GetElapsedTime(_begun);
            if (_samples >= waiting.Samples && _intervals >= waiting.Intervals)
                Done.TrySetResult();
        }
    }
}
