using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Contracts.Readings;
using Jingu.Testing;
using Jingu.Time;
using Xunit;
using static Jingu.Aggregator.Tests.Persistence.Readings.Batches;

namespace Jingu.Aggregator.Tests.Persistence.Readings.Influx;

/// <summary>
/// What the dashboards of <c>deploy/grafana</c> ask is answered by a real influxd that our own writer filled, as
/// Grafana would ask it. A series that is renamed, or a field that nobody writes, leaves a panel empty: it fails here.
/// </summary>
public sealed partial class GrafanaTests(InfluxServerFixture fixture) : IClassFixture<InfluxServerFixture>
{
    private static readonly string Folder = Path.Combine(SourceTree.Root, "deploy/grafana");

    [Fact]
    public async Task Every_question_of_every_panel_has_an_answer()
    {
        var database = await FilledAsync();
        var asked = 0;
        foreach (var (name, dashboard) in Dashboards())
        {
            foreach (var target in Panels(dashboard).SelectMany(panel => panel["targets"]!.AsArray()))
            {
                var question = (string)target!["query"]!;
                var answer = await fixture.Server.QueryAsync(database, AsGrafanaAsks(question));
                Assert.True(Rows(answer) > 0, $"{name}: {AsGrafanaAsks(question)}\n{answer}");
                asked++;
            }
        }
        Assert.True(asked >= 20, $"only {asked} questions were found");
    }

    [Fact]
    public async Task Every_list_to_choose_from_has_choices()
    {
        var database = await FilledAsync();
        var lists = Dashboards().SelectMany(each => each.Dashboard["templating"]!["list"]!.AsArray())
            .Where(variable => (string)variable!["type"]! == "query").ToList();
        Assert.NotEmpty(lists);
        foreach (var list in lists)
        {
            var answer = await fixture.Server.QueryAsync(database, (string)list!["query"]!);
            Assert.True(Rows(answer) > 1, answer);
        }
    }

    /// <summary>A field that one question names and another does not give is an empty column, not an error.</summary>
    [Fact]
    public async Task Every_field_that_is_asked_for_is_written()
    {
        var database = await FilledAsync();
        var written = Fields().Matches(await fixture.Server.QueryAsync(database, "SHOW FIELD KEYS"))
            .Select(match => match.Groups[1].Value).ToHashSet();
        var asked = Dashboards().SelectMany(each => Panels(each.Dashboard))
            .SelectMany(panel => panel["targets"]!.AsArray())
            .SelectMany(target => Asked().Matches((string)target!["query"]!))
            .Select(match => match.Groups[1].Value).ToHashSet();
        Assert.True(asked.Count > 15, $"only {asked.Count} fields were found");
        Assert.Empty(asked.Except(written));
    }

    [Fact]
    public void Dashboards_name_the_source_that_is_provisioned_and_have_ids_of_their_own()
    {
        var source = File.ReadAllText(Path.Combine(Folder, "provisioning/datasources/jingu.yaml"));
        var uid = Uid().Match(source).Groups[1].Value;
        var dashboards = Dashboards().ToList();
        Assert.Equal(3, dashboards.Select(each => (string)each.Dashboard["uid"]!).Distinct().Count());
        Assert.All(dashboards, each =>
        {
            Assert.Equal(each.Name, $"{each.Dashboard["uid"]}.json");
            var panels = Panels(each.Dashboard);
            Assert.Equal(panels.Count, panels.Select(panel => (int)panel["id"]!).Distinct().Count());
            Assert.All(panels, panel => Assert.Equal(uid, (string)panel["datasource"]!["uid"]!));
        });
    }

    /// <summary>
    /// Two points of a day each, one of them water, every quality once, and a meter with every quantity there is.
    /// </summary>
    private async Task<string> FilledAsync()
    {
        var database = fixture.NewDatabase();
        var url = new UriBuilder(fixture.Server.Url) { Path = "" }.Uri;
        await using var store = ReadingStores.Create("", url, database, MachineTime.OfThisMachine);
        await store.OpenAsync(default);
        StoredValue[] values =
            [.. Enum.GetValues<Quantity>().Select(quantity => new StoredValue(new(quantity, 1, 1), 2300))];
        List<StoredSample> samples =
        [
            .. from minute in Enumerable.Range(0, 90)
               select Sample(Samples(minute + 1), "m-hall", Start.AddMinutes(minute), values),
            Missing(Samples(91), "m-pump", Start.AddMinutes(91)),
        ];
        List<StoredInterval> intervals =
        [
            .. from quarter in Enumerable.Range(0, 96)
               from point in new[] { "hall-electricity", "hall-water" }
               select Interval(
                   Intervals(quarter + 1), point, Start.AddMinutes(15 * quarter), 25, (Quality)(1 + (quarter % 6))),
        ];
        Assert.Empty(await store.WriteAsync(samples, intervals, default));
        return database;
    }

    /// <summary>What Grafana puts in the place of its variables.</summary>
    private static string AsGrafanaAsks(string question) => question
        .Replace("$timeFilter",
            $"time >= {Start.ToUnixTimeMilliseconds()}ms and time < {Start.AddDays(1).ToUnixTimeMilliseconds()}ms",
            StringComparison.Ordinal)
        .Replace("$__interval", "5m", StringComparison.Ordinal)
        .Replace("${point:regex}", "(hall-electricity|hall-water)", StringComparison.Ordinal)
        .Replace("${meter:regex}", "m-hall", StringComparison.Ordinal)
        .Replace("${water}", "water", StringComparison.Ordinal)
        .Replace("$zone", "Asia/Shanghai", StringComparison.Ordinal);

    private static int Rows(string answer)
    {
        var results = JsonNode.Parse(answer)!["results"]!.AsArray();
        return results.Sum(result => result!["error"] is null
            ? result["series"]?.AsArray().Sum(series => series!["values"]!.AsArray().Count) ?? 0
            : 0);
    }

    private static IEnumerable<(string Name, JsonNode Dashboard)> Dashboards() =>
        Directory.EnumerateFiles(Path.Combine(Folder, "dashboards"), "*.json").Order(StringComparer.Ordinal)
            .Select(file => (Path.GetFileName(file), JsonNode.Parse(File.ReadAllText(file))!));

    private static List<JsonNode> Panels(JsonNode dashboard) => [.. dashboard["panels"]!.AsArray().OfType<JsonNode>()];

    [GeneratedRegex(@"\[""(\w+)"",""(?:integer|float|string|boolean)""\]")]
    private static partial Regex Fields();

    [GeneratedRegex(@"(?:\w\(|, )""(\w+)""(?=\)| FROM|,)")]
    private static partial Regex Asked();

    [GeneratedRegex(@"uid: (\S+)")]
    private static partial Regex Uid();
}
