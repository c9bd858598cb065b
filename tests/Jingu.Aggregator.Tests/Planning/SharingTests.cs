using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Jingu.Aggregator.Tests.Ingest;
using Jingu.Aggregator.Tests.Web;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Xunit;

namespace Jingu.Aggregator.Tests.Planning;

/// <summary>Rules of shared meters, from the import to the month's report, over the real web server.</summary>
#pragma warning disable CA1001 // xUnit calls DisposeAsync of IAsyncLifetime.
public sealed class SharingTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private const string Header = "point,unit,from,rule,thousandths,source\n";

    private readonly TestSite _site = new();
    private RunningAggregator _aggregator = null!;
    private TestGateway _gateway = null!;

    public async Task InitializeAsync()
    {
        _site.WriteSite(
            TestSite.Meters,
            TestSite.Points
                + "  - {id: lobby, meter: m-3, resource: electricity, direction: import, role: circuit,\n"
                + "     building: building-1}\n",
            units: "\n  - {id: unit-02, name: 市财政局, nameEn: Finance, headcount: 20}");
        Assert.Empty(_site.Current.Reload());
        _gateway = new(_site.Keys[1], "gateway-2");
        _aggregator = await RunningAggregator.StartAsync(_site);
    }

    public async Task DisposeAsync()
    {
        await _aggregator.DisposeAsync();
        _site.Dispose();
    }

    [Fact]
    public async Task A_rule_gives_its_part_from_the_next_first_of_a_month_on_beside_what_was_measured()
    {
        await ImportAsync("a", "lobby,unit-01,2017-02-01,fixed,250,lease");
        await ImportAsync("b", "lobby,unit-01,2017-02-02,remainder,,lease\nlobby,unit-02,2017-02-02,fixed,100,lease");
        await MeasureAsync(1, TestGateway.March.AddDays(-1), 1_001);
        await MeasureAsync(2, TestGateway.March, 2_000);

        var february = await ReportAsync("2017-02");
        var unit = february["units"]![0]!["electricity"]!;
        // A quarter of 1,001 is 250.25, the rest 750.75: the larger fraction takes what is left over.
        Assert.Equal((250, null), ((long)unit["allocatedWh"]!, (long?)unit["usedWh"]));
        Assert.Null(february["units"]![1]!["electricity"]!["allocatedWh"]);
        Assert.Equal(2, (long)february["plan"]!);
        Assert.Equal(
            "lobby in building-1, electricity: 1,001 Wh counted\n"
                + "  unit-01: 0 Wh measured, 250 Wh allocated by fixed, 250; from 2017-02-01: lease; import 1\n"
                + "  measured by shared meters below it: 0 Wh\n"
                + "  unallocated: 751 Wh; all of it together: 1,001 Wh\n",
            await _aggregator.Browser.GetStringAsync(
                new Uri("/api/report?month=2017-02&format=shared", UriKind.Relative)));

        var march = await ReportAsync("2017-03");
        Assert.Equal(
            [1_800L, 200],
            march["units"]!.AsArray().Select(each => (long)each!["electricity"]!["allocatedWh"]!));
        Assert.Equal(2_000, (long)march["sharedMeters"]![0]!["counted"]!);
        var april = (await ReportAsync("2017-04"))["sharedMeters"]![0]!;
        Assert.Contains("no interval of lobby", (string)april["why"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shares_by_area_and_by_heads_follow_what_changes_within_the_month_and_a_rule_can_be_lifted()
    {
        await ImportAsync(
            "area", "unit-01,2017-01-01,100,x\nunit-02,2017-03-17,200,x", "areas", "unit,from,squareMetres,source\n");
        await ImportAsync(
            "heads", "unit-01,2017-01-01,40,10,x\nunit-02,2017-01-01,40,10,x\nunit-02,2017-03-11,40,30,x", "headcounts",
            "unit,from,established,users,source\n");
        await MeasureAsync(1, TestGateway.March, 6_100);
        await ImportAsync("a", "lobby,unit-01,2017-03-01,area,,x\nlobby,unit-02,2017-03-01,area,,x");

        // 100 m2 for 31 days are 3,100; 200 m2 for 15 days 3,000.
        Assert.Equal([3_100, 3_000], await AllocatedAsync());
        await ImportAsync("h", "lobby,unit-01,2017-03-01,headcount,,x\nlobby,unit-02,2017-03-01,headcount,,x");
        // Users, not established: 10 x 31 = 310; 10 x 10 + 30 x 21 = 730; 6,100 x 310 / 1,040 = 1,818.27.
        Assert.Equal([1_818, 4_282], await AllocatedAsync());
        await ImportAsync("n", "lobby,unit-01,2017-03-01,none,,x\nlobby,unit-02,2017-03-01,none,,x");
        Assert.Empty((await ReportAsync("2017-03"))["sharedMeters"]!.AsArray());
    }

    [Theory]
    [InlineData("lobby,unit-01,2017-03-01,fixed,,x", "row 2, column thousandths: is missing")]
    [InlineData("lobby,unit-01,2017-03-01,area,5,x", "row 2, column thousandths: does not go with rule area")]
    [InlineData("lobby,unit-01,2017-03-01,fixed,1001,x", "row 2, column thousandths: '1001' is no whole number")]
    [InlineData("lobby,unit-01,2017-03-01,half,,x", "row 2, column rule: 'half' is not one of")]
    [InlineData("hall,unit-01,2017-03-01,area,,x", "row 2, column point: 'hall' is no metering point of the site")]
    [InlineData("circuit-01,unit-01,2017-03-01,area,,x", "row 2, column point: 'circuit-01' counts for one unit")]
    [InlineData("lobby,unit-09,2017-03-01,area,,x", "row 2, column unit: 'unit-09' is no unit")]
    [InlineData(
        "lobby,unit-01,2017-03-01,remainder,,x\nlobby,unit-02,2017-05-01,remainder,,x",
        "row 3, column rule: on 2017-05-01: Two units take the remainder")]
    [InlineData(
        "lobby,unit-02,2017-05-01,fixed,501,x\nlobby,unit-01,2017-03-01,fixed,500,x",
        "row 3, column rule: on 2017-05-01: The fixed shares add up to more than 1000")]
    public async Task A_rule_that_cannot_be_is_refused_with_its_row(string rows, string why)
    {
        var (status, answer) = await PostAsync("wrong", rows);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith(why, (string)JsonNode.Parse(answer)!["detail"]!, StringComparison.Ordinal);
        Assert.Empty((await ReportAsync("2017-03"))["sharedMeters"]!.AsArray());
    }

    private async Task<JsonNode> ReportAsync(string month) => JsonNode.Parse(
        await _aggregator.Browser.GetStringAsync(new Uri($"/api/report?month={month}", UriKind.Relative)))!;

    private async Task<IEnumerable<long>> AllocatedAsync() => (await ReportAsync("2017-03"))["units"]!.AsArray()
        .Select(unit => (long)unit!["electricity"]!["allocatedWh"]!);

    /// <summary>One interval of the lobby.</summary>
    private async Task MeasureAsync(long sequence, DateTimeOffset start, long amount)
    {
        var catalogue = new Catalogue(
            1, [new(new("m-3"), "S-3", [new(Quantity.EnergyImport, 10, 1)])],
            [new(new("lobby"), Quantity.EnergyImport)]);
        var interval = new Interval(
            new("lobby"), start, amount, Quality.Measured, amount, amount, new("m-3"), false);
        await _aggregator.Ingestion.HandleAsync(
            [_gateway.Batch(
                JournalStream.Intervals, sequence, catalogue,
                [new Entry.Intervals(1, ClockTrust.Synchronised, [interval])])],
            default);
    }

    private async Task ImportAsync(
        string import, string rows, string table = "allocations", string header = Header)
    {
        var (status, answer) = await PostAsync(import, rows, table, header);
        Assert.True(status == HttpStatusCode.Created, answer);
    }

    private async Task<(HttpStatusCode Status, string Answer)> PostAsync(
        string import, string rows, string table = "allocations", string header = Header)
    {
        using var content = new StringContent(header + rows + "\n", Encoding.UTF8, "text/csv");
        using var answer = await _aggregator.Browser.PostAsync(
            new Uri($"/api/planning/{table}?import={import}&actor=wang&reason=test", UriKind.Relative), content);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
