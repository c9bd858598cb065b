using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Tests.Commands;
using Jingu.Aggregator.Tests.Ingest;
using Jingu.Aggregator.Tests.Web;
using Jingu.Aggregator.Tests.Web.Entrance;
using Jingu.Aggregator.Tests.Web.Pages;
using Jingu.Aggregator.Web.Pages.DemandResponse;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Jingu.Aggregator.Tests.Planning.DemandResponse;

/// <summary>
/// From an order to signed policies and the report, over the real web server. It is Monday, 20 March 2017, 08:00 in
/// Shanghai.
/// </summary>
public sealed class DemandResponseApiTests : IAsyncLifetime
{
    private const string Order = """
        {"id":"peak-1","start":"2017-03-20T14:00:00+08:00","end":"2017-03-20T16:00:00+08:00",
         "depthThousandths":300,"by":"Li","reason":"grid"}
        """;

    private static readonly DateTimeOffset Begin = new(2017, 3, 20, 6, 0, 0, TimeSpan.Zero);

    private readonly TestSite _site = new(1, "new");
    private RunningAggregator _running = null!;

    public async Task InitializeAsync()
    {
        _running = await RunningAggregator.StartAsync(_site);
        await ImportAsync("headcounts", "unit,from,established,users,source\nunit-01,2017-01-01,42,50,test");
        await ImportAsync("quotas", "resource,from,perHead,source\nelectricity,2017-01-01,98000,test");
        await ImportAsync("ladders", "resource,drill,source\nelectricity,no,test");
        await ImportAsync("sheddable", "switchPoint,gateway,unit,kind,place,expectedWatts,source\n"
            + "s-ac,gateway-1,unit-01,circuit,3,900,test\nchiller-1,gateway-1,unit-01,set-point,1,1000,test\n"
            + "lamps,gateway-1,unit-01,lamp,2,250,test");
        // Friday and Thursday; on Saturday nobody works, and Wednesday lacks a quarter of an hour.
        await StoreAsync(Begin.AddDays(-3), 1_000, quarters: 30);
        await StoreAsync(Begin.AddDays(-4), 1_200, quarters: 30);
        await StoreAsync(Begin.AddDays(-2), 100, quarters: 30);
        await StoreAsync(Begin.AddDays(-5), 9_000, quarters: 12);
    }

    public async Task DisposeAsync()
    {
        await _running.DisposeAsync();
        _site.Dispose();
    }

    [Fact]
    public async Task An_order_becomes_a_plan_on_a_named_baseline_and_stands_in_the_signed_policy()
    {
        var plan = await OrderAsync(Order, HttpStatusCode.Created);
        Assert.Equal(["2017-03-17", "2017-03-16"], plan["baselineDays"]!.AsArray().Select(day => (string)day!));
        // 1,100 Wh in a quarter of an hour are 4,400 W.
        Assert.Equal((4_400, 1_320), ((long)plan["peakWatts"]!, (long)plan["targetWatts"]!));
        Assert.Equal(["chiller-1", "lamps", "s-ac"], Loads(plan));
        Assert.Equal((2_150, 0), ((long)plan["expectedWatts"]!, (long)plan["shortWatts"]!));
        var events = (await PolicyAsync())["demandResponse"]!["events"]!.AsArray();
        Assert.Equal(
            ["chiller-1", "lamps", "s-ac"],
            events[0]!["loads"]!.AsArray().Select(load => (string)load!["point"]!));
        Assert.Equal("2017-03-20T06:01:00Z", (string)events[0]!["loads"]![1]!["from"]!);
        Assert.Equal("2017-03-20T08:02:00Z", (string)events[0]!["loads"]![2]!["to"]!);
    }

    [Fact]
    public async Task What_was_measured_is_held_against_the_baseline_and_what_was_not_is_named()
    {
        await OrderAsync(Order, HttpStatusCode.Created);
        await StoreAsync(Begin, 660, quarters: 30, missing: 2);
        var report = await GetAsync("api/demand-response/peak-1");
        foreach (var part in new[] { report["whole"]!, report["buildings"]![0]! })
        {
            // The same day before the event lies at 0.6 of the others: no more than 0.8 is believed.
            Assert.Equal(880, (long)part["quarters"]![0]!["baselineWh"]!);
            Assert.Equal(
                (6_160, 4_620, 250),
                ((long)part["baselineWh"]!, (long)part["measuredWh"]!, (long)part["thousandths"]!));
            // 2,150 W for two hours, all of it behind the one gateway of the one building.
            Assert.Equal(4_300, (long)part["expectedWh"]!);
            Assert.Equal(["2017-03-20T06:30:00+00:00"], part["notMeasured"]!.AsArray().Select(at => (string)at!));
        }
    }

    [Fact]
    public async Task The_page_shows_events_with_plan_and_report_and_what_may_be_shed()
    {
        Assert.Contains("None was ordered.", await PageAsync(), StringComparison.Ordinal);
        await OrderAsync(Order, HttpStatusCode.Created);
        var planned = await PageAsync();
        Assert.Matches(
            "peak-1 2017-03-20 14:00 to 16:00 planned 1.3 kW: 30 % of a peak of 4.4 kW 2.[12] 3 .*Li", planned);
        // What is to come was not measured: a dash, and no 0.
        Assert.Contains("– kWh less than the baseline Expected 4.3 kWh", planned, StringComparison.Ordinal);
        Assert.Contains(
            "chiller-1 set point of a machine Development and Reform Commission 1.0 03-20 14:00:00", planned,
            StringComparison.Ordinal);
        Assert.Contains("1 chiller-1 set point of a machine", planned, StringComparison.Ordinal);

        await StoreAsync(Begin, 660, quarters: 30, missing: 2);
        _running.Time.Advance(TimeSpan.FromHours(9));
        var over = await PageAsync();
        Assert.Contains("over 1.3 kW", over, StringComparison.Ordinal);
        Assert.Contains("1.5 kWh less than the baseline Expected 4.3 kWh 25.0 % of the baseline", over,
            StringComparison.Ordinal);
        Assert.Contains("03-20 14:00 0.880 0.660 0.220 during the event", over, StringComparison.Ordinal);
        Assert.Contains("03-20 14:30 0.880 – – during the event", over, StringComparison.Ordinal);
        Assert.Contains("Not measured, and in no sum: 03-20 14:30", over, StringComparison.Ordinal);
        Assert.Contains("mean of the same quarter hours of 2017-03-17, 2017-03-16", over, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_event_is_told_as_it_is_measured()
    {
        await OrderAsync(Order, HttpStatusCode.Created);
        async Task<IReadOnlyDictionary<string, string?>> NowAsync() =>
            (await _running.Services.GetRequiredService<DemandLive>().FrameAsync("peak-1", default)).Values.Values;
        async Task<string> RestAsync() => PageText.Of(await _running.Browser.GetStringAsync(
            new Uri("/demand-response?handler=Rest&event=peak-1&culture=en", UriKind.Relative)));
        var planned = await NowAsync();
        Assert.Equal("–", planned["reduced"]);
        Assert.DoesNotContain("0.880 0.660 0.220", await RestAsync(), StringComparison.Ordinal);
        Assert.Contains("data-stream=\"/live/demand-response/peak-1\"", await _running.Browser.GetStringAsync(
            new Uri("/demand-response?culture=en", UriKind.Relative)), StringComparison.Ordinal);

        _running.Time.Advance(Begin.AddMinutes(16) - _running.Time.GetUtcNow());
        await StoreAsync(Begin, 660, quarters: 13);

        var running = await NowAsync();
        Assert.Equal("0.2", running["reduced"]);
        Assert.All(["events", "curve", "rest"], key => Assert.NotEqual(planned[key], running[key]));
        Assert.Contains("0.880 0.660 0.220", await RestAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_is_told_and_nothing_is_ordered()
    {
        var order = JsonNode.Parse(Order)!;
        using var content = new StringContent(Order, Encoding.UTF8, "application/json");
        using var answer = await _running.Browser.PostAsync(
            new Uri("api/demand-response/plan", UriKind.Relative), content);
        var plan = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal((HttpStatusCode.OK, 1_320), (answer.StatusCode, (long)plan["targetWatts"]!));
        Assert.Equal((string)order["id"]!, (string)plan["id"]!);
        Assert.Empty((await GetAsync("api/demand-response")).AsArray());
        var loads = (await GetAsync("api/sheddable")).AsArray();
        Assert.Equal(["chiller-1", "lamps", "s-ac"], loads.Select(load => (string)load!["switchPoint"]!));
        Assert.All(loads, load => Assert.False((bool)load!["drill"]!));
    }

    [Fact]
    public async Task On_the_page_an_event_is_checked_planned_confirmed_and_called_off_with_a_reason()
    {
        const string Form = "start=2017-03-20T14:00&minutes=120&depth=30&kilowatts=&reason=grid&id=peak-2";
        using var visitors = new Visitors(_running);
        var wang = await visitors.AddAsync("wang", [Role.FacilityManager]);
        async Task<(int Status, string Page)> PostAsync(string page, string form) => await visitors.TellAsync(
            HttpMethod.Post, $"/demand-response/{page}?culture=en", form,
            await visitors.WithPageAsync(await visitors.SessionAsync(wang)));
        async Task<int> CountAsync() => (await GetAsync("api/demand-response")).AsArray().Count;

        var (status, page) = await PostAsync("order", Form.Replace("depth=30", "depth=", StringComparison.Ordinal));
        Assert.Equal(400, status);
        Assert.Matches("<p id=\"depth-why\" class=\"wrong\">[^<]", page);
        (status, page) = await PostAsync("order", Form.Replace("14:00", "07:00", StringComparison.Ordinal));
        Assert.Equal(400, status);
        Assert.Contains("has passed", page, StringComparison.Ordinal);

        (status, page) = await PostAsync("order", Form);
        Assert.Equal(200, status);
        Assert.Matches(
            "Loads are declared to bring 2.[12] kW; asked for: 1.3 kW: 30 % of a peak of 4.4 kW.", PageText.Of(page));
        Assert.Contains("chiller-1", page, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync());

        (status, page) = await PostAsync("order", Form + "&confirmed=yes");
        Assert.True(status == 302, page);
        Assert.Equal(1, await CountAsync());
        Assert.Equal("planned", (string)(await GetAsync("api/demand-response"))[0]!["state"]!);

        Assert.Equal(400, (await PostAsync("call-off", "event=peak-2&reason=+&confirmed=yes")).Status);
        Assert.Equal(200, (await PostAsync("call-off", "event=peak-2&reason=rain")).Status);
        Assert.Equal("planned", (string)(await GetAsync("api/demand-response"))[0]!["state"]!);
        Assert.Equal(302, (await PostAsync("call-off", "event=peak-2&reason=rain&confirmed=yes")).Status);
        Assert.Contains("Called off 03-20 08:00 by wang: rain", await PageAsync(), StringComparison.Ordinal);
        Assert.Equal(404, (await PostAsync("call-off", "event=peak-2&reason=rain&confirmed=yes")).Status);
        Assert.Equal(
            [("event peak-2", "grid"), ("event peak-2", "rain")],
            (await visitors.AuditAsync()).Where(one => one.Of is not null && one.Entry.Subject == "event peak-2")
                .Select(one => (one.Entry.Subject, one.Entry.Reason)));
    }

    private Task<string> PageAsync() => PageText.ReadAsync(_running.Browser, "/demand-response");

    [Fact]
    public async Task The_command_tells_the_same_beside_the_running_aggregator()
    {
        await OrderAsync(Order, HttpStatusCode.Created);
        await StoreAsync(Begin, 660, quarters: 30, missing: 2);
        var config = _site.PathOf("aggregator.yaml");
        var (code, errors, text) = await InstalledProgram.RunAsync(
            config, "", "demand-response", "--event", "peak-1");
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains(
            "building-1: 1,540 Wh less than 6,160 Wh, expected 4,300 Wh, 25.0 %; 1 quarter hours not measured.", text,
            StringComparison.Ordinal);
        Assert.Contains("Expected 2,150 W of 1,320 W.", text, StringComparison.Ordinal);
        Assert.Contains("2017-03-20 14:00", text, StringComparison.Ordinal);
        var json = await InstalledProgram.RunAsync(config, "", "demand-response", "--event", "peak-1", "--json");
        Assert.Equal(6_160, (long)JsonNode.Parse(json.Output)!["whole"]!["baselineWh"]!);
        var unknown = await InstalledProgram.RunAsync(config, "", "demand-response", "--event", "peak-9");
        Assert.Equal((2, "No event has the id 'peak-9'.\n"), (unknown.Code, unknown.Errors));
    }

    /// <summary>Wednesday evening something is cut, and returns on Thursday before noon.</summary>
    [Fact]
    public async Task A_day_that_began_cut_is_no_baseline()
    {
        var gateway = new TestGateway(_site.Keys[0]);
        await _running.Ingestion.HandleAsync(
            [
                gateway.Batch(
                    JournalStream.Events, 1, TestGateway.Known,
                    [
                        Switched("cut", Begin.AddDays(-5).AddHours(6)),
                        Switched("restore", Begin.AddDays(-4).AddHours(-3)),
                    ]),
            ],
            default);
        var plan = await OrderAsync(Order, HttpStatusCode.Created);
        Assert.Equal(["2017-03-17"], plan["baselineDays"]!.AsArray().Select(day => (string)day!));
    }

    /// <summary>What has stood cut for longer than anybody looks back is cut on every day.</summary>
    [Fact]
    public async Task What_was_cut_long_ago_and_never_returned_leaves_no_baseline()
    {
        var gateway = new TestGateway(_site.Keys[0]);
        await _running.Ingestion.HandleAsync(
            [gateway.Batch(JournalStream.Events, 1, TestGateway.Known, [Switched("cut", Begin.AddDays(-60))])],
            default);
        Assert.Contains("without event or cut", await RefusedAsync(Order), StringComparison.Ordinal);
    }

    private static Entry.Event Switched(string operation, DateTimeOffset at) => new(
        ClockTrust.Synchronised,
        new(
            EventKinds.SwitchActionChanged, at, "sp-1", "It happened.",
            ImmutableSortedDictionary<string, string>.Empty.Add("operation", operation).Add("state", "attempted")));

    [Fact]
    public async Task A_depth_that_cannot_be_reached_is_told_with_how_much_is_missing()
    {
        var plan = await OrderAsync(Order.Replace("300", "900", StringComparison.Ordinal), HttpStatusCode.Created);
        Assert.Equal(1_810, (long)plan["shortWatts"]!);
        Assert.Contains("not reached by 1810 W", (string)plan["notes"]![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_on_a_day_on_which_nothing_is_cut_says_so()
    {
        await ImportAsync("held-days", "date,kind,source\n2017-03-20,extreme-heat,test");
        var plan = await OrderAsync(Order, HttpStatusCode.Created);
        Assert.Contains("the calendar says extreme-heat", (string)plan["notes"]![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_that_is_called_off_leaves_the_policy()
    {
        await OrderAsync(Order, HttpStatusCode.Created);
        Assert.NotNull((await PolicyAsync())["demandResponse"]);
        var body = "{\"by\":\"Li\",\"reason\":\"rain\"}";
        Assert.Equal(HttpStatusCode.OK, (await PostAsync("api/demand-response/peak-1/call-off", body)).Status);
        Assert.Null((await PolicyAsync())["demandResponse"]);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync("api/demand-response/peak-1/call-off", body)).Status);
        Assert.Equal("rain", (string)(await GetAsync("api/demand-response"))[0]!["calledOffReason"]!);
    }

    [Fact]
    public async Task A_unit_in_a_drill_is_left_out_and_an_event_of_nothing_else_is_refused()
    {
        var (status, text) = await PostAsync(
            "api/planning/ladders?import=drill&actor=test&reason=test", "resource,drill,source\nelectricity,yes,test",
            "text/csv");
        Assert.True(status == HttpStatusCode.Created, text);
        Assert.Contains("unit-01 is in a drill", await RefusedAsync(Order), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2017-03-20T14:00", "2017-03-20T07:00", "has passed")]
    [InlineData("2017-03-20T16:00", "2017-03-20T19:00", "4 hours at most")]
    [InlineData("2017-03-20T16:00", "2017-03-20T14:00", "4 hours at most")]
    [InlineData("2017-03-20T14:00", "2017-03-20T14:05", "write quarter hours")]
    [InlineData("2017-03-20T14:00", "2017-03-30T14:00", "7 days ahead at most")]
    [InlineData("\"peak-1\"", "\"Peak 1\"", "is not 1 to 48")]
    [InlineData("300", "0", "depthThousandths: 1 to 1000")]
    [InlineData("\"depthThousandths\":300", "\"targetWatts\":0", "targetWatts: above 0")]
    [InlineData("\"depthThousandths\":300", "\"depthThousandths\":300,\"targetWatts\":5", "Give one of")]
    [InlineData("\"Li\"", "\"\"", "by: say who asks")]
    [InlineData("\"reason\"", "\"why\"", "The body is no order")]
    public async Task A_wrong_order_is_answered_with_what_is_wrong(string right, string wrong, string why)
    {
        Assert.Contains(right, Order, StringComparison.Ordinal);
        Assert.Contains(
            why, await RefusedAsync(Order.Replace(right, wrong, StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Empty((await GetAsync("api/demand-response")).AsArray());
    }

    [Fact]
    public async Task Two_events_do_not_lie_in_one_time_nor_have_one_name()
    {
        await OrderAsync(Order, HttpStatusCode.Created);
        foreach (var id in new[] { "peak-1", "peak-2" })
        {
            Assert.Contains(
                "was ordered before, or another one", await RefusedAsync(
                    Order.Replace("peak-1", id, StringComparison.Ordinal)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_load_behind_a_gateway_that_does_not_know_its_unit_is_not_taken()
    {
        var (status, text) = await PostAsync(
            "api/planning/sheddable?import=wrong&actor=test&reason=test",
            "switchPoint,gateway,unit,kind,place,expectedWatts,source\nx,gateway-2,unit-01,lamp,1,1,test", "text/csv");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("reads no electricity meter of unit-01", text, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Loads(JsonNode plan) =>
        plan["loads"]!.AsArray().Select(load => (string)load!["switchPoint"]!);

    /// <summary>From three hours before the event's time of day on, so many quarter hours.</summary>
    private async Task StoreAsync(DateTimeOffset begin, long wh, int quarters, int missing = -1)
    {
        var key = new EntryKey(
            new GatewayId("gateway-1"), JournalId.Parse(new string('7', 32)), JournalStream.Intervals,
            begin.ToUnixTimeSeconds());
        var first = begin.AddHours(-3);
        await _running.Readings.WriteAsync(
            [],
            [
                .. Enumerable.Range(0, quarters).Where(place => place != missing + 12 || missing < 0)
                    .Select(place => new StoredInterval(
                        new(
                            new("unit-01-electricity"), first.AddMinutes(15 * place), wh, Quality.Measured, 1, 1,
                            new("m-1"), false),
                        key)),
            ],
            default);
    }

    private async Task<JsonNode> OrderAsync(string order, HttpStatusCode expected)
    {
        var (status, text) = await PostAsync("api/demand-response", order);
        Assert.True(status == expected, text);
        return JsonNode.Parse(text)!;
    }

    private async Task<string> RefusedAsync(string order) =>
        (string)(await OrderAsync(order, HttpStatusCode.BadRequest))["detail"]!;

    private async Task<JsonNode> PolicyAsync()
    {
        Assert.Equal(HttpStatusCode.OK, (await PostAsync("api/planning/publish", "")).Status);
        return (await GetAsync("api/planning/desired")).AsArray()
            .First(one => (string)one!["gateway"]! == "gateway-1")!["state"]!;
    }

    private async Task ImportAsync(string table, string csv)
    {
        var (status, text) = await PostAsync(
            $"api/planning/{table}?import=test-{table}&actor=test&reason=test", csv, "text/csv");
        Assert.True(status == HttpStatusCode.Created, text);
    }

    private async Task<(HttpStatusCode Status, string Text)> PostAsync(
        string path, string body, string type = "application/json")
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var answer = await _running.Browser.PostAsync(new Uri(path, UriKind.Relative), content);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<JsonNode> GetAsync(string path) =>
        JsonNode.Parse(await _running.Browser.GetStringAsync(new Uri(path, UriKind.Relative)))!;
}
