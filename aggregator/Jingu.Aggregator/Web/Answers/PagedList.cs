using System.Collections;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using static Jingu.Aggregator.Web.Requests;

namespace Jingu.Aggregator.Web.Answers;

/// <summary>
/// An address that answers with a list, of which a page is sent: <c>max</c> rows, beginning with the one behind the row
/// that <c>after</c> names. Where more follow, the header <c>Link</c> leads to the next page (RFC 8288, <c>next</c>).
/// A row that is added or gone meanwhile moves none from page to page.
/// </summary>
/// <param name="Key">Members of a row, with dots where they lie deeper, that together name it.</param>
internal sealed record PagedList(string[] Key)
{
    public const int RowsMax = 1000;

    /// <summary>The page that was asked for, or 400 with a sentence.</summary>
    public async ValueTask<object?> AnswerAsync(
        EndpointFilterInvocationContext invocation, EndpointFilterDelegate next, JsonSerializerOptions? writing)
    {
        var context = invocation.HttpContext;
        var (max, after) = ((string?)context.Request.Query["max"], (string?)context.Request.Query["after"]);
        var size = RowsMax;
        if (max is not null && !(int.TryParse(max, NumberStyles.None, CultureInfo.InvariantCulture, out size)
            && size is >= 1 and <= RowsMax))
        {
            return Bad($"max: write 1 to {RowsMax}.");
        }
        var answer = await next(invocation);
        if ((answer is IValueHttpResult result ? result.Value : answer) is not IEnumerable list)
            return answer;
        var written = writing
            ?? context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var rows = JsonSerializer.SerializeToElement<object>(list, written).EnumerateArray().ToList();
        var first = after is null ? 0 : rows.FindIndex(row => NameOf(row) == after) + 1;
        if (after is not null && first == 0)
            return Bad($"after: no row is '{after}' any more: begin again without it.");
        var page = rows.Skip(first).Take(size).ToList();
        if (first + page.Count < rows.Count)
            context.Response.Headers.Link = Next(context.Request, NameOf(page[^1]));
        return Results.Json(page, written);
    }

    private string NameOf(JsonElement row) => string.Join(
        '/', Key.Select(member => member.Split('.').Aggregate(row, (at, name) => at.GetProperty(name)).ToString()));

    /// <summary>Relative, so that it is right behind every proxy.</summary>
    private static string Next(HttpRequest request, string after)
    {
        var query = request.Query.Where(pair => pair.Key != "after")
            .SelectMany(pair => pair.Value, (pair, value) => KeyValuePair.Create(pair.Key, value))
            .Append(KeyValuePair.Create("after", (string?)after));
        return $"<{QueryHelpers.AddQueryString("", query)}>; rel=\"next\"";
    }
}

/// <summary>States where addresses are mapped that their lists come in pages.</summary>
internal static class PagedLists
{
    /// <param name="key">Of <see cref="PagedList.Key"/>.</param>
    public static RouteHandlerBuilder Paged(this RouteHandlerBuilder endpoint, params string[] key) =>
        endpoint.Paged(writing: null, key);

    /// <inheritdoc cref="Paged(RouteHandlerBuilder, string[])"/>
    /// <param name="writing">How the address writes its rows, where it is not as all do.</param>
    public static RouteHandlerBuilder Paged(
        this RouteHandlerBuilder endpoint, JsonSerializerOptions? writing, params string[] key)
    {
        var list = new PagedList(key);
        return endpoint.WithMetadata(list).AddEndpointFilter(
            (invocation, next) => list.AnswerAsync(invocation, next, writing));
    }
}
