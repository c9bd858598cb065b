using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Jingu.Aggregator.Tests.Web.Entrance;
using Jingu.Testing;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace Jingu.Aggregator.Tests.Web.OpenApi;

/// <summary>The description of the API against the addresses that are there.</summary>
public sealed class ApiDescriptionTests : IAsyncLifetime
{
    private readonly TestSite _site = new();
    private RunningAggregator _aggregator = null!;
    private JsonNode _document = null!;

    public async Task InitializeAsync()
    {
        _aggregator = await RunningAggregator.StartAsync(_site);
        _document = JsonNode.Parse(await _aggregator.Browser.GetStringAsync("/api/openapi.json"))!;
    }

    public async Task DisposeAsync()
    {
        await _aggregator.DisposeAsync();
        _site.Dispose();
    }

    [Fact]
    public void Every_address_of_the_API_is_described_and_no_page()
    {
        using var visitors = new Visitors(_aggregator);
        var routes = from endpoint in visitors.Of<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                     let path = "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
                     where path.StartsWith("/api/", StringComparison.Ordinal) && path != "/api/openapi.json"
                     from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
                     select $"{method.ToLowerInvariant()} {path}";

        Assert.Equal(
            routes.Order(StringComparer.Ordinal),
            Operations().Select(each => each.Address).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_address_says_what_it_does_for_whom_and_what_goes_wrong() => Assert.All(Operations(), each =>
    {
        Assert.False(string.IsNullOrWhiteSpace((string?)each.Operation["summary"]), $"{each.Address} has no summary");
        Assert.Contains("the role", (string)each.Operation["description"]!, StringComparison.Ordinal);
        Assert.Equal(
            ["400", "401", "403", "503"],
            each.Operation["responses"]!.AsObject().Select(response => response.Key).Intersect(
                ["400", "401", "403", "503"]).Order());
        Assert.NotEmpty(each.Operation["security"]!.AsArray());
    });

    [Fact]
    public void Who_may_use_an_address_is_its_rule()
    {
        var commands = Operations().Single(each => each.Address == "post /api/commands").Operation;

        Assert.Contains(
            "For the role unit-contact, the role facility-manager, the role administrator, tokens of scope command.",
            (string)commands["description"]!, StringComparison.Ordinal);
    }

    /// <summary>A checker of others, by the schema that the OpenAPI Initiative publishes.</summary>
    [Fact]
    public async Task Somebody_elses_checker_finds_nothing_wrong()
    {
        var file = Path.Combine(_site.Folder, "openapi.json");
        await File.WriteAllTextAsync(file, _document.ToJsonString());

        Assert.Equal("valid 3.1\n", await Programs.RunAsync("node", "--input-type=module", "-e", $$"""
            import { Validator } from '{{Checker()}}';
            const checker = new Validator();
            const found = await checker.validate('{{file}}');
            console.log(found.valid ? `valid ${checker.version}` : JSON.stringify(found.errors));
            """));
    }

    private static string Checker([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(
        Path.GetDirectoryName(here)!, "..", "..", "..", "Jingu.EndToEnd.Tests", "node_modules", "@seriousme",
        "openapi-schema-validator", "index.js"));

    private IEnumerable<(string Address, JsonNode Operation)> Operations() =>
        from path in _document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select ($"{operation.Key} {path.Key}", operation.Value!);
}
