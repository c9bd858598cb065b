using System.Text.Json;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Web;
using Jingu.Time;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Jingu.Aggregator.Commands;

/// <summary>
/// <c>jingu-aggregator lighting</c>: what lighting zones used and saved, read from the stores directly, also while
/// the aggregator runs.
/// </summary>
internal static class LightingCommand
{
    public static async Task<int> RunAsync(string config, YearMonth month, bool json, CancellationToken stop)
    {
        if (Configured.LoadOrComplain(config) is not { } configured)
            return ExitCodes.BadInput;
        await using var readings = ChosenStore.Create(configured.Settings, MachineTime.OfThisMachine);
        try
        {
            await readings.OpenAsync(stop);
            var relational = new RelationalStore(AggregatorHost.RelationalFileOf(configured.Settings));
            await relational.OpenAsync(stop);
            var lighting = new StoredLighting(
                readings, new PlanStore(relational), configured.Site, new RunningSiteTime(MachineTime.OfThisMachine));
            var report = await lighting.MakeAsync(LocalDays.Of(month), stop);
            await Console.Out.WriteLineAsync(json
                ? JsonSerializer.Serialize(report, WebJson.IndentedWords)
                : string.Join('\n', LightingText.Lines(report)));
            return ExitCodes.Good;
        }
        catch (Exception e) when (e is ReadingStoreException or SqliteException or InvalidDataException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCodes.MachineLacks;
        }
    }
}
