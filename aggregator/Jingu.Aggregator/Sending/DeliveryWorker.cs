using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Time;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Sending;

/// <summary>
/// Looks at what deliveries owe, every <see cref="LookEvery"/> after the start; without deliveries never.
/// </summary>
internal sealed partial class DeliveryWorker(
    AggregatorSettings settings, DeliveryRound round, MachineTime time, ILogger<DeliveryWorker> log)
    : BackgroundService
{
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!settings.Deliveries.IsEmpty)
        {
            await Task.Delay(LookEvery, time, stoppingToken);
            try
            {
                await round.RunAsync(stoppingToken);
            }
            catch (Exception e) when (e is SqliteException or ReadingStoreException)
            {
                Log.Held(log, e.Message);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            211, LogLevel.Warning, "Reports are not delivered while a store is away: {Why} They follow by themselves.")]
        public static partial void Held(ILogger log, string why);
    }
}
