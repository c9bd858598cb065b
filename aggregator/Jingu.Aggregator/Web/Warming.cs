using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Web.Answers;
using Jingu.Time;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Web;

/// <summary>
/// Makes once, after the start, what people ask first: the pages that they begin with, every unit and the month's
/// sheets. So whoever comes first does not wait for code that never ran and forecasts that nobody has made yet. It
/// rests between any two, so that ingest goes on meanwhile.
/// </summary>
internal sealed partial class Warming(
    OwnAnswers answers, StoredUnits units, StoredSheets sheets, CurrentSite site, MachineTime time,
    ILogger<Warming> log)
{
    private static readonly TimeSpan RestMax = TimeSpan.FromSeconds(2);

    /// <summary>A store that is away leaves the rest to whoever asks first.</summary>
    /// <returns>How many pages and units were made.</returns>
    public async Task<int> MakeAsync(CancellationToken stop)
    {
        var made = 0;
        try
        {
            foreach (var page in Pages())
                made += await RestAfterAsync(() => ShowAsync(page, stop), stop) ? 1 : 0;
            foreach (var unit in site.Site.Units)
                made += await RestAfterAsync(() => units.GetAsync(unit.Id.Value, stop), stop) is null ? 0 : 1;
            await RestAfterAsync(() => sheets.CampusAsync(sheets.CurrentMonth, stop), stop);
        }
        catch (Exception e) when (e is SqliteException or ReadingStoreException)
        {
            Log.Left(log, e.Message);
        }
        catch (OperationCanceledException)
        {
            // The program ends.
        }
        return made;
    }

    /// <summary>Pages that differ in what they ask.</summary>
    private IEnumerable<string> Pages() => site.Site.Units is [var first, ..]
        ? ["/", $"/units/{first.Id}", $"/sheets/month?unit={first.Id}", "/sheets/cut-offs", "/units"]
        : [];

    /// <summary>The page as it is shown to whoever reads all, into nowhere.</summary>
    private async Task<bool> ShowAsync(string page, CancellationToken stop) =>
        (await answers.GetAsync(page, OwnAnswers.Reader, stop)).Status == StatusCodes.Status200OK;

    private async Task<T> RestAfterAsync<T>(Func<Task<T>> make, CancellationToken stop)
    {
        var begun = time.GetTimestamp();
        var made = await make();
        var cost = time.GetElapsedTime(begun);
        await Task.Delay(cost < RestMax ? cost : RestMax, time, stop);
        return made;
    }

    private static partial class Log
    {
        [LoggerMessage(181, LogLevel.Information, "What people ask first is not made ahead: {Why}")]
        public static partial void Left(ILogger log, string why);
    }
}
