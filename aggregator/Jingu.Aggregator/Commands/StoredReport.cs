using System.Text.Json;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Web;
using Jingu.Time;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Commands;

/// <summary>Prints a report that is made from the stores directly, also while the aggregator runs.</summary>
internal static class StoredReport
{
    public static async Task<int> PrintAsync<T>(
        string config, bool json, Func<IReadingStore, PlanStore, CurrentSite, Task<T>> make,
        Func<T, IEnumerable<string>> lines, CancellationToken stop)
    {
        if (Configured.LoadOrComplain(config) is not { } configured)
            return ExitCodes.BadInput;
        await using var readings = ChosenStore.Create(configured.Settings, MachineTime.OfThisMachine);
        try
        {
            await readings.OpenAsync(stop);
            var relational = new RelationalStore(AggregatorHost.RelationalFileOf(configured.Settings));
            await relational.OpenAsync(stop);
            var report = await make(readings, new PlanStore(relational), configured.Site);
            await Console.Out.WriteLineAsync(json
                ? JsonSerializer.Serialize(report, WebJson.IndentedWords)
                : string.Join('\n', lines(report)));
            return ExitCodes.Good;
        }
        catch (Exception e) when (e is ReadingStoreException or SqliteException or InvalidDataException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCodes.MachineLacks;
        }
    }
}
