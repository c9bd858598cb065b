using System.Text.Json.Nodes;
using Dapper;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.People;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Testing;
using Jingu.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Jingu.Aggregator.Tests.Web.Entrance;

/// <summary>What is changed and what is refused stands in the audit, and stays there.</summary>
public sealed class AuditTests : IAsyncLifetime
{
    private readonly TestSite _site = new(1, "k");
    private RunningAggregator _aggregator = null!;
    private Visitors _visitors = null!;

    public async Task InitializeAsync()
    {
        _aggregator = await RunningAggregator.StartAsync(_site, more: app => app.MapPost(
            "/api/breaks", string () => throw new InvalidDataException("planted")).Requires(Access.Act));
        _visitors = new(_aggregator);
    }

    public async Task DisposeAsync()
    {
        _visitors.Dispose();
        await _aggregator.DisposeAsync();
        _site.Dispose();
    }

    [Fact]
    public async Task A_change_is_written_down_before_it_is_made_and_its_outcome_after()
    {
        var page = await _visitors.WithPageAsync(
            await _visitors.SessionAsync(await _visitors.AddAsync("wang", [Role.FacilityManager])));
        await _visitors.TellAsync(
            HttpMethod.Post, "/api/commands",
            """{"action":"confirm-restore","unit":"unit-01","resource":"electricity","reason":"all are out"}""", page);
        await _visitors.TellAsync(HttpMethod.Post, "/api/breaks", "{}", page);

        var audit = await _visitors.AuditAsync();
        Assert.Equal(4, audit.Length);
        Assert.Equal(
            ("wang", "127.0.0.1", "POST /api/commands", Auditing.Asked),
            (audit[0].Entry.Who, audit[0].Entry.Address, audit[0].Entry.What, audit[0].Entry.Outcome));
        Assert.Equal(
            ("wang", "confirm-restore unit-01 electricity", "all are out", "202", audit[0].Number),
            (audit[1].Entry.Who, audit[1].Entry.Subject, audit[1].Entry.Reason, audit[1].Entry.Outcome, audit[1].Of));
        Assert.Equal(new DateTimeOffset(2017, 3, 20, 0, 0, 0, TimeSpan.Zero), audit[0].Entry.At);
        Assert.Equal(("failed", audit[2].Number), (audit[3].Entry.Outcome, audit[3].Of));
    }

    [Fact]
    public async Task What_is_refused_is_written_down()
    {
        var viewer = await _visitors.SessionAsync(await _visitors.AddAsync("wu", [Role.Viewer]));
        await _visitors.TellAsync(HttpMethod.Post, "/api/planning/publish", "{}", viewer);
        await _visitors.TellAsync(HttpMethod.Get, "/api/gateways", null, ("Authorization", "Bearer stolen"));
        await _visitors.TellAsync(HttpMethod.Get, "/api/gateways", null);

        var audit = await _visitors.AuditAsync();
        Assert.Equal(
            [("wu", "POST /api/planning/publish", "refused: not allowed"),
                ("", "GET /api/gateways", "refused: no good token")],
            audit.Select(one => (one.Entry.Who, one.Entry.What, one.Entry.Outcome)));
    }

    [Fact]
    public async Task The_audit_is_told_page_by_page_filtered_and_as_CSV_in_which_nothing_is_a_formula()
    {
        var store = _visitors.Of<AuditStore>();
        for (var day = 1; day <= 5; day++)
        {
            await store.AddAsync(
                new(new DateTimeOffset(2017, 3, day, 20, 0, 0, TimeSpan.Zero), day % 2 == 0 ? "wang" : "li", "10.0.0.1",
                    "POST /api/commands", $"=unit-0{day}", "r", Auditing.Asked),
                null, default);
        }
        await store.AddAsync(
            new(DateTimeOffset.UnixEpoch, "wang", "", "POST /api/commands", "=unit-02", "r", "202"), 2, default);
        var reader = await _visitors.TokenAsync([Scope.Audit]);
        async Task<JsonNode> AskAsync(string query) =>
            JsonNode.Parse((await _visitors.TellAsync(HttpMethod.Get, "/api/audit" + query, null, reader)).Text)!;
        static IEnumerable<long> Numbers(JsonNode page) =>
            page["entries"]!.AsArray().Select(entry => (long)entry!["number"]!);

        var first = await AskAsync("?max=2");
        Assert.Equal([5, 4], Numbers(first));
        var second = await AskAsync($"?max=2&before={first["next"]}");
        Assert.Equal([3, 2], Numbers(second));
        Assert.Equal("202", (string)second["entries"]![1]!["outcome"]!);
        Assert.Equal(Auditing.Asked, (string)second["entries"]![0]!["outcome"]!);
        Assert.Null((await AskAsync("?max=3&before=2"))["next"]);
        Assert.Equal([4, 2], Numbers(await AskAsync("?who=wang")));
        Assert.Equal([3], Numbers(await AskAsync("?text=unit-03")));
        // 20:00 UTC is the next local day.
        Assert.Equal([3, 2], Numbers(await AskAsync("?from=2017-03-03&to=2017-03-04")));

        var (_, csv) = await _visitors.TellAsync(HttpMethod.Get, "/api/audit?format=csv&who=wang", null, reader);
        Assert.Equal(3, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("\"'=unit-02\"", csv, StringComparison.Ordinal);
        foreach (var wrong in new[] { "?from=yesterday", "?max=0", "?max=501", "?format=xml" })
        {
            Assert.Equal(
                400, (await _visitors.TellAsync(HttpMethod.Get, "/api/audit" + wrong, null, reader)).Status);
        }
        var (_, page) = await _visitors.TellAsync(HttpMethod.Get, "/audit?who=wang&culture=en", null, reader);
        Assert.Contains("=unit-04", page, StringComparison.Ordinal);
        Assert.DoesNotContain("=unit-03", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/api/audit?who=wang&amp;format=csv\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flood_of_nobody_fills_no_disk_and_is_counted()
    {
        var machine = new FakeTime(DateTimeOffset.UnixEpoch);
        var entries = new NobodysEntries(new MachineTime(machine));
        Assert.Equal(
            NobodysEntries.PerMinuteMax,
            Enumerable.Range(0, 1000).Count(_ => entries.TryTake() is not null));
        machine.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1000 - NobodysEntries.PerMinuteMax, entries.TryTake());
        Assert.Equal(0, entries.TryTake());
    }

    [Theory]
    [InlineData("UPDATE audit SET who = 'nobody'")]
    [InlineData("DELETE FROM audit")]
    public async Task The_store_itself_refuses_to_change_the_audit(string statement)
    {
        await _visitors.TellAsync(HttpMethod.Get, "/api/gateways", null, ("Authorization", "Bearer stolen"));
        await using var connection = await _visitors.Of<RelationalStore>().ConnectAsync(default);
        var refused = await Assert.ThrowsAsync<SqliteException>(() => connection.ExecuteAsync(statement));
        Assert.Contains("only ever added to", refused.Message, StringComparison.Ordinal);
        Assert.Single(await _visitors.AuditAsync());
    }

    [Fact]
    public async Task No_secret_is_in_the_store()
    {
        var token = await _visitors.TokenAsync([Scope.Read]);
        var session = await _visitors.SessionAsync(await _visitors.AddAsync("wu", [Role.Viewer]));
        SqliteConnection.ClearAllPools();
        var stored = string.Concat(Directory.GetFiles(_site.Settings.StoreFolder, "relational.db*")
            .Select(file => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file))));
        Assert.DoesNotContain(token.Value["Bearer ".Length..], stored, StringComparison.Ordinal);
        Assert.DoesNotContain(session.Value.Split('=')[1], stored, StringComparison.Ordinal);
        Assert.DoesNotContain(Visitors.Password, stored, StringComparison.Ordinal);
        Assert.Contains(Token.HashOf(token.Value["Bearer ".Length..]), stored, StringComparison.Ordinal);
    }
}
