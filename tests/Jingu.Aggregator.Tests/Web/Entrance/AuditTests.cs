using Dapper;
using Jingu.Aggregator.People;
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
