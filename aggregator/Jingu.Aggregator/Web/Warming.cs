using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Time;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Web;

/// <summary>
/// Makes once, after the start, what people ask first: the pages that they begin with, every unit and the month's
/// sheets. So whoever comes first does not wait for code that never ran and forecasts that nobody has made yet. It
/// rests between any two, so that ingest goes on meanwhile.
/// </summary>
internal sealed partial class Warming(
    EndpointDataSource endpoints, IServiceScopeFactory scopes, StoredUnits units, StoredSheets sheets,
    CurrentSite site, MachineTime time, ILogger<Warming> log)
{
    private static readonly TimeSpan RestMax = TimeSpan.FromSeconds(2);

    /// <summary>Reads everything, is nobody's, and leaves with this process.</summary>
    private static readonly Caller Reader =
        new Caller.Program(new("warming", "", [Scope.Read], DateTimeOffset.MinValue, IsRevoked: false));

    /// <summary>A store that is away leaves the rest to whoever asks first.</summary>
    /// <returns>How many pages and units were made.</returns>
    public async Task<int> MakeAsync(CancellationToken stop)
    {
        var made = 0;
        try
        {
            foreach (var (page, values, query) in Pages())
                made += await RestAfterAsync(() => ShowAsync(page, values, query, stop), stop) ? 1 : 0;
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

    /// <summary>Pages that differ in what they ask, by the names that their routes have.</summary>
    private IEnumerable<(string Page, RouteValueDictionary Values, string Query)> Pages()
    {
        if (site.Site.Units is not [var first, ..])
            yield break;
        yield return ("/Campus/Index", [], "");
        yield return ("/Units/Unit", new() { ["id"] = first.Id.Value }, "");
        yield return ("/Sheets/Month", [], $"?unit={first.Id}");
        yield return ("/Sheets/Report", new() { ["name"] = "cut-offs" }, "");
        yield return ("/Units/Index", [], "");
    }

    /// <summary>The page as it is shown to whoever reads all, into nowhere.</summary>
    private async Task<bool> ShowAsync(string page, RouteValueDictionary values, string query, CancellationToken stop)
    {
        var endpoint = endpoints.Endpoints.FirstOrDefault(
            each => each.Metadata.GetMetadata<PageActionDescriptor>()?.ViewEnginePath == page);
        if (endpoint?.RequestDelegate is not { } show)
            return false;
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Visit>().Caller = Reader;
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider, RequestAborted = stop };
        context.Request.Method = HttpMethods.Get;
        context.Request.QueryString = new(query);
        context.Request.RouteValues = values;
        context.Request.RouteValues["page"] = page;
        context.Response.Body = Stream.Null;
        context.SetEndpoint(endpoint);
        await show(context);
        return context.Response.StatusCode == StatusCodes.Status200OK;
    }

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
