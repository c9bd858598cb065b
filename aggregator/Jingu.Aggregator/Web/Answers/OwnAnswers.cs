using Jingu.Aggregator.People;
using Jingu.Aggregator.Web.Entrance;
using Microsoft.AspNetCore.Routing.Template;

namespace Jingu.Aggregator.Web.Answers;

/// <summary>What one of our own addresses answered.</summary>
/// <param name="ContentType">Null where it answered nothing.</param>
internal sealed record OwnAnswer(int Status, string? ContentType, byte[] Body);

/// <summary>
/// Asks our own pages and addresses within this process, by the rules that hold for everybody and in the language of
/// whoever asks: what a file, a PDF or a first answer is made of is what people get. Safe from any thread; throws what
/// the address throws.
/// </summary>
internal sealed class OwnAnswers(EndpointDataSource endpoints, IServiceScopeFactory scopes)
{
    /// <summary>Reads everything, is nobody's, and leaves with this process.</summary>
    public static readonly Caller Reader =
        new Caller.Program(new("own-answers", "", [Scope.Read], DateTimeOffset.MinValue, IsRevoked: false));

    /// <summary>The answer to GET; 404 for what is no address of ours, 403 for what the caller may not see.</summary>
    /// <param name="address">Path and query.</param>
    public async Task<OwnAnswer> GetAsync(string address, Caller? caller, CancellationToken stop)
    {
        var parts = address.Split('?', 2);
        if (Find(parts[0]) is not var (endpoint, values))
            return new(StatusCodes.Status404NotFound, null, []);
        if (endpoint.Metadata.GetMetadata<RequiresAttribute>() is not { Access: var access } || !access.Admits(caller))
            return new(StatusCodes.Status403Forbidden, null, []);
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Visit>().Caller = caller;
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider, RequestAborted = stop };
        context.Request.Method = HttpMethods.Get;
        context.Request.Path = parts[0];
        context.Request.QueryString = parts.Length > 1 ? new($"?{parts[1]}") : default;
        context.Request.RouteValues = values;
        context.Response.Body = body;
        context.SetEndpoint(endpoint);
        await endpoint.RequestDelegate!(context);
        await context.Response.CompleteAsync();
        return new(context.Response.StatusCode, context.Response.ContentType, body.ToArray());
    }

    /// <summary>As routing does: the most particular pattern first.</summary>
    private (RouteEndpoint Endpoint, RouteValueDictionary Values)? Find(string path)
    {
        foreach (var endpoint in endpoints.Endpoints.OfType<RouteEndpoint>()
            .Where(each => each.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") ?? true)
            .OrderBy(each => each.Order).ThenBy(each => each.RoutePattern.InboundPrecedence))
        {
            var values = new RouteValueDictionary(endpoint.RoutePattern.RequiredValues);
            var matcher = new TemplateMatcher(
                TemplateParser.Parse(endpoint.RoutePattern.RawText!.TrimStart('/')), values);
            if (matcher.TryMatch(path, values))
                return (endpoint, values);
        }
        return null;
    }
}
