using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Dapper;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.People;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Planning.Policies;
using Jingu.Aggregator.Planning.Policies.Proposals;
using Jingu.Aggregator.Tests.Web;
using Jingu.Aggregator.Tests.Web.Entrance;
using Jingu.Contracts.Commands;
using Jingu.Contracts.Readings;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Jingu.Aggregator.Tests.Planning.Policies.Proposals;

/// <summary>Nobody cuts, or keeps supply on above the budget, alone: over the real web server.</summary>
public sealed class ProposalTests : IAsyncLifetime
{
    private const string Cut =
        """{"action":"approve-cut","unit":"unit-01","resource":"electricity","decision":"d-1","reason":"used up"}""";

    private const string Agreed = """{"reason":"I looked at the hall"}""";

    private readonly TestSite _site = new(1, "k");
    private RunningAggregator _aggregator = null!;
    private Visitors _visitors = null!;

    public async Task InitializeAsync()
    {
        _aggregator = await RunningAggregator.StartAsync(_site);
        _visitors = new(_aggregator);
        foreach (var name in new[] { "wang", "li", "zhao" })
            await _visitors.AddAsync(name, [Role.FacilityManager]);
        await _visitors.AddAsync("admin", [Role.Administrator]);
    }

    public async Task DisposeAsync()
    {
        _visitors.Dispose();
        await _aggregator.DisposeAsync();
        _site.Dispose();
    }

    [Theory]
    [InlineData("li")]
    [InlineData("admin")]
    public async Task A_cut_is_issued_when_another_person_confirms_it_and_names_both(string second)
    {
        var id = await ProposeAsync("wang", Cut);
        Assert.Empty(await IssuedAsync());
        var open = await TellAsync(HttpMethod.Get, $"/api/proposals/{id}", null, "li");
        Assert.Equal(("open", "wang", "d-1"), (Text(open, "state"), Text(open, "by"), Text(open, "decision")));

        var (status, text) = await AnswerAsync(id, "confirm", second, Agreed);
        Assert.True(status == 202, text);
        var command = Assert.Single(await IssuedAsync());
        Assert.Equal($"wang and {second}", command.By);
        Assert.Equal($"used up (proposed by wang, confirmed by {second})", command.Reason);
        Assert.Equal(new CommandAction.ApproveCut(new("unit-01"), Resource.Electricity, "d-1"), command.Action);
        Assert.Equal(command.Id, Text(text, "id"));

        var told = await TellAsync(HttpMethod.Get, $"/api/proposals/{id}", null, "wang");
        Assert.Equal(
            ("confirmed", second, "I looked at the hall"),
            (Text(told, "state"), Text(told, "second"), Text(told, "secondReason")));
        var audit = await _visitors.AuditAsync();
        Assert.Equal(
            [("wang", $"approve-cut unit-01 electricity, proposal {id}"),
                (second, $"proposal {id} by wang: approve-cut unit-01 electricity")],
            audit.Where(one => one.Of is not null).Select(one => (one.Entry.Who, one.Entry.Subject)));
    }

    [Theory]
    [InlineData("confirm")]
    [InlineData("reject")]
    public async Task The_same_person_does_not_answer_however_they_come(string answer)
    {
        var id = await ProposeAsync("wang", Cut);
        var (status, text) = await AnswerAsync(id, answer, "wang", Agreed);
        Assert.Equal(403, status);
        Assert.Contains("another person must answer", text, StringComparison.Ordinal);

        var desk = await _visitors.TokenAsync([Scope.Command, Scope.ActFor]);
        foreach (var name in new[] { "wang", "Wang", " wang ", "ｗａｎｇ", "w ang" })
        {
            Assert.Equal(403, (await _visitors.TellAsync(
                HttpMethod.Post, $"/api/proposals/{id}/{answer}", $$"""{"reason":"r","by":"{{name}}"}""",
                desk)).Status);
        }
        var alone = await _visitors.TokenAsync([Scope.Command]);
        (status, text) = await _visitors.TellAsync(HttpMethod.Post, $"/api/proposals/{id}/{answer}", Agreed, alone);
        Assert.Equal(403, status);
        Assert.Contains("is a program", text, StringComparison.Ordinal);
        Assert.Empty(await IssuedAsync());
        Assert.Equal(202, (await AnswerAsync(id, "confirm", "li", Agreed)).Status);
    }

    [Fact]
    public async Task What_was_rejected_is_not_issued_any_more_and_may_be_proposed_again()
    {
        var id = await ProposeAsync("wang", Cut);
        Assert.Equal(400, (await AnswerAsync(id, "reject", "li", "{}")).Status);
        Assert.Equal(200, (await AnswerAsync(id, "reject", "li", """{"reason":"an exam is on"}""")).Status);
        var (status, text) = await AnswerAsync(id, "confirm", "zhao", Agreed);
        Assert.Equal(409, status);
        Assert.Contains("It is rejected already", text, StringComparison.Ordinal);
        Assert.Empty(await IssuedAsync());
        Assert.NotEqual(id, await ProposeAsync("wang", Cut));
    }

    [Fact]
    public async Task After_its_time_nobody_can_agree()
    {
        var id = await ProposeAsync("wang", Cut);
        _aggregator.Time.Advance(Proposal.OpenFor);
        var (status, text) = await AnswerAsync(id, "confirm", "li", Agreed);
        Assert.Equal(409, status);
        Assert.Contains("It is expired already", text, StringComparison.Ordinal);
        Assert.Empty(await IssuedAsync());
        Assert.Contains(id, await TellAsync(HttpMethod.Get, "/api/proposals?state=expired", null, "li"),
            StringComparison.Ordinal);
        Assert.DoesNotContain(id, await TellAsync(HttpMethod.Get, "/api/proposals?state=open", null, "li"),
            StringComparison.Ordinal);
        await ProposeAsync("li", Cut);
    }

    [Fact]
    public async Task An_override_is_proposed_too_and_not_longer_than_it_lasts()
    {
        var id = await ProposeAsync("wang", """
            {"action":"override-until","unit":"unit-01","resource":"electricity","until":"2017-03-20T03:00:00Z",
             "reason":"exam"}
            """);
        var told = await TellAsync(HttpMethod.Get, $"/api/proposals/{id}", null, "li");
        Assert.Equal("2017-03-20T03:00:00+00:00", Text(told, "until"));
        Assert.Empty(await IssuedAsync());
        Assert.Equal(202, (await AnswerAsync(id, "confirm", "li", Agreed)).Status);
        Assert.IsType<CommandAction.OverrideUntil>(Assert.Single(await IssuedAsync()).Action);
    }

    [Fact]
    public async Task The_same_is_not_proposed_twice_at_a_time()
    {
        var id = await ProposeAsync("wang", Cut);
        var (status, text) = await _visitors.TellAsync(
            HttpMethod.Post, "/api/commands", Cut, await PageAsync("li"));
        Assert.Equal(400, status);
        Assert.Contains($"proposed already, as {id}", text, StringComparison.Ordinal);
        await ProposeAsync("li", Cut.Replace("d-1", "d-2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_many_who_answer_at_once_one_decides_and_it_is_issued_once()
    {
        var id = await ProposeAsync("wang", Cut);
        var desk = _visitors.Of<Desk>();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => i % 4 == 3
            ? desk.RejectAsync(id, Actor.OfPerson($"person-{i}"), "no", default)
            : desk.ConfirmAsync(id, Actor.OfPerson($"person-{i}"), "yes", default))));
        var decided = Assert.Single(outcomes.OfType<ProposalOutcome.Decided>());
        Assert.Equal(15, outcomes.OfType<ProposalOutcome.Closed>().Count());
        Assert.Equal(
            decided.Commands.Select(command => command.Id), (await IssuedAsync()).Select(command => command.Id));
    }

    /// <summary>A kill between the two steps is what a failure of the second one is to the file.</summary>
    [Fact]
    public async Task An_answer_whose_command_is_not_stored_is_not_stored_either()
    {
        var id = await ProposeAsync("wang", Cut);
        await using (var connection = await _visitors.Of<RelationalStore>().ConnectAsync(default))
        {
            await connection.ExecuteAsync(
                "CREATE TRIGGER killed BEFORE INSERT ON command BEGIN SELECT RAISE(ABORT, 'killed'); END");
            await Assert.ThrowsAsync<SqliteException>(
                () => _visitors.Of<Desk>().ConfirmAsync(id, Actor.OfPerson("li"), "yes", default));
            await connection.ExecuteAsync("DROP TRIGGER killed");
        }
        var proposal = (await _visitors.Of<ProposalStore>().FindAsync(id, default))!;
        Assert.Equal(ProposalState.Open, proposal.State);
        Assert.Null(proposal.Second);

        Assert.Equal(202, (await AnswerAsync(id, "confirm", "li", Agreed)).Status);
        Assert.Single(await IssuedAsync());
    }

    [Fact]
    public async Task Other_actions_are_issued_by_one_person()
    {
        var (status, text) = await _visitors.TellAsync(
            HttpMethod.Post, "/api/commands",
            """{"action":"refuse-cut","unit":"unit-01","resource":"electricity","decision":"d-1","reason":"no"}""",
            await PageAsync("wang"));
        Assert.Equal((202, "wang"), (status, Assert.Single(await IssuedAsync()).By));
        Assert.NotNull(JsonNode.Parse(text)!["id"]);
    }

    private async Task<string> ProposeAsync(string name, string body)
    {
        var (status, text) = await _visitors.TellAsync(HttpMethod.Post, "/api/commands", body, await PageAsync(name));
        Assert.True(status == 202, text);
        Assert.Null(JsonNode.Parse(text)!["id"]);
        return Text(text, "proposal")!;
    }

    private async Task<(int Status, string Text)> AnswerAsync(string id, string answer, string name, string body) =>
        await _visitors.TellAsync(HttpMethod.Post, $"/api/proposals/{id}/{answer}", body, await PageAsync(name));

    private async Task<string> TellAsync(HttpMethod method, string path, string? body, string name) =>
        (await _visitors.TellAsync(method, path, body, await PageAsync(name))).Text;

    private async Task<(string, string)[]> PageAsync(string name) => await _visitors.WithPageAsync(
        await _visitors.SessionAsync((await _visitors.Of<UserStore>().FindAsync(name, default))!.Value.User));

    private async Task<ImmutableArray<Command>> IssuedAsync() =>
    [
        .. (await _visitors.Of<PolicyStore>().CommandsAsync(null, DateTimeOffset.UnixEpoch, default))
            .Select(stored => stored.Command),
    ];

    private static string? Text(string json, string name) => (string?)JsonNode.Parse(json)![name];
}
