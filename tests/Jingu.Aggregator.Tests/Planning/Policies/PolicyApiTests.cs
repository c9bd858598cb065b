using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Jingu.Aggregator.Tests.Ingest;
using Jingu.Aggregator.Tests.Web;
using Jingu.Budgets.Decisions;
using Jingu.Budgets.Ladders;
using Jingu.Contracts.Events;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Jingu.Testing;
using Xunit;

namespace Jingu.Aggregator.Tests.Planning.Policies;

/// <summary>Policies, commands and codes, from the plan to the gateway's answer, over the real web server.</summary>
public sealed class PolicyApiTests : IAsyncLifetime
{
    private readonly TestSite _site = new(1, "old", "new");
    private RunningAggregator _running = null!;

    public async Task InitializeAsync()
    {
        _running = await RunningAggregator.StartAsync(_site);
        await ImportAsync("headcounts", "unit,from,established,users,source\nunit-01,2017-01-01,42,50,test");
        await ImportAsync("quotas", "resource,from,perHead,source\nelectricity,2017-01-01,98000,test");
    }

    public async Task DisposeAsync()
    {
        await _running.DisposeAsync();
        _site.Dispose();
    }

    [Fact]
    public async Task The_plan_becomes_a_policy_and_every_change_a_newer_version()
    {
        var first = await DesiredAsync(one => Months(one).Count == 3);
        Assert.Equal(["2017-03", "2017-04", "2017-05"], Months(first).Select(month => (string)month!["month"]!));
        Assert.Equal(42 * 98_000, (long)Months(first)[0]!["budget"]!);
        Assert.True((bool)Unit(first)["ladder"]!["drill"]!);

        await ImportAsync("ladders", "resource,drill,automatic,warningPercent,emergency,source\n"
            + "electricity,no,yes,95,20000,test");
        await ImportAsync("hours", "name,begin,end,days,source\nnight,22:00,07:00,every,test");
        await ImportAsync("held-days", "date,kind,source\n2017-04-04,special,test");
        await ImportAsync("circuits", "switchPoint,gateway,unit,resource,place,dim,reminder,source\n"
            + "sp-2,gateway-1,unit-01,electricity,2,no,no,test\nsp-1,gateway-1,unit-01,electricity,1,yes,yes,test");
        var later = await DesiredAsync(one => Unit(one)["switching"] is not null);
        Assert.True((long)later["version"]! > (long)first["version"]!);
        Assert.False((bool)Unit(later)["ladder"]!["drill"]!);
        Assert.Equal(95, (int)Unit(later)["ladder"]!["warningPercent"]!);
        Assert.Equal(20_000, (long)Months(later)[0]!["emergencyAllowance"]!);
        Assert.Equal(
            ["sp-1", "sp-2"],
            Unit(later)["switching"]!["circuits"]!.AsArray().Select(circuit => (string)circuit!["point"]!));
        Assert.Equal("22:00", (string)later["state"]!["calendar"]!["friendly"]![0]!["from"]!);
        Assert.Equal("2017-04-04", (string)later["state"]!["calendar"]!["days"]![0]!["day"]!);
    }

    [Theory]
    [InlineData("ladders", "resource,drill,noticePercent,warningPercent,source\nelectricity,no,95,90,x",
        "row 2: ladder of all for Electricity: warningPercent must be above noticePercent")]
    [InlineData("ladders", "resource,drill,firstNoticeHours,source\nelectricity,no,24,x",
        "row 2, column firstNoticeHours: '24' is no whole number from 72 to 720")]
    [InlineData("hours", "name,begin,end,days,source\nnight,22.00,07:00,every,x",
        "row 2, column begin: '22.00' is no time of day")]
    [InlineData("held-days", "date,kind,source\n2017-04-04,holiday,x",
        "row 2, column kind: 'holiday' is not one of")]
    [InlineData("circuits", "switchPoint,gateway,unit,resource,place,dim,reminder,source\n"
        + "sp-1,gateway-9,unit-01,electricity,1,no,no,x", "row 2, column gateway: 'gateway-9' reads no meter")]
    [InlineData("circuits", "switchPoint,gateway,unit,resource,place,dim,reminder,source\n"
        + "lamp-1,gateway-1,unit-01,water,1,yes,no,x", "row 2, column dim: only lamps are dimmed")]
    [InlineData("circuits", "switchPoint,gateway,unit,resource,place,dim,reminder,source\n"
        + "lamp-1,gateway-1,unit-01,electricity,1,maybe,no,x", "row 2, column dim: 'maybe' is not one of")]
    public async Task A_wrong_row_is_told_by_row_and_column(string table, string csv, string message)
    {
        var (status, text) = await PostAsync(
            $"api/planning/{table}?import=wrong&actor=test&reason=test", csv, "text/csv");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(message, (string)JsonNode.Parse(text)!["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "The body is no command")]
    [InlineData("{\"action\":\"extend\",\"extra\":1}", "The body is no command")]
    [InlineData("{\"action\":\"extend\"}", "by: say who asks")]
    [InlineData("{\"action\":\"extend\",\"by\":\"Li\"}", "reason: say why")]
    [InlineData("{\"action\":\"extend\",\"by\":\"Li\",\"reason\":\"r\",\"unit\":\"?\"}", "unit: '?' is no unit")]
    [InlineData("{\"action\":\"extend\",\"by\":\"Li\",\"reason\":\"r\",\"unit\":\"unit-01\",\"resource\":\"gas\"}",
        "resource: 'gas' is not one of")]
    [InlineData("{\"action\":\"cut\",\"by\":\"Li\",\"reason\":\"r\",\"unit\":\"unit-01\",\"resource\":\"water\"}",
        "action: 'cut' is not one of")]
    [InlineData("{\"action\":\"extend\",\"by\":\"Li\",\"reason\":\"r\",\"unit\":\"unit-99\",\"resource\":\"water\"}",
        "'unit-99' is no unit of the site")]
    [InlineData("{\"action\":\"extend\",\"by\":\"Li\",\"reason\":\"r\",\"unit\":\"unit-01\",\"resource\":\"water\"}",
        "it extends by nothing")]
    [InlineData("{\"action\":\"extend\",\"by\":\"Li\",\"reason\":\"r\",\"unit\":\"unit-01\",\"resource\":\"water\","
        + "\"month\":\"2017-03\",\"amount\":1000}", "has no budget of water")]
    [InlineData("{\"action\":\"override-until\",\"by\":\"Li\",\"reason\":\"r\",\"unit\":\"unit-01\","
        + "\"resource\":\"electricity\"}", "until: is missing")]
    [InlineData("{\"action\":\"test-switch\",\"by\":\"Li\",\"reason\":\"r\",\"switchPoint\":\"sp-9\"}",
        "'sp-9' is not listed")]
    [InlineData("{\"action\":\"curtail\",\"by\":\"Li\",\"reason\":\"r\",\"point\":\"pv-9\",\"percent\":60,"
        + "\"until\":\"2017-03-01T00:00:00Z\"}", "'pv-9' is no point of generation")]
    [InlineData("{\"action\":\"curtail\",\"by\":\"Li\",\"reason\":\"r\",\"point\":\"unit-01-electricity\","
        + "\"percent\":60,\"until\":\"2017-03-01T00:00:00Z\"}", "is no point of generation")]
    [InlineData("{\"action\":\"curtail\",\"by\":\"Li\",\"reason\":\"r\",\"point\":\"pv-1\",\"percent\":60}",
        "until: is missing")]
    [InlineData("{\"action\":\"curtail\",\"by\":\"Li\",\"reason\":\"r\",\"point\":\"pv-1\",\"percent\":60.55,"
        + "\"until\":\"2017-03-01T00:00:00Z\"}", "percent: write 0 to 100")]
    [InlineData("{\"action\":\"curtail\",\"by\":\"Li\",\"reason\":\"r\",\"point\":\"pv-1\",\"percent\":101,"
        + "\"until\":\"2017-03-01T00:00:00Z\"}", "percent: write 0 to 100")]
    [InlineData("{\"action\":\"confirm-restore\",\"by\":\"Li\",\"reason\":\"r\",\"unit\":\"unit-01\","
        + "\"resource\":\"electricity\",\"notAfter\":\"2016-01-01T00:00:00Z\"}", "has passed")]
    [InlineData("{\"action\":\"confirm-restore\",\"by\":\"Li\",\"reason\":\"r\",\"unit\":\"unit-01\","
        + "\"resource\":\"electricity\",\"notAfter\":\"2018-01-01T00:00:00Z\"}", "7 days at most")]
    public async Task A_wrong_command_is_answered_with_what_is_wrong_and_not_issued(string body, string why)
    {
        var (status, text) = await PostAsync("api/commands", body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(why, (string)JsonNode.Parse(text)!["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_extension_is_issued_once_is_in_the_next_policy_and_shows_the_gateways_answer()
    {
        var before = await DesiredAsync(one => Months(one).Count == 3);
        var (status, text) = await PostAsync("api/commands", """
            {"action":"extend","unit":"unit-01","resource":"electricity","month":"2017-03","amount":50000,
             "by":"Wang Li","reason":"Exam week"}
            """);
        Assert.Equal(HttpStatusCode.Accepted, status);
        var id = (string)JsonNode.Parse(text)!["id"]!;
        var after = await DesiredAsync(one => Includes(one).Contains(id));
        Assert.Equal(50_000, (long)Months(after)[0]!["budget"]! - (long)Months(before)[0]!["budget"]!);
        Assert.Equal("issued", (string)(await GetAsync($"api/commands/{id}"))["state"]!);

        await HappenAsync(1, EventKinds.CommandAnswered, "50000 more.", ("id", id));
        await HappenAsync(2, EventKinds.CommandRefused, "Too late.", ("id", id));
        var answered = await GetAsync($"api/commands/{id}");
        Assert.Equal(("done", "50000 more."), ((string)answered["state"]!, (string)answered["answer"]!));
        using var unknown = await _running.Browser.GetAsync(new Uri("api/commands/none", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task Receipts_are_shown_and_a_version_above_ours_is_never_published_below()
    {
        await DesiredAsync(one => Months(one).Count == 3);
        await HappenAsync(1, EventKinds.PolicyRefused, "A policy was refused: its signature is wrong.");
        await HappenAsync(2, EventKinds.PolicyApplied, "Policy version 40 is in force.", ("version", "40"));
        var shown = await DesiredAsync(one => (long)one["version"]! > 40);
        Assert.Equal(40, (long)shown["applied"]!);
        Assert.Contains("its signature is wrong", (string)shown["refused"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_key_signs_and_when_another_comes_first_every_policy_is_signed_anew()
    {
        var before = await DesiredAsync(one => Months(one).Count == 3 && (string)one["key"]! == "old");
        await _running.DisposeAsync();
        _running = await RunningAggregator.StartAsync(
            _site, _site.Settings with { Signing = [_site.Settings.Signing[1], _site.Settings.Signing[0]] });
        var after = await DesiredAsync(one => (string)one["key"]! == "new");
        Assert.Equal((long)before["version"]! + 1, (long)after["version"]!);
        Assert.Equal(Months(before).ToJsonString(), Months(after).ToJsonString());
    }

    [Fact]
    public async Task A_grant_code_is_twenty_digits_once_given_and_an_adjustment_when_it_was_used()
    {
        var (status, text) = await PostAsync("api/planning/grant-codes", """
            {"unit":"unit-01","resource":"electricity","amount":50000,"by":"Wang Li","reason":"no network"}
            """);
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal(20, ((string)JsonNode.Parse(text)!["code"]!).Length);
        Assert.Equal(1, (long)JsonNode.Parse(text)!["counter"]!);

        for (var again = 1; again <= 2; again++)
        {
            await HappenAsync(again, EventKinds.GrantUsed, "Li used a grant code.",
                ("name", "grant-gateway-1-1"), ("counter", "1"), ("unit", "unit-01"), ("resource", "Electricity"),
                ("amount", "50000"), ("month", "2017-03"), ("by", "Li"));
        }
        var after = await DesiredAsync(one => Includes(one).Contains("grant-gateway-1-1"));
        Assert.Equal((42 * 98_000) + 50_000, (long)Months(after)[0]!["budget"]!);
    }

    [Fact]
    public async Task A_selected_emergency_allowance_is_recovered_from_the_next_month_once()
    {
        await ImportAsync("ladders", "resource,drill,emergency,source\nelectricity,no,20000,test");
        var policy = new LadderPolicy(new("unit-01"), Resource.Electricity, 2) { Drill = false };
        var period = new LadderPeriod("2017-03", TestGateway.March, TestGateway.March.AddDays(31));
        var input = new LadderInput(TestGateway.March.AddDays(14), period, 1_000, 950)
        {
            EmergencyAllowance = 20_000,
            ClockTrusted = true,
            PolicyStanding = PolicyStanding.Good,
            Commands = [new("c-1", LadderCommandKind.SelectEmergency, "Li")],
        };
        var state = Ladder.Begin(policy, period) with { Stage = Stage.Warning };
        var step = Assert.Single(
            Ladder.DecideAll(policy, state, input), one => one.Decision.Rule == LadderRule.EmergencySelected);
        var happened = DecisionEvent.Of(
            ChainLink.After(null, new LadderRecord(Ladder.RuleSet, step)), "unit-01 electricity",
            TestGateway.March.AddDays(14), "Li selected the emergency allowance.");
        for (var again = 1; again <= 2; again++)
        {
            await HappenAsync(
                again, happened.Kind, happened.Text, [.. happened.Facts.Select(fact => (fact.Key, fact.Value))]);
        }

        var after = await DesiredAsync(
            one => Months(one).Count == 3 && (long)Months(one)[1]!["budget"]! == (42 * 98_000) - 20_000);
        Assert.Equal(42 * 98_000, (long)Months(after)[0]!["budget"]!);
        Assert.Equal(20_000, (long)Months(after)[0]!["emergencyAllowance"]!);
    }

    [Fact]
    public async Task No_more_codes_are_out_than_the_gateway_takes_and_odd_amounts_are_none()
    {
        const string Order = """
            {"unit":"unit-01","resource":"electricity","amount":50000,"by":"Wang Li","reason":"no network"}
            """;
        for (var i = 0; i < Contracts.Grants.GrantCode.Window; i++)
            Assert.Equal(HttpStatusCode.Created, (await PostAsync("api/planning/grant-codes", Order)).Status);
        var (status, text) = await PostAsync("api/planning/grant-codes", Order);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("16 codes of gateway-1 are not used yet", text, StringComparison.Ordinal);
        (status, text) = await PostAsync("api/planning/grant-codes", Order.Replace("50000", "50001", default));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("50001 cannot be written", text, StringComparison.Ordinal);
    }

    private async Task HappenAsync(long sequence, string kind, string text, params (string Name, string Value)[] facts)
    {
        var gateway = new TestGateway(_site.Keys[0]) { Journal = Journal };
        await _running.Ingestion.HandleAsync(
            [gateway.Batch(JournalStream.Events, sequence, TestGateway.Known, [new Entry.Event(
                ClockTrust.Synchronised,
                new GatewayEvent(kind, TestGateway.March.AddMinutes(sequence), "gateway-1", text,
                    facts.ToImmutableSortedDictionary(fact => fact.Name, fact => fact.Value)))])],
            default);
    }

    private static readonly Contracts.Ids.JournalId Journal = Contracts.Ids.JournalId.Parse(new string('7', 32));

    private static JsonNode Unit(JsonNode desired) => desired["state"]!["units"]![0]!;

    private static JsonArray Months(JsonNode desired) => Unit(desired)["months"]!.AsArray();

    private static IEnumerable<string> Includes(JsonNode desired) =>
        Months(desired).SelectMany(month => month!["includes"]!.AsArray()).Select(name => (string)name!);

    /// <summary>The policy of gateway-1, as soon as it is what is waited for.</summary>
    private async Task<JsonNode> DesiredAsync(Func<JsonNode, bool> isIt)
    {
        JsonNode? found = null;
        await Eventually.UntilAsync(async () =>
        {
            found = (await GetAsync("api/planning/desired")).AsArray()
                .FirstOrDefault(one => (string)one!["gateway"]! == "gateway-1");
            return found is not null && isIt(found);
        });
        return found!;
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
