using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Jingu.Aggregator.Ingest;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Persistence.Notices;
using Jingu.Aggregator.Reporting.Notices;
using Jingu.Aggregator.Tests.Ingest;
using Jingu.Aggregator.Tests.Web.Entrance;
using Jingu.Contracts.Events;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Jingu.Aggregator.Tests.Web;

/// <summary>Notices over HTTP, from issue to close, by people and programs before the real host.</summary>
#pragma warning disable CA1001 // xUnit calls DisposeAsync of IAsyncLifetime.
public sealed class NoticeApiTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private const string Silent = "meter-silent";
    private const string Sentence = "m-1 has not answered since 07:10: look at its wiring.";

    private readonly TestSite _site = new();
    private RunningAggregator _aggregator = null!;
    private Visitors _visitors = null!;
    private User _wang = null!;
    private User _li = null!;
    private User _contact = null!;
    private User _other = null!;
    private User _viewer = null!;

    public async Task InitializeAsync()
    {
        _site.WriteSite(
            TestSite.Meters, TestSite.Points, units: "\n  - {id: unit-02, name: 二, nameEn: Two, headcount: 3}");
        Assert.Empty(_site.Current.Reload());
        _aggregator = await RunningAggregator.StartAsync(_site);
        _visitors = new(_aggregator);
        _wang = await _visitors.AddAsync("wang", [Role.FacilityManager]);
        _li = await _visitors.AddAsync("li", [Role.FacilityManager]);
        _contact = await _visitors.AddAsync("chen", [Role.UnitContact], "unit-01");
        _other = await _visitors.AddAsync("zhao", [Role.UnitContact], "unit-02");
        _viewer = await _visitors.AddAsync("viewer", [Role.Viewer]);
    }

    public async Task DisposeAsync()
    {
        _visitors.Dispose();
        await _aggregator.DisposeAsync();
        _site.Dispose();
    }

    [Fact]
    public async Task A_notice_is_answered_sent_back_answered_again_and_closed_by_another_person()
    {
        var number = await IssueAsync(_wang);
        Assert.Equal("2017-001", number);
        Assert.Equal((200, "answered"), await ActAsync(_contact, number, "answer", 1, "turned off at night"));
        Assert.Equal(
            (200, "sent-back"), await ActAsync(_wang, number, "send-back", 2, "two rooms left", "2017-03-25"));
        Assert.Equal((200, "answered"), await ActAsync(_wang, number, "answer", 3, "the unit rang: all rooms"));
        Assert.Equal(409, (await ActAsync(_wang, number, "accept", 4, "good")).Status);
        Assert.Equal((200, "closed"), await ActAsync(_li, number, "accept", 4, "seen on site"));

        var told = await GetAsync(_viewer, $"/api/notices/{number}");
        Assert.Equal(5, (int)told["version"]!);
        Assert.Equal("2017-03-25", (string?)told["deadline"]);
        Assert.Equal(
            ["issued wang", "answered chen", "sent-back wang", "answered wang", "accepted li"],
            told["steps"]!.AsArray().Select(step => $"{step!["kind"]} {step["by"]}"));
        Assert.Equal(
            [false, false, false, true, false], told["steps"]!.AsArray().Select(step => (bool)step!["onBehalf"]!));
        Assert.Equal(
            ["notice 2017-001 to unit unit-01|Lights", "notice 2017-001|turned off at night",
                "notice 2017-001|two rooms left", "notice 2017-001|the unit rang: all rooms", "notice 2017-001|good",
                "notice 2017-001|seen on site"],
            (await _visitors.AuditAsync()).Where(one => one.Of is not null)
                .Select(one => $"{one.Entry.Subject}|{one.Entry.Reason}"));
    }

    [Fact]
    public async Task Contacts_see_and_answer_what_is_to_their_units_alone()
    {
        var (own, other, building) = (
            await IssueAsync(_wang), await IssueAsync(_wang, "unit unit-02"),
            await IssueAsync(_wang, "building building-1"));
        Assert.Equal([own], await NumbersAsync(_contact, ""));
        Assert.Equal([building, other, own], await NumbersAsync(_viewer, ""));
        foreach (var hidden in new[] { other, building })
        {
            Assert.Equal(404, (await TellAsync(_contact, $"/api/notices/{hidden}")).Status);
            Assert.Equal(404, (await ActAsync(_contact, hidden, "answer", 1, "done")).Status);
            Assert.Equal(404, (await TellAsync(_contact, $"/notices/{hidden}")).Status);
        }
        Assert.Equal(403, (await TellAsync(_contact, "/api/notices?unit=unit-02")).Status);
        Assert.Equal(403, (await ActAsync(_contact, own, "withdraw", 1, "no")).Status);
        Assert.Equal(403, (await ActAsync(_viewer, own, "answer", 1, "done")).Status);
        Assert.Equal(200, (await ActAsync(_other, other, "answer", 1, "done")).Status);
        Assert.Equal([other], await NumbersAsync(_other, "?state=answered"));
    }

    [Fact]
    public async Task A_reader_who_is_the_contact_of_one_unit_answers_for_that_unit_alone()
    {
        var both = await _visitors.AddAsync("both", [Role.Viewer, Role.UnitContact], "unit-02");
        var (own, other) = (await IssueAsync(_wang, "unit unit-02"), await IssueAsync(_wang));

        Assert.Equal(403, (await ActAsync(both, other, "answer", 1, "done")).Status);
        Assert.Equal(200, (await ActAsync(both, own, "answer", 1, "done")).Status);
    }

    [Fact]
    public async Task Of_two_who_act_at_once_one_is_told_that_the_other_was_faster()
    {
        var number = await IssueAsync(_wang);
        var answers = await Task.WhenAll(
            ActAsync(_contact, number, "answer", 1, "a"), ActAsync(_wang, number, "withdraw", 1, "b"),
            ActAsync(_li, number, "answer", 1, "c"));

        Assert.Equal([200, 409, 409], answers.Select(answer => answer.Status).Order());
        var (status, problem) = await TellAsync(_wang, $"/api/notices/{number}/withdraw", """
            {"version": 1, "text": "late"}
            """);
        Assert.Equal(409, status);
        Assert.Contains("Somebody else acted on it meanwhile", problem, StringComparison.Ordinal);
        Assert.Equal(2, (int)(await GetAsync(_viewer, $"/api/notices/{number}"))["version"]!);
    }

    /// <summary>Two replicas, each with what it read before the other one wrote.</summary>
    [Fact]
    public async Task The_store_takes_only_one_of_two_next_steps_and_changes_and_removes_none()
    {
        var number = NoticeNumber.Parse(await IssueAsync(_wang))!.Value;
        var store = _visitors.Of<NoticeStore>();
        var seen = (await store.FindAsync(number, default))!;
        var step = new NoticeStep.Withdrawn(_aggregator.Time.GetUtcNow(), Actor.OfPerson("li"), "x");

        Assert.True(await store.TryAddAsync(seen, step, default));
        Assert.False(await store.TryAddAsync(seen, step with { Reason = "y" }, default));
        Assert.Equal("x", (await store.FindAsync(number, default))!.Steps[^1].Words);
        await using var connection = new SqliteConnection(
            $"Data Source={AggregatorHost.RelationalFileOf(_site.Settings)}");
        await connection.OpenAsync();
        foreach (var change in new[]
        {
            "UPDATE notice SET subject = 'else'", "DELETE FROM notice", "UPDATE notice_step SET text = 'else'",
            "DELETE FROM notice_step",
        })
        {
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Written above.
            command.CommandText = change;
#pragma warning restore CA2100
            await Assert.ThrowsAsync<SqliteException>(() => command.ExecuteNonQueryAsync());
        }
    }

    [Fact]
    public async Task Numbers_run_within_the_sites_year_and_none_comes_twice()
    {
        var first = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => IssueAsync(_wang)));
        Assert.Equal(Enumerable.Range(1, 6).Select(each => $"2017-00{each}"), first.Order(StringComparer.Ordinal));
        await ActAsync(_wang, "2017-006", "withdraw", 1, "mistaken");
        Assert.Equal("2017-007", await IssueAsync(_wang));

        // 15:59 UTC is the last minute of the year in Shanghai.
        var lastMinute = new DateTimeOffset(2017, 12, 31, 15, 59, 0, TimeSpan.Zero);
        _aggregator.Time.Advance(lastMinute - _aggregator.Time.GetUtcNow());
        Assert.Equal("2017-008", await IssueAsync(_wang, deadline: "2017-12-31"));
        _aggregator.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("2018-001", await IssueAsync(_wang, deadline: "2018-01-01"));
        Assert.Equal(["2018-001"], await NumbersAsync(_viewer, "?year=2018"));
    }

    [Fact]
    public async Task Overdue_follows_the_sites_day_and_stands_first()
    {
        var (soon, later) = (await IssueAsync(_wang), await IssueAsync(_wang, deadline: "2017-04-30"));
        Assert.Empty(await NumbersAsync(_viewer, "?state=overdue"));

        // The deadline, 20 March, ends at 16:00 UTC; it began at midnight UTC of that day here.
        _aggregator.Time.Advance(TimeSpan.FromHours(16) - TimeSpan.FromSeconds(1));
        Assert.Empty(await NumbersAsync(_viewer, "?state=overdue"));
        _aggregator.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([soon], await NumbersAsync(_viewer, "?state=overdue"));
        Assert.Equal([soon, later], await NumbersAsync(_viewer, "?state=open"));
        Assert.Equal(400, (await TellAsync(_wang, "/api/notices", Body(deadline: "2017-03-20"))).Status);
    }

    [Fact]
    public async Task An_alarm_is_copied_into_its_notice_and_has_one_open_notice_at_most()
    {
        await SilentAsync();
        const string Alarm = """{"kind": "meter-silent", "subject": "m-1", "gateway": "gateway-1"}""";
        var number = await IssueAsync(_wang, alarm: Alarm);
        var told = await GetAsync(_viewer, $"/api/notices/{number}");
        Assert.Equal(Sentence, (string?)told["alarm"]!["text"]);
        Assert.Equal("2017-03-20T00:00:00+00:00", (string?)told["alarm"]!["since"]);

        var (status, problem) = await TellAsync(_li, "/api/notices", Body(alarm: Alarm));
        Assert.Equal(409, status);
        Assert.Contains($"/api/notices/{number}", problem, StringComparison.Ordinal);
        foreach (var (who, address) in new[] { (_viewer, "/api/campus"), (_contact, "/api/units/unit-01") })
        {
            var alarm = Assert.Single(
                (await GetAsync(who, address))["alarms"]!.AsArray(), each => (string?)each!["kind"] == Silent)!;
            Assert.Equal((number, "unit-01"), ((string?)alarm["notice"], (string?)alarm["unit"]));
        }

        await ActAsync(_wang, number, "withdraw", 1, "mistaken");
        Assert.Equal("2017-002", await IssueAsync(_li, alarm: Alarm));
        var gone = await TellAsync(_li, "/api/notices", Body(alarm: """{"kind": "meter-silent", "subject": "m-9"}"""));
        Assert.Equal(400, gone.Status);
        Assert.Contains("no such alarm stands open", gone.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("to", "unit unit-99", "to: name one unit or one building")]
    [InlineData("to", "building unit-01", "to: name one unit or one building")]
    [InlineData("subject", " ", "subject: write 1 to 100")]
    [InlineData("finding", "", "finding: write 1 to 2000")]
    [InlineData("required", "\\u0000", "required: write 1 to 2000")]
    [InlineData("deadline", "2017-03-19", "that day of the site is over")]
    [InlineData("deadline", "2018-03-22", "within 366 days")]
    [InlineData("deadline", "31 March", "write a local day")]
    public async Task What_is_wrong_is_said_and_nothing_is_issued(string field, string value, string sentence)
    {
        var body = JsonNode.Parse(Body())!;
        body[field] = JsonNode.Parse($"\"{value}\"");
        var (status, text) = await TellAsync(_wang, "/api/notices", body.ToJsonString());

        Assert.Equal(400, status);
        Assert.Contains(sentence, text, StringComparison.Ordinal);
        Assert.Empty(await NumbersAsync(_viewer, ""));
    }

    [Fact]
    public async Task Rows_come_as_CSV_and_page_by_page_and_no_cell_becomes_a_formula()
    {
        for (var count = 0; count < 3; count++)
            await IssueAsync(_wang, subject: "=1+1");
        var csv = (await TellAsync(_viewer, "/api/notices?format=csv")).Text;
        Assert.Equal(4, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains(",\"'=1+1\",", csv, StringComparison.Ordinal);
        Assert.DoesNotContain(",=1", csv, StringComparison.Ordinal);

        Assert.Equal(["2017-003", "2017-002"], await NumbersAsync(_viewer, "?max=2"));
        Assert.Equal(["2017-001"], await NumbersAsync(_viewer, "?max=2&after=2017-002"));
        Assert.Equal(400, (await TellAsync(_viewer, "/api/notices?state=late")).Status);
    }

    [Fact]
    public async Task A_program_answers_but_checks_nothing_by_itself()
    {
        var number = await IssueAsync(_wang);
        var token = await _visitors.TokenAsync([Scope.Read, Scope.Command]);
        async Task<(int Status, string Text)> TokenAsync(string action, int version) => await _visitors.TellAsync(
            HttpMethod.Post, $"/api/notices/{number}/{action}", $$"""{"version": {{version}}, "text": "x"}""", token);

        Assert.Equal(200, (await TokenAsync("answer", 1)).Status);
        Assert.Equal(409, (await TokenAsync("accept", 2)).Status);
        Assert.Equal(200, (await ActAsync(_li, number, "accept", 2, "good")).Status);
    }

    /// <summary>The gateway's word that a meter of unit-01 says nothing.</summary>
    private async Task SilentAsync()
    {
        var happened = new GatewayEvent(
            Silent, _aggregator.Time.GetUtcNow(), "m-1", Sentence,
            ImmutableSortedDictionary<string, string>.Empty);
        Assert.IsType<Handled.Done>(await _aggregator.Ingestion.HandleAsync(
            [
                new TestGateway(_site.Keys[0]).Batch(
                    JournalStream.Events, 1, TestGateway.Known, [new Entry.Event(ClockTrust.Synchronised, happened)]),
            ],
            default));
        _visitors.Of<StoredCampus>().Forget();
    }

    private static string Body(
        string to = "unit unit-01", string subject = "Lights", string deadline = "2017-03-20", string alarm = "null") =>
        $$"""
        {"to": "{{to}}", "subject": "{{subject}}", "finding": "112 kWh at night", "required": "Turn them off",
         "deadline": "{{deadline}}", "alarm": {{alarm}}}
        """;

    private async Task<string> IssueAsync(
        User who, string to = "unit unit-01", string subject = "Lights", string deadline = "2017-03-20",
        string alarm = "null")
    {
        var (status, text) = await TellAsync(who, "/api/notices", Body(to, subject, deadline, alarm));
        Assert.True(status == 201, text);
        return (string)JsonNode.Parse(text)!["number"]!;
    }

    private async Task<(int Status, string? State)> ActAsync(
        User who, string number, string action, int version, string text, string? deadline = null)
    {
        var body = new JsonObject { ["version"] = version, ["text"] = text, ["deadline"] = deadline };
        var (status, answer) = await TellAsync(who, $"/api/notices/{number}/{action}", body.ToJsonString());
        return (status, status == 200 ? (string?)JsonNode.Parse(answer)!["state"] : null);
    }

    private async Task<string[]> NumbersAsync(User who, string query) =>
    [
        .. (await GetAsync(who, "/api/notices" + query)).AsArray().Select(
            notice => (string)notice!["number"]!),
    ];

    private async Task<JsonNode> GetAsync(User who, string address) =>
        JsonNode.Parse((await TellAsync(who, address)).Text)!;

    private async Task<(int Status, string Text)> TellAsync(User who, string address, string? body = null)
    {
        var session = await _visitors.SessionAsync(who);
        return body is null
            ? await _visitors.TellAsync(HttpMethod.Get, address, null, session)
            : await _visitors.TellAsync(HttpMethod.Post, address, body, await _visitors.WithPageAsync(session));
    }
}
