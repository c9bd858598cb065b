using Jingu.Aggregator.Persistence.Readings;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Jingu.Aggregator.Web.Entrance;

/// <summary>
/// A store cannot be used right now: programs are answered 503 with a sentence, people with a page in their language.
/// What a store says of a mistake of ours is none of this and stays an error.
/// </summary>
/// <param name="Why">What is wrong, in the store's own words.</param>
internal sealed record StoreAway(string Why)
{
    private const string PagePath = "/refused";

    public static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (WhyAway(e) is not null && !context.Response.HasStarted)
        {
            await ToldAsync(context, next, new(WhyAway(e)!));
        }
    }

    /// <summary>Null: the store is there.</summary>
    private static string? WhyAway(Exception e) => e switch
    {
        ReadingStoreException => e.Message,
        SqliteException { SqliteErrorCode: var code } when IsAway(code) => e.Message,
        _ => null,
    };

    /// <summary>Result codes of SQLite about file, disk and lock (sqlite.org/rescode.html).</summary>
    private static bool IsAway(int code) => code is raw.SQLITE_PERM or raw.SQLITE_BUSY or raw.SQLITE_LOCKED
        or raw.SQLITE_NOMEM or raw.SQLITE_READONLY or raw.SQLITE_IOERR or raw.SQLITE_CORRUPT or raw.SQLITE_FULL
        or raw.SQLITE_CANTOPEN or raw.SQLITE_PROTOCOL or raw.SQLITE_AUTH or raw.SQLITE_NOTADB;

    private static async Task ToldAsync(HttpContext context, RequestDelegate next, StoreAway away)
    {
        if (SignInAddress.IsForPrograms(context.Request.Path))
        {
            await Results.Problem(away.Why, statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(context);
            return;
        }
        context.Response.Clear();
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Features.Set(away);
        context.SetEndpoint(null);
        context.Request.RouteValues.Clear();
        context.Request.Path = PagePath;
        context.Request.QueryString = QueryString.Empty;
        await next(context);
    }
}
