using System.Net;
using System.Text;
using System.Text.Json;
using Jingu.Aggregator.Ingest;
using Jingu.Aggregator.Tests.Ingest;
using Jingu.Aggregator.Tests.Web;
using Jingu.Contracts.Readings;
using Jingu.Testing;
using Xunit;

namespace Jingu.Aggregator.Tests.Planning;

/// <summary>Planning data through the API of a running aggregator; its site time stands at 20 March 2017.</summary>
#pragma warning disable CA1001 // xUnit calls DisposeAsync of IAsyncLifetime.
public sealed class PlanningTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private const string Headcounts = """
        unit,from,established,users,source
        unit-01,2026-01-01,42,50,"HR, letter 12"
        unit-01,2026-03-15,40,50,HR letter 15

        """;

    private const string Quotas = """
        resource,from,perHead,unit,source
        electricity,2026-01-01,98000,,derived from 144.50 kgce
        water,2026-01-01,2640,,derived from 31.66 m3

        """;

    private const string Shapes = """
        resource,from,m1,m2,m3,m4,m5,m6,m7,m8,m9,m10,m11,m12,workingDay,restDay,source
        electricity,2026-01-01,1050,1050,1050,1050,1050,950,950,950,950,950,1000,1000,10,4,test

        """;

    private readonly TestSite _site = new();
    private RunningAggregator _aggregator = null!;

    public async Task InitializeAsync() => _aggregator = await RunningAggregator.StartAsync(_site);

    public async Task DisposeAsync()
    {
        await _aggregator.DisposeAsync();
        _site.Dispose();
    }

    /// <summary>The arithmetic by hand stands with the same figures in the tests of Jingu.Budgets.</summary>
    [Fact]
    public async Task A_budget_follows_from_what_was_imported_and_shows_every_number()
    {
        await ImportAllAsync();

        using var budget = await JsonAsync("/api/planning/budget?month=2026-03&unit=unit-01");
        var electricity = budget.RootElement[0];
        var text = await TextAsync("/api/planning/budget?month=2026-03&unit=unit-01&format=text");

        Assert.Equal(4_209_253, electricity.GetProperty("computed").GetInt64());
        Assert.Equal(4_209_253, electricity.GetProperty("available").GetInt64());
        Assert.Equal("4209253.125", electricity.GetProperty("exactSum").GetString());
        Assert.Equal(
            4_209_253,
            electricity.GetProperty("days").EnumerateArray().Sum(day => day.GetProperty("share").GetInt64()));
        Assert.Equal(3, electricity.GetProperty("stamp").GetProperty("plan").GetInt64());
        Assert.Matches("^20[0-9]{2}[a-z]$", electricity.GetProperty("stamp").GetProperty("zoneVersion").GetString());
        foreach (var line in new[]
        {
            "unit-01 市发展和改革委员会, electricity, 2026-03\n",
            "  2026-03-01 to 2026-03-14: 10 working days x 10 + 4 days of rest x 4 = weight 116\n",
            "    42 heads x 98,000 Wh x 1,050 / 1,000 x 116 / 256 = 1958315.625\n",
            "    head-count from 2026-01-01: HR, letter 12; import 1\n",
            "    40 heads x 98,000 Wh x 1,050 / 1,000 x 140 / 256 = 2250937.500\n",
            "    head-count from 2026-03-15: HR letter 15; import 1\n",
            "    quota per head and month from 2026-01-01: derived from 144.50 kgce; import 2\n",
            "    month shape from 2026-01-01: test; import 3\n",
            "  sum 4209253.125 Wh, rounded down: 4,209,253 Wh\n",
            "  calendar: no calendar of 2026 was imported: Monday to Friday work, and no holiday is known\n",
            "    03-01r 67,528  03-02 168,821",
            "  budget 4,209,253 Wh = 4,209.253 kWh\n",
            "    month shape no month shape was imported: every month and day alike\n",
            "  computed from plan 3; Asia/Shanghai, time-zone data 20",
        })
        {
            Assert.Contains(line, text, StringComparison.Ordinal);
        }
    }

    /// <summary>The program itself, beside the running aggregator.</summary>
    [Fact]
    public async Task The_command_shows_the_same_lines_as_the_API()
    {
        await ImportAllAsync();
        var program = Path.Combine(AppContext.BaseDirectory, "jingu-aggregator.dll");
        string[] budget = [program, "budget", "--config", _site.PathOf("aggregator.yaml"), "--month", "2026-03"];

        var lines = await Programs.RunAsync("dotnet", [.. budget, "--unit", "unit-01"]);
        using var json = JsonDocument.Parse(await Programs.RunAsync("dotnet", [.. budget, "--json"]));
        var before = await Programs.RunAsync("dotnet", [.. budget, "--as-of", "1"]);

        Assert.Equal(await TextAsync("/api/planning/budget?month=2026-03&format=text"), lines);
        Assert.Equal(4_209_253, json.RootElement[0].GetProperty("available").GetInt64());
        Assert.Contains("  no budget: no quota holds on 2026-03-01", before, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_months_report_shows_the_budget()
    {
        await ImportAllAsync();
        await ImportAsync("adjustments", "ext", "id,kind,unit,resource,month,amount,reason\n"
            + "ext-1,extension,unit-01,electricity,2026-03,747,heat wave\n");

        using var report = await JsonAsync("/api/report?month=2026-03");
        using var earlier = await JsonAsync("/api/report?month=2017-03");

        static JsonElement Unit(JsonDocument document) => document.RootElement.GetProperty("units")[0];
        Assert.Equal(4_210_000, Unit(report).GetProperty("electricity").GetProperty("budgetWh").GetInt64());
        // Every day alike: 2,640 L x (42 x 14 + 40 x 17) / 31 = 107,984.516.
        Assert.Equal(107_984, Unit(report).GetProperty("water").GetProperty("budgetL").GetInt64());
        Assert.Equal(
            JsonValueKind.Null, Unit(earlier).GetProperty("electricity").GetProperty("budgetWh").ValueKind);
    }

    [Fact]
    public async Task The_same_import_again_changes_nothing_and_another_with_its_id_is_refused()
    {
        Assert.Equal(HttpStatusCode.Created, (await PostAsync("headcounts", "heads", Headcounts)).Status);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync("headcounts", "heads", Headcounts)).Status);
        var (status, answer) = await PostAsync(
            "headcounts", "heads", Headcounts.Replace("42", "43", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("other content", answer, StringComparison.Ordinal);
        using var imports = await JsonAsync("/api/planning/imports");
        Assert.Equal(1, imports.RootElement.GetArrayLength());
    }

    [Fact]
    public async Task A_correction_is_another_import_and_the_history_stays()
    {
        await ImportAllAsync();
        await ImportAsync(
            "headcounts", "heads-2", "unit,from,established,users,source\nunit-01,2026-03-15,42,50,HR 16\n");

        using var now = await JsonAsync("/api/planning/budget?month=2026-03");
        using var before = await JsonAsync("/api/planning/budget?month=2026-03&asOf=3");
        using var history = await JsonAsync("/api/planning/headcounts");

        Assert.Equal(4_321_800, now.RootElement[0].GetProperty("computed").GetInt64());
        Assert.Equal(4_209_253, before.RootElement[0].GetProperty("computed").GetInt64());
        Assert.Equal(
            [("40", "wang (token tests)"), ("42", "wang (token tests)")],
            history.RootElement.EnumerateArray()
                .Where(row => row.GetProperty("values").GetProperty("from").GetString() == "2026-03-15")
                .Select(row => (
                    row.GetProperty("values").GetProperty("established").GetString()!,
                    row.GetProperty("actor").GetString()!)));
    }

    [Theory]
    [InlineData("unit-01,2026-13-01,1,1,x", "row 3, column from: '2026-13-01' is no day")]
    [InlineData("unit-01,2026-01-01,1.5,1,x", "row 3, column established: '1.5' is no whole number")]
    [InlineData("unit-01,2026-01-01,-1,1,x", "row 3, column established: '-1' is no whole number from 0")]
    [InlineData("unit-77,2026-01-01,1,1,x", "row 3, column unit: 'unit-77' is no unit of the site")]
    [InlineData("unit-01,2026-01-01,1,1,", "row 3, column source: is missing")]
    [InlineData("unit-01,2025-01-01,2,1,x", "row 3, column unit: says again what row 2 says")]
    public async Task A_bad_row_is_named_by_row_and_column_and_nothing_is_stored(string row, string why)
    {
        var (status, answer) = await PostAsync(
            "headcounts", "bad", $"unit,from,established,users,source\nunit-01,2025-01-01,1,1,good\n{row}\n");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        using var problem = JsonDocument.Parse(answer);
        Assert.StartsWith(why, problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        using var imports = await JsonAsync("/api/planning/imports");
        Assert.Equal(0, imports.RootElement.GetArrayLength());
    }

    [Fact]
    public async Task JSON_is_checked_as_CSV_is_and_every_fault_is_told_at_once()
    {
        var (status, answer) = await SendAsync("quotas", """
            {"import": "q", "actor": "wang", "rows": [
              {"resource": "electricity", "from": "2026-01-01", "perHead": 98000, "source": "x"},
              {"resource": "gas", "from": "soon", "perHead": 1e3, "colour": "red"}]}
            """);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        using var problem = JsonDocument.Parse(answer);
        Assert.Equal(
            [(0, "reason"), (2, "resource"), (2, "from"), (2, "perHead"), (2, "source"), (2, "colour")],
            problem.RootElement.GetProperty("errors").EnumerateArray().Select(
                error => (error.GetProperty("row").GetInt32(), error.GetProperty("column").GetString()!)));
        Assert.Equal(
            HttpStatusCode.Created,
            (await SendAsync("quotas", """
                {"import": "q", "actor": "wang", "reason": "new year", "rows": [
                  {"resource": "electricity", "from": "2026-01-01", "perHead": 98000, "unit": null, "source": "x"}]}
                """)).Status);
    }

    [Fact]
    public async Task Adjustments_count_and_a_reversal_takes_one_back()
    {
        await ImportAllAsync();
        await ImportAsync("adjustments", "adj-1", """
            id,kind,unit,resource,month,amount,reverses,reason
            ext-1,extension,unit-01,electricity,2026-03,500000,,server move
            emergency-1,emergency,unit-01,electricity,2026-03,100000,,selected by the unit
            undo-1,reversal,,,,,ext-1,typed for the wrong month

            """);

        var march = await TextAsync("/api/planning/budget?month=2026-03&format=text");
        var april = await TextAsync("/api/planning/budget?month=2026-04&format=text");

        Assert.Contains(
            "  +500,000 Wh extension ext-1: server move (wang (token tests), 2017-03-20T00:00:00Z)\n", march,
            StringComparison.Ordinal);
        Assert.Contains("  -500,000 Wh reversal undo-1 of ext-1: typed for the wrong month", march,
            StringComparison.Ordinal);
        Assert.Contains("  budget 4,309,253 Wh = 4,309.253 kWh\n", march, StringComparison.Ordinal);
        Assert.Contains("  -100,000 Wh emergency emergency-1: selected by the unit", april, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_of_adjustments_that_was_exported_is_imported_again_with_more_rows_and_counts_once()
    {
        await ImportAllAsync();
        await ImportAsync("adjustments", "adj-1", """
            id,kind,unit,resource,month,amount,reverses,reason
            ext-1,extension,unit-01,electricity,2026-03,500000,,server move
            ext-2,extension,unit-01,electricity,2026-03,70000,,summer school
            undo-1,reversal,,,,,ext-1,typed for the wrong month

            """);
        var exported = await TextAsync("/api/planning/adjustments?format=csv&of=kept");

        await ImportAsync("adjustments", "adj-2", exported);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync("adjustments", "adj-2", exported)).Status);
        await ImportAsync(
            "adjustments", "adj-3",
            exported + "ext-3,extension,unit-01,,electricity,2026-03,2000,,heat\n");

        Assert.Contains(
            "  budget 4,281,253 Wh = 4,281.253 kWh\n",
            await TextAsync("/api/planning/budget?month=2026-03&format=text"), StringComparison.Ordinal);
        var (status, answer) = await PostAsync(
            "adjustments", "adj-4", exported.Replace("70000", "70001", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("is entered already", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,recovery,unit-01,electricity,2026-03,4209254,", "row 2, column amount: takes 4209254 from unit-01")]
    [InlineData("a,extension,unit-01,electricity,2025-03,1,", "row 2, column amount: unit-01 has no budget")]
    [InlineData("a,extension,,electricity,2026-03,1,", "row 2, column unit: is missing")]
    [InlineData("a,reversal,,,,,b", "row 2, column reverses: 'b' is not entered")]
    [InlineData("a,loan,unit-01,electricity,2026-03,1,", "row 2, column kind: 'loan' is not one of")]
    [InlineData(
        "a,extension,unit-01,electricity,2026-03,1,\nb,recovery,unit-01,electricity,2026-03,4209255,",
        "row 3, column amount: takes 4209255 from unit-01, whose budget of electricity for 2026-03 is 4209254: 1 too")]
    public async Task An_adjustment_that_cannot_be_is_refused_with_its_row(string rows, string why)
    {
        await ImportAllAsync();

        var (status, answer) = await PostAsync(
            "adjustments", "adj", "id,kind,unit,resource,month,amount,reverses,reason\n"
                + string.Concat(rows.Split('\n').Select(row => row + ",because\n")));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        using var problem = JsonDocument.Parse(answer);
        Assert.StartsWith(why, problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Coefficients_are_stamped_on_what_they_convert_and_carbon_ranks()
    {
        await ImportAllAsync();
        await ImportAsync("coefficients", "factors", """
            set,kind,resource,from,milligrams,scope,confirmed,source
            zhejiang-2021,carbon,electricity,2025-01-01,542200,"Zhejiang, average",yes,notice of 2024-04-12
            zhejiang-2022,carbon,electricity,2026-01-01,515300,"Zhejiang, average",yes,factors of 2022
            gb-2589-2020,coal-calorific,electricity,2021-04-01,122900,heat content,yes,GB/T 2589-2020
            zhuzhou,coal-equivalent,electricity,2025-01-01,328000,coal burned,no,recomputed

            """);

        var text = await TextAsync("/api/planning/budget?month=2026-03&format=text");
        using var carbon = await JsonAsync("/api/planning/carbon?month=2026-03");

        // 4,209,253 x 515,300 / 10^6 = 2,169,028.07; x 122,900: 517,317.19; x 328,000: 1,380,634.98.
        Assert.Contains(
            "  carbon: 4,209,253 Wh x 515,300 mg/kWh / 1,000,000 = 2,169,028 g; set zhejiang-2022 from 2026-01-01, "
                + "Zhejiang, average (factors of 2022; import 4)\n",
            text, StringComparison.Ordinal);
        Assert.Contains("= 517,317 g; set gb-2589-2020", text, StringComparison.Ordinal);
        Assert.Contains("= 1,380,634 g; set zhuzhou from 2025-01-01, coal burned, unconfirmed", text,
            StringComparison.Ordinal);
        var unit = Assert.Single(carbon.RootElement.GetProperty("units").EnumerateArray());
        // Nothing is measured yet: the unit has no rank, and its use is unknown and not 0.
        Assert.Equal((JsonValueKind.Null, 2_169_028, JsonValueKind.Null, JsonValueKind.Null), (
            unit.GetProperty("rank").ValueKind, unit.GetProperty("budgetG").GetInt64(),
            unit.GetProperty("usedG").ValueKind, unit.GetProperty("warning").ValueKind));
        await MeasureAsync();
        using var measured = await JsonAsync("/api/planning/carbon?month=2026-03");
        unit = Assert.Single(measured.RootElement.GetProperty("units").EnumerateArray());
        Assert.Equal((1, 515, "none"), (
            unit.GetProperty("rank").GetInt32(), unit.GetProperty("usedG").GetInt64(),
            unit.GetProperty("warning").GetString()!));
        Assert.Equal("zhejiang-2022", carbon.RootElement.GetProperty("electricity").GetProperty("set").GetString());
    }

    [Fact]
    public async Task Declared_days_are_used_and_named()
    {
        await ImportAllAsync();
        // Invented for the test: no notice about 2026 is known here.
        await ImportAsync("days", "days", "date,kind,name,source\n2026-03-02,rest,测试,test\n2026-03-07,working,,test\n");

        var text = await TextAsync("/api/planning/budget?month=2026-03&unit=unit-01&format=text");

        Assert.Contains("03-02r* ", text, StringComparison.Ordinal);
        Assert.Contains("2026-03-02 rest: 测试 (test; import 4)\n", text, StringComparison.Ordinal);
        Assert.Contains("calendar: the days of 2026 that were imported", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/planning/colours", HttpStatusCode.NotFound)]
    [InlineData("/api/planning/budget?month=March", HttpStatusCode.BadRequest)]
    [InlineData("/api/planning/budget?month=2026-03&unit=unit-77", HttpStatusCode.BadRequest)]
    [InlineData("/api/planning/budget?month=2026-03&asOf=-1", HttpStatusCode.BadRequest)]
    [InlineData("/api/planning/carbon?month=2026-03", HttpStatusCode.NotFound)]
    public async Task A_wrong_address_is_answered_with_a_sentence(string address, HttpStatusCode status)
    {
        using var answer = await _aggregator.Browser.GetAsync(new Uri(address, UriKind.Relative));

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains("\"detail\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>1,000 Wh of the unit.</summary>
    private async Task MeasureAsync() => Assert.IsType<Handled.Done>(await _aggregator.Ingestion.HandleAsync(
        [new TestGateway(_site.Keys[0]).OneInterval(1, new(
            new("unit-01-electricity"), new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero), 1000, Quality.Measured, 5000, 5000,
            new("m-1"), false))],
        default));

    private async Task ImportAllAsync()
    {
        await ImportAsync("headcounts", "heads", Headcounts);
        await ImportAsync("quotas", "quotas", Quotas);
        await ImportAsync("shapes", "shapes", Shapes);
    }

    private async Task ImportAsync(string table, string id, string csv)
    {
        var (status, answer) = await PostAsync(table, id, csv);
        Assert.True(status == HttpStatusCode.Created, answer);
    }

    private Task<(HttpStatusCode Status, string Answer)> PostAsync(string table, string id, string csv) =>
        SendAsync($"{table}?import={id}&actor=wang&reason=test", csv, "text/csv");

    private async Task<(HttpStatusCode Status, string Answer)> SendAsync(
        string address, string body, string type = "application/json")
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var answer = await _aggregator.Browser.PostAsync(
            new Uri("/api/planning/" + address, UriKind.Relative), content);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private Task<string> TextAsync(string address) =>
        _aggregator.Browser.GetStringAsync(new Uri(address, UriKind.Relative));

    private async Task<JsonDocument> JsonAsync(string address)
    {
        using var answer = await _aggregator.Browser.GetAsync(new Uri(address, UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
    }
}
