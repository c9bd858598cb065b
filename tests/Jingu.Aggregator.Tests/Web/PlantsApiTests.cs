using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Jingu.Aggregator.Tests.Persistence.Readings;
using Xunit;

namespace Jingu.Aggregator.Tests.Web;

public sealed class PlantsApiTests : IAsyncLifetime
{
    private readonly PlayedPlants _played = new();

    public Task InitializeAsync() => _played.InitializeAsync();

    public Task DisposeAsync() => _played.DisposeAsync();

    [Fact]
    public async Task A_span_of_days_tells_figures_balance_and_alarms_with_evidence()
    {
        using var report = JsonDocument.Parse(await TextAsync("/api/plants?from=2017-03-01&to=2017-03-03"));

        var plants = report.RootElement.GetProperty("plants");
        var figures = plants[0].GetProperty("figures");
        Assert.Equal(_played.Generated, figures.GetProperty("energyWh").GetInt64());
        Assert.Equal((PlayedPlants.Quarters, PlayedPlants.Quarters), (
            figures.GetProperty("quartersDue").GetInt32(), figures.GetProperty("quartersMeasured").GetInt32()));
        var ratio = figures.GetProperty("performanceRatio");
        Assert.Equal(0.8, ratio.GetProperty("ratio").GetDouble(), tolerance: 0.01);
        Assert.Equal(1, ratio.GetProperty("coverage").GetDouble());
        Assert.Equal(JsonValueKind.Null, plants[1].GetProperty("figures").GetProperty("performanceRatio").ValueKind);
        Assert.Equal(0, plants[0].GetProperty("alarms").GetArrayLength());
        var alarm = Assert.Single(plants[1].GetProperty("alarms").EnumerateArray());
        Assert.Equal("no-output", alarm.GetProperty("kind").GetString());
        Assert.Equal(PlayedPlants.Trip, alarm.GetProperty("begin").GetDateTimeOffset());
        Assert.Equal(JsonValueKind.Null, alarm.GetProperty("end").ValueKind);
        Assert.Equal("dc-voltage-without-current", Assert.Single(
            alarm.GetProperty("hints").EnumerateArray()).GetString());
        var whole = report.RootElement.GetProperty("whole");
        Assert.Equal(
            whole.GetProperty("import").GetInt64() + whole.GetProperty("generation").GetInt64()
                - whole.GetProperty("export").GetInt64(),
            whole.GetProperty("subMeters").GetInt64() + whole.GetProperty("gap").GetInt64());
    }

    [Fact]
    public async Task Every_quarter_hour_of_the_balance_can_be_added_up_by_hand()
    {
        var rows = (await TextAsync("/api/plants?month=2017-03&format=balance")).Split("\r\n")[1..^1]
            .Select(row => row.Split(',')).ToList();

        Assert.Equal(PlayedPlants.Quarters, rows.Count);
        Assert.All(rows, row =>
        {
            var numbers = row[2..7].Select(cell => long.Parse(cell, CultureInfo.InvariantCulture)).ToArray();
            Assert.Equal(numbers[0] + numbers[1] - numbers[2], numbers[3] + numbers[4]);
            Assert.Equal(1_600, numbers[3]);
        });
    }

    [Theory]
    [InlineData("en", "no output in daylight, cause open", "DC voltage without current", "Building 1 roof")]
    [InlineData("zh", "白天无出力，原因未定", "直流有电压无电流", "1号楼光伏")]
    public async Task People_read_it_in_their_language(string language, string alarm, string hint, string name)
    {
        var text = await TextAsync($"/api/plants?month=2017-03&format=text&culture={language}");

        Assert.Contains(alarm, text, StringComparison.Ordinal);
        Assert.Contains(hint, text, StringComparison.Ordinal);
        Assert.Contains(name, text, StringComparison.Ordinal);
        Assert.Contains("2017-03-02 09:00", text, StringComparison.Ordinal);
    }

    /// <summary>0.5153 kg of CO2 and 0.1229 kg of coal for each kWh, by hand, with the set that says so.</summary>
    [Fact]
    public async Task What_is_avoided_is_what_was_generated_times_the_coefficient_of_a_stamped_set()
    {
        await ImportAsync("coefficients", "sets", """
            set,kind,resource,from,milligrams,scope,confirmed,source
            zhejiang-2022,carbon,electricity,2017-01-01,515300,"Zhejiang, average",yes,grid factors of 2022
            gb-2589-2020,coal-calorific,electricity,2017-01-01,122900,heat content,no,GB/T 2589-2020

            """);
        using var report = JsonDocument.Parse(await TextAsync("/api/plants?month=2017-03"));
        var avoided = Assert.Single(
            report.RootElement.GetProperty("plants")[0].GetProperty("avoided").EnumerateArray());
        Assert.Equal(_played.Generated, avoided.GetProperty("wh").GetInt64());
        var conversions = avoided.GetProperty("conversions").EnumerateArray().ToDictionary(
            each => each.GetProperty("set").GetString()!);
        Assert.Equal(["gb-2589-2020", "zhejiang-2022"], conversions.Keys.Order(StringComparer.Ordinal));
        long Grams(string set) => conversions[set].GetProperty("grams").GetInt64();
        Assert.Equal((long)(_played.Generated * 0.5153m), Grams("zhejiang-2022"));
        Assert.Equal((long)(_played.Generated * 0.1229m), Grams("gb-2589-2020"));
        var text = await TextAsync("/api/plants?month=2017-03&format=text&culture=en");
        var lines = text.Split('\n').ToLookup(
            line => line.Contains("unconfirmed", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(2, lines[true].Count(line => line.Contains("gb-2589-2020", StringComparison.Ordinal)));
        Assert.Equal(2, lines[false].Count(line => line.Contains("zhejiang-2022", StringComparison.Ordinal)));
    }

    /// <summary>Where figures come from and why they are missing, too; names of standards stay.</summary>
    [Fact]
    public async Task Chinese_lines_hold_no_English_sentence()
    {
        await ImportAsync(
            "pv-credits", "rule",
            "plant,unit,from,part,thousandths,source\npv-1,unit-01,2017-01-01,generation,250,合同\n");
        var text = await TextAsync("/api/plants?month=2017-01&format=text&culture=zh");
        Assert.Contains("按电量与装机容量重新计算", text, StringComparison.Ordinal);
        Assert.Contains("没有一个 15 分钟区间的全部计量点已知", text, StringComparison.Ordinal);
        foreach (var line in text.Split('\n'))
            Assert.DoesNotMatch("[a-z]{3,} [a-z]{2,} [a-z]{2,}", line);
    }

    [Fact]
    public async Task A_file_has_one_row_for_each_plant()
    {
        var rows = (await TextAsync("/api/plants?month=2017-03&format=csv")).Split("\r\n");

        Assert.StartsWith("from,to,plant,name,building,capacityW,energyWh", rows[0], StringComparison.Ordinal);
        Assert.Contains(
            $",pv-1,\"1号楼光伏\",building-1,20000,{_played.Generated},", rows[1], StringComparison.Ordinal);
        Assert.Equal(4, rows.Length);
    }

    [Fact]
    public async Task A_month_that_is_over_credits_the_next_ones_budget_once_and_only_by_a_rule_that_was_imported()
    {
        await ImportAsync("headcounts", "heads", "unit,from,established,users,source\nunit-01,2016-01-01,10,10,x\n");
        await ImportAsync("quotas", "quotas", "resource,from,perHead,unit,source\nelectricity,2016-01-01,98000,,x\n");
        await ImportAsync(
            "shapes", "shapes",
            "resource,from,m1,m2,m3,m4,m5,m6,m7,m8,m9,m10,m11,m12,workingDay,restDay,source\n"
                + "electricity,2016-01-01,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,1000,10,10,x\n");
        var february = Batches.Start.AddDays(-10);
        Assert.Empty(await _played.Aggregator.Readings.WriteAsync(
            [],
            [
                .. Enumerable.Range(0, 4).Select(i => Batches.Interval(
                    Batches.Intervals(1_000 + i), "roof-1", february.AddMinutes(15 * i), 1_001, total: 1_000 + i)),
            ],
            default));
        const string Credits = "/api/plants?month=2017-02&format=credits";
        Assert.Single((await TextAsync(Credits)).Split("\r\n")[..^1]);

        var rules = "plant,unit,from,part,thousandths,source\n";
        await ImportAsync("pv-credits", "rule", rules + "pv-1,unit-01,2017-02-01,generation,250,roof lease\n");
        var adjustments = await TextAsync(Credits);
        Assert.Equal(HttpStatusCode.Created, await SendAsync("adjustments", "credit", adjustments));
        Assert.Equal(HttpStatusCode.OK, await SendAsync("adjustments", "credit", adjustments));
        // What is entered already, word for word, is not entered again; under its id nothing else is.
        Assert.Equal(HttpStatusCode.Created, await SendAsync("adjustments", "again", adjustments));
        Assert.Equal(
            HttpStatusCode.BadRequest,
            await SendAsync("adjustments", "more", adjustments.Replace(",1001,", ",1002,", StringComparison.Ordinal)));

        var budget = await TextAsync("/api/planning/budget?month=2017-03&unit=unit-01&format=text");
        Assert.Contains(
            "+1,001 Wh extension pv-2017-02-pv-1-unit-01: PV credit: 250 thousandths of 4,004 Wh (generation) of pv-1 "
                + "in 2017-02, measured in 4 of 2688 quarter hours; from 2017-02-01: roof lease",
            budget, StringComparison.Ordinal);
        Assert.Contains("budget 981,001 Wh", budget, StringComparison.Ordinal);
        using var early = await _played.Aggregator.Browser.GetAsync(
            new Uri("/api/plants?month=2017-03&format=credits", UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, early.StatusCode);
        Assert.Contains("unit-01: 1,001 Wh, 250 thousandths", await TextAsync(
            "/api/plants?month=2017-02&format=text&culture=en"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pv-9,unit-01,2017-02-01,generation,250,x", "no plant of the site")]
    [InlineData("pv-1,unit-01,2017-02-01,generation,,x", "say how much is credited")]
    [InlineData("pv-1,unit-01,2017-02-01,none,250,x", "does not go with part none")]
    [InlineData("pv-1,unit-01,2017-02-01,generation,1001,x", "1 to 1000")]
    [InlineData(
        "pv-1,unit-01,2017-02-01,generation,600,x\npv-1,unit-02,2017-03-01,generation,401,x",
        "on 2017-03-01: the credits of pv-1 add up to more than 1000 thousandths")]
    [InlineData(
        "pv-1,unit-01,2017-02-01,generation,1,x\npv-1,unit-02,2017-02-01,self-consumed,1,x", "take different parts")]
    public async Task A_rule_that_contradicts_site_or_others_is_refused(string rows, string sentence)
    {
        using var content = new StringContent(
            "plant,unit,from,part,thousandths,source\n" + rows + "\n", Encoding.UTF8, "text/csv");
        using var answer = await _played.Aggregator.Browser.PostAsync(
            new Uri("/api/planning/pv-credits?import=a&actor=wang&reason=test", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(sentence, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("month=March")]
    [InlineData("from=2017-03-01")]
    [InlineData("from=2017-03-02&to=2017-03-02")]
    [InlineData("from=2016-03-01&to=2017-03-03")]
    [InlineData("month=2017-03&from=2017-03-01&to=2017-03-02")]
    [InlineData("month=2017-03&format=pdf")]
    public async Task What_is_no_period_or_format_is_answered_with_a_sentence(string query)
    {
        using var answer = await _played.Aggregator.Browser.GetAsync(new Uri($"/api/plants?{query}", UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("use json|such as month=2017-03".Split('|')[query.Contains("pdf", StringComparison.Ordinal)
            ? 0 : 1], await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task ImportAsync(string table, string id, string csv) =>
        Assert.Equal(HttpStatusCode.Created, await SendAsync(table, id, csv));

    private async Task<HttpStatusCode> SendAsync(string table, string id, string csv)
    {
        using var content = new StringContent(csv, Encoding.UTF8, "text/csv");
        using var answer = await _played.Aggregator.Browser.PostAsync(
            new Uri($"/api/planning/{table}?import={id}&actor=wang&reason=test", UriKind.Relative), content);
        return answer.StatusCode;
    }

    private Task<string> TextAsync(string address) =>
        _played.Aggregator.Browser.GetStringAsync(new Uri(address, UriKind.Relative));
}
