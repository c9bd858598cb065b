using System.Net;
using System.Text.Json.Nodes;
using Jingu.Aggregator.Tests.Ingest;
using Jingu.Aggregator.Tests.Persistence.Rollups;
using Jingu.Contracts.Readings;
using Jingu.Testing;
using Xunit;

namespace Jingu.Aggregator.Tests.Web;

/// <summary>
/// Two days of the building of <see cref="PlantSite"/> but the pump's last quarter hour, over the real web server. In
/// each quarter hour 350 Wh were generated and 100 exported.
/// </summary>
public sealed class BuildingsApiTests(BuildingsApiTests.Delivered delivered)
    : IClassFixture<BuildingsApiTests.Delivered>
{
    private const int Balanced = (2 * 96) - 1;

    /// <summary>250 Wh over 1,000, 500, 90 and 660: 111.1, 55.6, 10.0 and 73.3.</summary>
    private static readonly (string? Who, long Used, long Pv)[] Parts =
        [("unit-01", 1_000, 111), ("unit-02", 500, 56), ("common", 90, 10), ("gap", 660, 73)];

    [Fact]
    public async Task A_months_flow_sums_to_the_watt_hour_and_says_how_much_of_it_is_balanced()
    {
        var flow = (await JsonAsync("/api/flow?building=building-1&month=2017-03"))["flows"]![0]!;

        Assert.Equal(
            (Balanced * 2_000, Balanced * 350, Balanced * 100, Balanced * 250),
            ((long)flow["import"]!, (long)flow["generation"]!, (long)flow["export"]!, (long)flow["selfConsumed"]!));
        Assert.Equal(
            Parts.Select(part => (part.Who, part.Used * Balanced, part.Pv * Balanced)),
            flow["parts"]!.AsArray().Select(Part));
        Assert.Equal(1 + ((19 * 96) - (2 * 96)) + 32, (int)flow["quality"]!["missing"]!);
    }

    [Fact]
    public async Task Each_day_and_quarter_hour_is_allocated_too_and_what_is_not_balanced_is_absent()
    {
        var days = (await JsonAsync("/api/flow?building=building-1&month=2017-03&by=day"))["flows"]!.AsArray();
        Assert.Equal(["2017-03-01", "2017-03-02"], days.Select(day => (string?)day!["period"]));
        Assert.Equal([0, 1], days.Select(day => (int)day!["quality"]!["missing"]!));
        var quarters = (await JsonAsync("/api/flow?building=building-1&day=2017-03-02&by=quarter"))["flows"]!.AsArray();
        Assert.Equal(95, quarters.Count);
        Assert.All(quarters, quarter => Assert.Equal(Parts, quarter!["parts"]!.AsArray().Select(Part)));

        var csv = (await TextAsync("/api/flow?building=building-1&day=2017-03-01&by=quarter&format=csv"))
            .Split("\r\n");
        Assert.Equal("building,period,side,who,amountWh,pvWh,gridWh,balanced,due", csv[0].TrimStart('\uFEFF'));
        Assert.Equal("building-1,2017-02-28T16:00:00Z,out,unit-02,500,56,444,1,1", csv[4]);
    }

    [Fact]
    public async Task A_buildings_month_tells_days_sub_items_shares_and_the_quarter_hours_of_a_day()
    {
        var month = await JsonAsync("/api/buildings/building-1?month=2017-03&day=2017-03-02");

        Assert.Equal(31, month["days"]!.AsArray().Count);
        Assert.Equal(96 * 660, (long)month["days"]![0]!["balance"]!["gap"]!);
        Assert.Equal(
            [
                ("lighting-sockets", 192_000), ("air-conditioning", null), ("power", Balanced * 90), ("special", null),
                (null, (192 * 2_250) - 192_000 - (Balanced * 90)),
            ],
            month["subItems"]!.AsArray().Select(each => ((string?)each!["item"], (long?)each["used"])));
        Assert.Equal(96_000, (long)month["subItemDays"]![0]!["items"]![0]!["used"]!);
        Assert.Null((long?)month["subItemDays"]![2]!["items"]![0]!["used"]);
        Assert.Equal(192 * 1_000, (long)month["shares"]!["units"]![0]!["measured"]!);
        var quarters = month["quarters"]!.AsArray();
        Assert.Equal(96, quarters.Count);
        Assert.Equal(
            (2_250, 1_590, 660, "measured"),
            ((long)quarters[0]!["main"]!, (long)quarters[0]!["subMeters"]!, (long)quarters[0]!["gap"]!,
                (string)quarters[0]!["quality"]!));
        Assert.Equal((null, "missing"), ((long?)quarters[95]!["gap"], (string)quarters[95]!["quality"]!));
        Assert.Equal(
            $"building-1,2017-03,power,{Balanced * 90},0",
            (await TextAsync("/api/buildings/building-1?month=2017-03&part=sub-items&format=csv")).Split("\r\n")[3]);
    }

    [Fact]
    public async Task All_buildings_with_their_month_and_of_the_running_one_their_day()
    {
        var list = await JsonAsync("/api/buildings?month=2017-03");

        Assert.Equal("2017-03-20", (string?)list["day"]);
        var building = Assert.Single(list["buildings"]!.AsArray())!;
        Assert.Equal(192 * 2_250, (long)building["electricity"]!["month"]!["used"]!);
        Assert.Equal(Balanced * 250, (long)building["electricity"]!["selfConsumed"]!);
        Assert.Null((long?)building["electricity"]!["day"]!["used"]);
        Assert.Null(building["water"]);
        Assert.StartsWith(
            "building-1,1号楼,Building 1,electricity,Wh,2017-03,",
            (await TextAsync("/api/buildings?month=2017-03&format=csv")).Split("\r\n")[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_units_month_and_its_sheet_say_what_of_it_came_from_PV()
    {
        var sheet = (await JsonAsync("/api/reports/month?unit=unit-02&month=2017-03"))["resources"]![0]!;
        var unit = (await JsonAsync("/api/units/unit-02"))["electricity"]!;

        foreach (var pv in new[] { sheet["pv"]!, unit["pv"]! })
            Assert.Equal((Balanced * 56, Balanced * 444), ((long)pv["pv"]!, (long)pv["grid"]!));
        Assert.Equal(192 * 500, (long)sheet["used"]!);
    }

    [Theory]
    [InlineData("/api/buildings/building-9", HttpStatusCode.NotFound, "is no building of the site")]
    [InlineData("/api/buildings/building-1?resource=gas", HttpStatusCode.BadRequest, "use electricity or water")]
    [InlineData("/api/buildings/building-1?month=2017-03&day=2017-04-01", HttpStatusCode.BadRequest, "a day of it")]
    [InlineData("/api/buildings/building-1?format=csv&part=x", HttpStatusCode.BadRequest, "use one of flow, days")]
    [InlineData("/api/buildings?month=2017", HttpStatusCode.BadRequest, "is no month")]
    [InlineData("/api/flow?building=building-9", HttpStatusCode.BadRequest, "is no building of the site")]
    [InlineData("/api/flow?building=building-1&by=quarter", HttpStatusCode.BadRequest, "together with a day")]
    [InlineData("/api/flow?building=building-1&format=pdf", HttpStatusCode.BadRequest, "use json or csv")]
    public async Task A_wrong_question_is_answered_with_a_sentence(
        string address, HttpStatusCode status, string sentence)
    {
        using var answer = await delivered.Aggregator.Browser.GetAsync(new Uri(address, UriKind.Relative));

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(
            sentence, (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["detail"]!,
            StringComparison.Ordinal);
    }

    private static (string? Who, long Used, long Pv) Part(JsonNode? part) =>
        ((string?)part!["unit"] ?? (string?)part["user"], (long)part["used"]!, (long)part["pv"]!);

    private async Task<JsonNode> JsonAsync(string address) => JsonNode.Parse(await TextAsync(address))!;

    private Task<string> TextAsync(string address) =>
        delivered.Aggregator.Browser.GetStringAsync(new Uri(address, UriKind.Relative));

    /// <summary>Delivered and summed once for all tests.</summary>
#pragma warning disable CA1001, CA1034 // xUnit calls DisposeAsync of IAsyncLifetime, and makes it by its public type.
    public sealed class Delivered : IAsyncLifetime
#pragma warning restore CA1001, CA1034
    {
        private static readonly (string Point, long Amount)[] Amounts =
        [
            ("main", 2_000), ("main-export", 100), ("roof-1", 300), ("roof-2", 50), ("unit-01-electricity", 1_000),
            ("unit-02-electricity", 500), ("pump", 90),
        ];

        private readonly TestSite _site = new();

        internal RunningAggregator Aggregator { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            PlantSite.Write(_site);
            var text = await File.ReadAllTextAsync(_site.PathOf("site.yaml"));
            _site.Write("site.yaml", text
                .Replace("role: circuit,", "role: circuit, subItem: power,", StringComparison.Ordinal)
                .Replace("unit: unit-01,", "unit: unit-01, subItem: lighting-sockets,", StringComparison.Ordinal));
            Assert.Empty(_site.Current.Reload());
            Aggregator = await RunningAggregator.StartAsync(_site);
            var gateway = new TestGateway(_site.Keys[0]);
            await Aggregator.Ingestion.HandleAsync(
                [
                    .. from i in Enumerable.Range(0, 2 * 96)
                       from place in Enumerable.Range(0, Amounts.Length)
                       where i < Balanced || Amounts[place].Point != "pump"
                       select RollupRig.Interval(
                           gateway, (i * Amounts.Length) + place + 1, Amounts[place].Point,
                           TestGateway.March + (i * Interval.Length), Amounts[place].Amount),
                ],
                default);
            await Eventually.UntilAsync(async () => (long?)JsonNode.Parse(await Aggregator.Browser.GetStringAsync(
                "/api/reports/month?unit=unit-02&month=2017-03"))!["pending"] == 0);
        }

        public async Task DisposeAsync()
        {
            await Aggregator.DisposeAsync();
            _site.Dispose();
        }
    }
}
