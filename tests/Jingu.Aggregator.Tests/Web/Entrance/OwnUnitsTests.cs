using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Dapper;
using Jingu.Aggregator.Ingest;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Reporting.Enforcement;
using Jingu.Aggregator.Tests.Ingest;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Budgets.Decisions;
using Jingu.Contracts.Commands;
using Jingu.Contracts.Events;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Jingu.Mqtt;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Jingu.Aggregator.Tests.Web.Entrance;

/// <summary>A unit contact asks about every other unit, wherever an address takes or tells one.</summary>
public sealed class OwnUnitsTests : IAsyncLifetime
{
    private const string Other = """

          - id: unit-02
            name: 市档案局
            nameEn: Archives
            headcount: 10
        """;

    private const string OtherPoint = """
          - {id: unit-02-electricity, meter: m-new, resource: electricity, direction: import, role: unit,
             unit: unit-02, building: building-1}

        """;

    private const string Restated = """
        INSERT INTO restatement (kind, id, resource, item, period, old_amount, new_amount, cause, subject, at_ms)
        VALUES (@of, @id, 'electricity', 'use', '2017-03-05', 1, 2, 'delivery', 'gateway-1', 0)
        """;

    private static readonly DateTimeOffset March = new(2017, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TestSite _site = new(1, "k");
    private RunningAggregator _aggregator = null!;
    private Visitors _visitors = null!;
    private (string, string) _contact;

    public async Task InitializeAsync()
    {
        _site.WriteSite(TestSite.Meters + TestSite.NewMeter, TestSite.Points + OtherPoint, units: Other);
        Assert.Empty(_site.Current.Reload());
        _aggregator = await RunningAggregator.StartAsync(_site);
        _visitors = new(_aggregator);
        _contact = await _visitors.SessionAsync(await _visitors.AddAsync("li", [Role.UnitContact], "unit-01"));
    }

    public async Task DisposeAsync()
    {
        _visitors.Dispose();
        await _aggregator.DisposeAsync();
        _site.Dispose();
    }

    [Theory]
    [InlineData("/units")]
    [InlineData("/sheets")]
    [InlineData("/api/report?month=2017-03")]
    [InlineData("/api/report?month=2017-03&format=csv")]
    [InlineData("/api/report?month=2017-03&format=points")]
    [InlineData("/api/forecast")]
    [InlineData("/api/points?month=2017-03")]
    [InlineData("/api/points?from=2017-03-01&to=2017-03-02")]
    public async Task What_is_told_is_about_the_own_unit_alone(string path)
    {
        var (status, text) = await _visitors.TellAsync(HttpMethod.Get, path, null, _contact);
        Assert.Equal(200, status);
        Assert.Contains("unit-01", text, StringComparison.Ordinal);
        Assert.DoesNotContain("unit-02", text, StringComparison.Ordinal);
        Assert.DoesNotContain("gateway-", text, StringComparison.Ordinal);

        var viewer = await _visitors.TokenAsync([Scope.Read]);
        Assert.Contains(
            "unit-02", (await _visitors.TellAsync(HttpMethod.Get, path, null, viewer)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/report?month=2017-03&format=shared", 403)]
    [InlineData("/api/planning/budget?month=2017-03", 403)]
    [InlineData("/api/planning/budget?month=2017-03&unit=unit-02", 403)]
    [InlineData("/api/planning/budget?month=2017-03&unit=unit-02&format=text", 403)]
    [InlineData("/api/planning/budget?month=2017-03&unit=unit-01", 200)]
    [InlineData("/api/rollups?of=unit&id=unit-02", 403)]
    [InlineData("/sheets/month?unit=unit-02&month=2017-03", 403)]
    [InlineData("/sheets/month?unit=unit-01&month=2017-03", 200)]
    [InlineData("/sheets/campus?month=2017-03", 403)]
    [InlineData("/sheets/meters?month=2017-03", 200)]
    [InlineData("/api/reports/meters?month=2017-03&format=xlsx", 200)]
    [InlineData("/sheets/statistics?year=2017", 403)]
    [InlineData("/sheets/cut-offs?month=2017-03", 200)]
    [InlineData("/sheets/restatements?month=2017-03", 200)]
    [InlineData("/api/reports/cut-offs?month=2017-03&format=pdf", 200)]
    [InlineData("/api/reports/month?unit=unit-02&month=2017-03&format=pdf", 403)]
    [InlineData("/api/reports/month?unit=unit-01&month=2017-03&format=pdf", 200)]
    [InlineData("/api/reports/campus?month=2017-03&format=pdf", 403)]
    [InlineData("/api/rollups?of=point&id=unit-02-electricity", 403)]
    [InlineData("/api/rollups?of=building&id=building-1", 403)]
    [InlineData("/api/rollups?of=unit&id=unit-01", 200)]
    [InlineData("/api/rollups?of=point&id=circuit-01", 200)]
    [InlineData("/api/indicators", 403)]
    [InlineData("/api/indicators?of=building&id=building-1", 403)]
    [InlineData("/api/indicators?of=unit&id=unit-02", 403)]
    [InlineData("/api/indicators?of=unit&id=unit-01", 200)]
    [InlineData("/api/reports/month", 403)]
    [InlineData("/api/reports/month?unit=unit-02", 403)]
    [InlineData("/api/reports/month?unit=unit-02&format=xlsx", 403)]
    [InlineData("/api/reports/month?unit=unit-01", 200)]
    [InlineData("/api/forecast?unit=unit-02", 403)]
    [InlineData("/api/forecast?unit=unit-01", 200)]
    [InlineData("/api/curve?of=unit&id=unit-02", 403)]
    [InlineData("/api/curve?of=point&id=unit-02-electricity", 403)]
    [InlineData("/api/curve?of=unit&id=unit-01", 200)]
    public async Task A_question_about_another_unit_is_refused(string path, int status) =>
        Assert.Equal(status, (await _visitors.TellAsync(HttpMethod.Get, path, null, _contact)).Status);

    [Theory]
    [InlineData("/api/restatements?month=2017-03")]
    [InlineData("/api/reports/restatements?month=2017-03")]
    [InlineData("/api/reports/restatements?month=2017-03&format=csv")]
    [InlineData("/sheets/restatements?month=2017-03")]
    public async Task What_changed_is_told_of_the_own_unit_and_its_points(string path)
    {
        var store = _aggregator.Services.GetRequiredService<RelationalStore>();
        await using (var connection = await store.ConnectAsync(default))
        {
            foreach (var (of, id) in new[]
            {
                ("unit", "unit-01"), ("point", "circuit-01"), ("unit", "unit-02"), ("point", "unit-02-electricity"),
                ("building", "building-1"),
            })
            {
                await connection.ExecuteAsync(Restated, new { of, id });
            }
        }

        var (status, own) = await _visitors.TellAsync(HttpMethod.Get, path, null, _contact);
        Assert.Equal(200, status);
        Assert.Contains("unit-01", own, StringComparison.Ordinal);
        Assert.Contains("circuit-01", own, StringComparison.Ordinal);
        Assert.DoesNotContain("unit-02", own, StringComparison.Ordinal);
        Assert.DoesNotContain("building-1", own, StringComparison.Ordinal);
        var viewer = await _visitors.TokenAsync([Scope.Read]);
        var all = (await _visitors.TellAsync(HttpMethod.Get, path, null, viewer)).Text;
        Assert.Contains("unit-02", all, StringComparison.Ordinal);
        Assert.Contains("building-1", all, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/reports/cut-offs?month=2017-03")]
    [InlineData("/api/reports/cut-offs?month=2017-03&format=csv")]
    [InlineData("/sheets/cut-offs?month=2017-03")]
    public async Task What_was_switched_is_told_of_the_own_unit(string path)
    {
        var gateway = new TestGateway(_site.Keys[0]);
        Assert.IsType<Handled.Done>(await _aggregator.Ingestion.HandleAsync(
            [Switched(gateway, 1, "unit-01"), Switched(gateway, 2, "unit-02")], default));

        var own = (await _visitors.TellAsync(HttpMethod.Get, path, null, _contact)).Text;
        Assert.Contains("sp-unit-01", own, StringComparison.Ordinal);
        Assert.DoesNotContain("unit-02", own, StringComparison.Ordinal);
        var viewer = await _visitors.TokenAsync([Scope.Read]);
        var all = (await _visitors.TellAsync(HttpMethod.Get, path, null, viewer)).Text;
        Assert.Contains("sp-unit-02", all, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/reports/meters?month=2017-03")]
    [InlineData("/api/reports/meters?month=2017-03&format=csv")]
    [InlineData("/sheets/meters?month=2017-03")]
    public async Task What_was_done_at_meters_is_told_of_the_own_units_points(string path)
    {
        var gateway = new TestGateway(_site.Keys[0]);
        Assert.IsType<Handled.Done>(await _aggregator.Ingestion.HandleAsync(
            [Opened(gateway, 1, "circuit-01"), Opened(gateway, 2, "unit-02-electricity")], default));

        var own = (await _visitors.TellAsync(HttpMethod.Get, path, null, _contact)).Text;
        Assert.Contains("circuit-01", own, StringComparison.Ordinal);
        Assert.DoesNotContain("unit-02", own, StringComparison.Ordinal);
        var viewer = await _visitors.TokenAsync([Scope.Read]);
        var all = (await _visitors.TellAsync(HttpMethod.Get, path, null, viewer)).Text;
        Assert.Contains("unit-02-electricity", all, StringComparison.Ordinal);
    }

    private static MqttMessage Opened(TestGateway gateway, long sequence, string point) => gateway.Batch(
        JournalStream.Events, sequence, TestGateway.Known,
        [
            new Entry.Event(ClockTrust.Bench, new(
                EventKinds.LedgerOpened, TestGateway.StartOf(sequence), point, $"{point} opens.",
                ImmutableSortedDictionary<string, string>.Empty.Add("meter", "m-1").Add("total", "0"))),
        ]);

    private static MqttMessage Switched(TestGateway gateway, long sequence, string unit) => gateway.Batch(
        JournalStream.Events, sequence, TestGateway.Known,
        [
            new Entry.Event(ClockTrust.Bench, new(
                EventKinds.SwitchActionChanged, TestGateway.StartOf(sequence), $"sp-{unit}", "Cut.",
                ImmutableSortedDictionary<string, string>.Empty.Add("point", $"sp-{unit}").Add("unit", unit)
                    .Add("resource", "electricity").Add("operation", "cut").Add("state", "proven"))),
        ]);

    [Fact]
    public void Decisions_and_switchings_of_other_units_and_whole_gateways_are_left_out()
    {
        static DecisionReport Decided(string subject) => new("gateway-1", March, subject, "", ReplayOutcome.Equal, []);
        static ActionReport Switched(string unit) =>
            new("gateway-1", "sp", unit, "electricity", "cut", "proven", "load", "", 1, "", null, null, "");
        static StandingReport Stands(string unit) =>
            new("gateway-1", unit, "water", "normal", false, false, false, March);
        var all = new EnforcementReport(
            March, March, [new("gateway-1", "j", 2, 2, 0, 0, null)],
            [Decided("unit-01 electricity"), Decided("unit-02 electricity"), Decided("unit-011 water"), Decided("")],
            [Switched("unit-01"), Switched("unit-02")], [new("unit-01", "water", 1), new("unit-02", "water", 1)],
            [Stands("unit-01"), Stands("unit-02")]);

        var own = all.For(new Visit
        {
            Caller = new Caller.Person(new("li", [Role.UnitContact], [new("unit-01")], false, 1)),
        });

        Assert.Empty(own.Chains);
        Assert.Equal("unit-01 electricity", Assert.Single(own.Decisions).Subject);
        Assert.Equal("unit-01", Assert.Single(own.Actions).Unit);
        Assert.Equal("unit-01", Assert.Single(own.Cuts).Unit);
        Assert.Equal("unit-01", Assert.Single(own.Standings).Unit);
        Assert.Same(all, all.For(new Visit
        {
            Caller = new Caller.Person(new("wu", [Role.UnitContact, Role.Viewer], [new("unit-01")], false, 1)),
        }));
    }

    [Theory]
    [InlineData("confirm-restore", "unit-01", 202)]
    [InlineData("select-emergency", "unit-01", 202)]
    [InlineData("confirm-restore", "unit-02", 403)]
    [InlineData("select-emergency", "unit-02", 403)]
    [InlineData("confirm-restore", "unit-99", 403)]
    [InlineData("extend", "unit-01", 403)]
    [InlineData("approve-cut", "unit-01", 403)]
    [InlineData("override-until", "unit-01", 403)]
    [InlineData("test-switch", "unit-01", 403)]
    [InlineData("curtail", "unit-01", 403)]
    [InlineData("override-zone", "unit-01", 403)]
    [InlineData("release-zone", "unit-01", 403)]
    [InlineData("nonsense", "unit-01", 403)]
    public async Task A_contact_does_what_contacts_do_for_the_own_unit_alone(string action, string unit, int status)
    {
        // Who also reads about the whole site still acts for the own unit alone.
        var both = await _visitors.AddAsync("wu", [Role.UnitContact, Role.Viewer], "unit-01");
        foreach (var session in new[] { _contact, await _visitors.SessionAsync(both) })
        {
            var answer = await _visitors.TellAsync(
                HttpMethod.Post, "/api/commands",
                $$"""{"action":"{{action}}","unit":"{{unit}}","resource":"electricity","reason":"r"}""",
                await _visitors.WithPageAsync(session));
            Assert.True(status == answer.Status, answer.Text);
        }
    }

    [Fact]
    public async Task A_command_for_another_unit_is_not_there()
    {
        var store = _visitors.Of<PolicyStore>();
        foreach (var (id, action) in new (string, CommandAction)[]
        {
            ("01", new CommandAction.ConfirmRestore(new("unit-01"), Resource.Electricity)),
            ("02", new CommandAction.ConfirmRestore(new("unit-02"), Resource.Electricity)),
            ("03", new CommandAction.TestSwitch("sp-1")),
        })
        {
            await store.AddCommandAsync(
                new(1, new string('0', 30) + id, new("zhoushan"), new("gateway-1"), March, March.AddDays(1), "wang",
                    "r", action),
                [], null, default);
        }
        var status = new List<int>();
        foreach (var id in new[] { "01", "02", "03" })
        {
            status.Add((await _visitors.TellAsync(
                HttpMethod.Get, $"/api/commands/{new string('0', 30)}{id}", null, _contact)).Status);
        }
        Assert.Equal([200, 404, 404], status);
    }

    [Fact]
    public async Task Who_signed_in_acts_in_their_own_name_and_a_program_for_others_only_where_it_may()
    {
        async Task<(int, string)> IssueAsync(string by, params (string, string)[] headers)
        {
            var (status, text) = await _visitors.TellAsync(
                HttpMethod.Post, "/api/commands",
                $$"""{"action":"confirm-restore","unit":"unit-01","resource":"electricity","reason":"r"{{by}}}""",
                headers);
            if (status != 202)
                return (status, text);
            var id = (string)JsonNode.Parse(text)!["id"]!;
            return (status, (await _visitors.Of<PolicyStore>().CommandsAsync(id, March, default))[0].Command.By);
        }

        const string ByWang = ",\"by\":\"Wang\"";
        var page = await _visitors.WithPageAsync(_contact);
        var alone = await _visitors.TokenAsync([Scope.Command]);
        var acting = await _visitors.TokenAsync([Scope.Command, Scope.ActFor]);
        Assert.Equal((202, "li"), await IssueAsync("", page));
        Assert.Equal((202, "li"), await IssueAsync(",\"by\":\"li\"", page));
        Assert.Equal(400, (await IssueAsync(ByWang, page)).Item1);
        Assert.Equal((202, "token token-1"), await IssueAsync("", alone));
        Assert.Equal(400, (await IssueAsync(ByWang, alone)).Item1);
        Assert.Equal((202, "Wang (token token-2)"), await IssueAsync(ByWang, acting));
        Assert.Equal(400, (await IssueAsync("", acting)).Item1);
        Assert.Equal(400, (await IssueAsync(",\"by\":\"li\\r\\nX: y\"", acting)).Item1);
    }
}
