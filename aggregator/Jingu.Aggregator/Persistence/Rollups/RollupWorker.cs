using Jingu.Aggregator.Persistence.Readings;
using Jingu.Time;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Persistence.Rollups;

/// <summary>
/// Keeps sums up to date: looks for marks every <see cref="LookEvery"/>, and rests <see cref="RestFactor"/> times as
/// long as a round took, so that a backlog of months leaves the machine to those who wait for answers.
/// </summary>
internal sealed partial class RollupWorker(Rollups rollups, MachineTime time, ILogger<RollupWorker> log)
    : BackgroundService
{
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    public const int RestFactor = 3;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var began = time.GetTimestamp();
            var rest = LookEvery;
            try
            {
                if (await rollups.RoundAsync(stoppingToken))
                    rest = time.GetElapsedTime(began) * RestFactor;
            }
            catch (Exception e) when (e is SqliteException or ReadingStoreException)
            {
                Log.Held(log, e.Message);
            }
            await Task.Delay(rest < LookEvery ? LookEvery : rest, time, stoppingToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            171, LogLevel.Warning, "Sums of days and months wait: {Why} They go on by themselves where they stopped.")]
        public static partial void Held(ILogger log, string why);
    }
}
