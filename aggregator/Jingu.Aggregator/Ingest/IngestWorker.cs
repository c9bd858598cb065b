using Jingu.Aggregator.Persistence.Readings;
using Jingu.Time;
using Jingu.Time.Supervision;

namespace Jingu.Aggregator.Ingest;

/// <summary>
/// The one worker: takes what is there, hands it to <see cref="Ingestion"/>, and when a store fails waits and hands
/// over the same again.
/// </summary>
internal sealed partial class IngestWorker(
    IngestQueue queue,
    GatewayListening listening,
    Ingestion ingestion,
    IReadingStore readings,
    IngestHealth health,
    IngestMetrics metrics,
    MachineTime time,
    LoopWatch loops,
    ILogger<IngestWorker> log) : BackgroundService
{
    /// <summary>The pause after the first failure; doubles up to <see cref="PauseMax"/>.</summary>
    public static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(250);

    public static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(30);

    /// <summary>How often parked batches are looked at without any other cause.</summary>
    public static readonly TimeSpan TakeUpEvery = TimeSpan.FromMinutes(5);

    /// <summary>The longest turn of a worker that lives: what was parked for months is taken up at once.</summary>
    public static readonly TimeSpan TurnMax = TimeSpan.FromMinutes(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var loop = loops.Join("ingest");
        await UntilDoneAsync(loop, () => OpenAsync(stoppingToken), stoppingToken);
        await using var timer = time.CreateTimer(_ => queue.AskTakeUp(), null, TimeSpan.Zero, TakeUpEvery);
        while (true)
        {
            loop.Beat();
            var (messages, takeUp) = await queue.TakeAsync(stoppingToken);
            if (takeUp)
                await UntilDoneAsync(loop, () => ingestion.TakeUpAsync(stoppingToken), stoppingToken);
            var told = messages.ToLookup(message => GatewayListening.IsTopic(message.Topic));
            foreach (var message in told[true])
                await listening.HandleAsync(message, stoppingToken);
            var batches = told[false].ToList();
            if (batches.Count > 0)
                await UntilDoneAsync(loop, () => ingestion.HandleAsync(batches, stoppingToken), stoppingToken);
        }
    }

    private async Task<Handled> OpenAsync(CancellationToken stop)
    {
        try
        {
            await readings.OpenAsync(stop);
            return new Handled.Done();
        }
        catch (ReadingStoreException e)
        {
            return new Handled.Held(e.Message);
        }
    }

    private async Task UntilDoneAsync(WatchedLoop loop, Func<Task<Handled>> act, CancellationToken stop)
    {
        var pause = PauseMin;
        while (await act() is Handled.Held held)
        {
            loop.Beat();
            metrics.Held();
            if (health.Held != held.Why)
                Log.Held(log, held.Why);
            health.Held = held.Why;
            await Task.Delay(pause, time, stop);
            pause = pause * 2 < PauseMax ? pause * 2 : PauseMax;
            // Opened again, because the operator may have changed the store, such as its retention.
            if (await OpenAsync(stop) is Handled.Held closed)
                health.Held = closed.Why;
        }
        if (health.Held is not null)
            Log.Working(log);
        health.Held = null;
    }

    private static partial class Log
    {
        [LoggerMessage(111, LogLevel.Error, "Nothing is stored or acknowledged; gateways keep what they have. {Why}")]
        public static partial void Held(ILogger log, string why);

        [LoggerMessage(112, LogLevel.Information, "Ingest works: stores are open.")]
        public static partial void Working(ILogger log);
    }
}
