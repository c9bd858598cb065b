using System.Reflection;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Web.Answers;
using Jingu.Aggregator.Web.Entrance;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Jingu.Aggregator.Web.OpenApi;

/// <summary>
/// The description of the HTTP API for programs (OpenAPI 3.1), made from the addresses themselves: what they do is
/// their summary in the code, who may use them their rule.
/// </summary>
internal static class OpenApiSetup
{
    private const string Document = "v1";
    private const string Bearer = "token";
    private const string Cookie = "session";

    public static void AddApiDescription(this IServiceCollection services) => services
        .AddSingleton<CodeSummaries>()
        .AddOpenApi(
        Document,
        options =>
        {
            options.ShouldInclude = description => description.RelativePath is { } path
                && path.StartsWith("api/", StringComparison.Ordinal);
            options.AddDocumentTransformer(Introduce);
            options.AddOperationTransformer(Describe);
        });

    public static void MapApiDescription(this WebApplication app) =>
        app.MapOpenApi("/api/openapi.json").Requires(Access.SignedIn);

    private static Task Introduce(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken stop)
    {
        document.Info = new()
        {
            Title = "Jingu aggregator",
            Version = Document,
            Description = "Energy is Wh, water L, instants UTC (ISO 8601), days and months local ones of the site. "
                + "What is not known is null, never 0. A question that cannot be answered gets a problem document "
                + "(RFC 9457) whose detail says what to do. Long lists come in pages. Every answer to GET has an ETag: "
                + "ask again with If-None-Match, and it is 304 while nothing has changed. The dashboard shows the "
                + "same figures.",
        };
        // Whoever reads this came by the right address already, through a proxy or not.
        document.Servers = [new() { Url = "/" }];
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Bearer] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "A token of 'jingu-aggregator token add'; its scopes say what it may be used for.",
            },
            [Cookie] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Cookie,
                Name = SessionCookie.Name,
                Description = "Set by signing in. What changes something also needs the header "
                    + $"'{EntranceSetup.AntiforgeryHeader}' of a page.",
            },
        };
        return Task.CompletedTask;
    }

    private static Task Describe(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken stop)
    {
        var rule = context.Description.ActionDescriptor.EndpointMetadata.OfType<RequiresAttribute>().Single().Access;
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<MethodInfo>().SingleOrDefault() is { } method)
        {
            operation.Summary = context.ApplicationServices.GetRequiredService<CodeSummaries>().Of(method);
        }
        operation.Description = string.Join(
            "\n\n", new[] { operation.Description, $"For {WhoOf(rule)}." }.Where(part => part is { Length: > 0 }));
        operation.Responses ??= [];
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<PagedList>().Any())
            DescribePages(operation);
        foreach (var (status, meaning) in new[]
        {
            ("400", "The question or order cannot be understood; the detail says what to write instead."),
            ("401", "Nobody is signed in, or the token is not good."),
            ("403", "Whoever asks may not."),
            ("503", "A store cannot be reached."),
        })
        {
            operation.Responses.TryAdd(status, new OpenApiResponse
            {
                Description = meaning,
                Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() },
            });
        }
        operation.Security =
        [
            new() { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] },
            new() { [new OpenApiSecuritySchemeReference(Cookie, context.Document)] = [] },
        ];
        return Task.CompletedTask;
    }

    private static void DescribePages(OpenApiOperation operation)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = "max",
            In = ParameterLocation.Query,
            Description = $"Rows of a page, 1 to {PagedList.RowsMax}; as many are sent without it.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.Integer },
        });
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = "after",
            In = ParameterLocation.Query,
            Description = "The row before the page: follow the Link header whose rel is 'next'. Without one it is the "
                + "last page.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
    }

    private static string WhoOf(Access rule) => string.Join(
        ", ",
        RoleWords.All.Where(role => rule.Admits(role.Value)).Select(role => $"the role {role.Key}")
            .Concat(rule.Scope() is { } scope ? [$"tokens of scope {ScopeWords.Of(scope)}"] : Array.Empty<string>()));
}
