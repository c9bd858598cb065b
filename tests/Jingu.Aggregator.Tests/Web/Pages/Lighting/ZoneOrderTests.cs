using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Tests.Ingest;
using Jingu.Aggregator.Tests.Web.Entrance;
using Jingu.Contracts.Commands;
using Jingu.Contracts.Events;
using Jingu.Contracts.Readings;
using Jingu.Contracts.State;
using Jingu.Contracts.Wire;
using Xunit;

namespace Jingu.Aggregator.Tests.Web.Pages.Lighting;

/// <summary>
/// Light by order from the page of lighting zones and the API, which takes two people. It is 20 March 2017, 08:00.
/// </summary>
#pragma warning disable CA1001 // xUnit calls DisposeAsync of IAsyncLifetime.
public sealed class ZoneOrderTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private const string Form = "percent=40&until=2017-03-20T10:30&reason=film";
    private const string Page = "/lighting/office/orders/override-zone";

    private static readonly DateTimeOffset HalfPastTen = new(2017, 3, 20, 2, 30, 0, TimeSpan.Zero);

    private readonly TestSite _site = new(1, "k");
    private RunningAggregator _aggregator = null!;
    private Visitors _visitors = null!;
    private User _wang = null!;
    private User _li = null!;
    private User _viewer = null!;
    private User _contact = null!;
    private long _sequence;

    public async Task InitializeAsync()
    {
        ZoneSite.Write(_site);
        Assert.Empty(_site.Current.Reload());
        _aggregator = await RunningAggregator.StartAsync(_site);
        _visitors = new(_aggregator);
        _wang = await _visitors.AddAsync("wang", [Role.FacilityManager]);
        _li = await _visitors.AddAsync("li", [Role.FacilityManager]);
        _viewer = await _visitors.AddAsync("zhao", [Role.Viewer]);
        _contact = await _visitors.AddAsync("chen", [Role.UnitContact], "unit-01");
    }

    public async Task DisposeAsync()
    {
        _visitors.Dispose();
        await _aggregator.DisposeAsync();
        _site.Dispose();
    }

    [Fact]
    public async Task One_proposes_another_agrees_and_what_the_gateway_answers_is_seen()
    {
        var (status, page) = await PostAsync(_wang, Page, Form);
        Assert.True(status == 200, page);
        Assert.Contains("<dd>40 %</dd>", page, StringComparison.Ordinal);
        Assert.Contains("<dd>2017-03-20 10:30</dd>", page, StringComparison.Ordinal);
        Assert.Contains("name=\"confirmed\" value=\"yes\"", page, StringComparison.Ordinal);

        Assert.Equal(302, (await PostAsync(_wang, Page, Form + "&confirmed=yes")).Status);
        Assert.Empty(await IssuedAsync());
        var shown = await ReadAsync(_li);
        Assert.Contains(
            "A second person is needed: Office, 40 % until 03-20 10:30 · wang · film", shown, StringComparison.Ordinal);
        var proposal = (await NowAsync())["proposals"]![0]!;
        Assert.Equal(("office", 400), ((string?)proposal["zone"], (int)proposal["light"]!));
        var answer = $"proposal={proposal["id"]}&reason=agreed";

        // Whoever proposed it cannot agree to it.
        (status, page) = await PostAsync(_wang, "/lighting/office/orders/confirm-proposal", answer + "&confirmed=yes");
        Assert.Equal(400, status);
        Assert.Contains("another person must answer", page, StringComparison.Ordinal);
        Assert.Empty(await IssuedAsync());
        Assert.Contains("film", (await PostAsync(_li, "/lighting/office/orders/confirm-proposal", answer)).Page,
            StringComparison.Ordinal);
        Assert.Equal(
            302, (await PostAsync(_li, "/lighting/office/orders/confirm-proposal", answer + "&confirmed=yes")).Status);

        var command = Assert.Single(await IssuedAsync());
        Assert.Equal(new CommandAction.OverrideZone("office", 400, HalfPastTen), command.Action);
        Assert.Equal(
            ("gateway-1", "wang and li", HalfPastTen), (command.Gateway.Value, command.By, command.NotAfter));
        Assert.Contains(
            "Office: 40 % until 03-20 10:30 · wang and li · film (proposed by wang, confirmed by li) issued: the "
            + "gateway has not answered yet · gateway-1 has not answered yet", await ReadAsync(_wang),
            StringComparison.Ordinal);

        await HappenAsync(EventKinds.CommandAnswered, "40 % is ordered.", ("id", command.Id));
        await HappenAsync(
            EventKinds.ZoneOverride, "It began.", ("state", "begun"), ("light", "400"), ("by", command.By),
            ("order", command.Id), ("until", HalfPastTen.ToString("O", CultureInfo.InvariantCulture)));
        shown = await ReadAsync(_wang);
        Assert.Contains("done · 40 % is ordered.", shown, StringComparison.Ordinal);
        Assert.Contains("By order of wang and li: 40 %, until 03-20 10:30", shown, StringComparison.Ordinal);
        Assert.Contains(
            "按 wang and li 的指令：40 %，至 03-20 10:30", await ReadAsync(_wang, "zh-CN"), StringComparison.Ordinal);
        var told = await NowAsync();
        Assert.Equal(("done", command.Id), (
            (string?)told["orders"]![0]!["state"], (string?)told["zones"]![0]!["override"]!["order"]));

        // To let the rules decide again takes one person.
        Assert.Equal(302, (await PostAsync(
            _li, "/lighting/office/orders/release-zone", "reason=over&confirmed=yes")).Status);
        Assert.Equal(
            new CommandAction.OverrideZone("office", null, null),
            (await IssuedAsync()).First(one => one.By == "li").Action);
        Assert.Equal(
            [
                ("wang", "draft of override-zone office"),
                ("wang", $"override-zone office 40 % until 2017-03-20 02:30:00Z, proposal {proposal["id"]}"),
                ("wang", $"confirm-proposal {proposal["id"]} by wang: office"),
                ("li", "draft of confirm-proposal office"),
                ("li", $"confirm-proposal {proposal["id"]} by wang: office"),
                ("li", "release-zone office"),
            ],
            (await _visitors.AuditAsync()).Where(one => one.Of is not null)
                .Select(one => (one.Entry.Who, one.Entry.Subject)));
    }

    [Fact]
    public async Task The_API_takes_two_people_for_each_zone_and_tells_of_the_proposal()
    {
        var id = await ProposeAsync("office");
        await ProposeAsync("hall");
        var (status, text) = await TellAsync(_li, "/api/commands", BodyOf("office"));
        Assert.Equal(400, status);
        Assert.Contains($"proposed already, as {id}", text, StringComparison.Ordinal);
        Assert.Equal(403, (await TellAsync(_wang, $"/api/proposals/{id}/confirm", """{"reason":"r"}""")).Status);
        var told = JsonNode.Parse((await _visitors.TellAsync(
            HttpMethod.Get, $"/api/proposals/{id}", null, await _visitors.SessionAsync(_li))).Text)!;
        Assert.Equal(
            ("override-zone", "office", 40m, null, "2017-03-20T02:30:00+00:00"),
            ((string?)told["action"], (string?)told["zone"], (decimal)told["percent"]!, (string?)told["unit"],
                (string?)told["overrideUntil"]));
        Assert.Equal(202, (await TellAsync(_li, $"/api/proposals/{id}/confirm", """{"reason":"r"}""")).Status);
        Assert.Equal("wang and li", Assert.Single(await IssuedAsync()).By);
        Assert.Equal(202, (await TellAsync(
            _wang, "/api/commands", """{"action":"release-zone","zone":"office","reason":"over"}""")).Status);
        Assert.Equal(2, (await IssuedAsync()).Count);
    }

    [Theory]
    [InlineData("office", "percent", "percent=101&until=2017-03-20T10:30&reason=r")]
    [InlineData("office", "percent", "percent=79000000000000000000000000000&until=2017-03-20T10:30&reason=r")]
    [InlineData("office", "percent", "percent=0.05&until=2017-03-20T10:30&reason=r")]
    [InlineData("office", "percent", "percent=9.9&until=2017-03-20T10:30&reason=r")]
    [InlineData("hall", "percent", "percent=0&until=2017-03-20T10:30&reason=r")]
    [InlineData("office", "until", "percent=40&until=2017-03-20T08:00&reason=r")]
    [InlineData("office", "until", "percent=40&until=2017-03-21T08:01&reason=r")]
    [InlineData("office", "reason", "percent=40&until=2017-03-20T10:30&reason=+")]
    public async Task What_is_wrong_is_said_beside_its_field_and_nothing_is_proposed(
        string zone, string field, string form)
    {
        await TellZonesAsync(
            new("office", 800, "daylight", Now) { Orders = new(100, 1000, Dark: true) },
            new("hall", 800, "daylight", Now) { Orders = new(200, 1000, Dark: false) });

        var (status, page) = await PostAsync(_wang, $"/lighting/{zone}/orders/override-zone", form + "&confirmed=yes");

        Assert.Equal(400, status);
        Assert.Matches($"id=\"{field}\"[^>]*aria-invalid=\"true\"", page);
        Assert.Matches($"<p id=\"{field}-why\" class=\"wrong\">[^<]", page);
        Assert.Empty((await NowAsync())["proposals"]!.AsArray());
    }

    [Fact]
    public async Task Who_may_not_is_neither_offered_nor_let_in_and_what_is_no_zone_is_not_there()
    {
        Assert.Equal(404, (await PostAsync(_wang, "/lighting/attic/orders/override-zone", Form)).Status);
        Assert.Equal(404, (await PostAsync(_wang, "/lighting/office/orders/cut", Form)).Status);
        foreach (var who in new[] { _viewer, _contact })
        {
            Assert.Equal(403, (await PostAsync(who, Page, Form + "&confirmed=yes")).Status);
            Assert.Equal(403, (await TellAsync(
                who, "/api/commands", BodyOf("office"))).Status);
        }
        Assert.DoesNotContain("/orders/override-zone", (await _visitors.TellAsync(
            HttpMethod.Get, "/lighting", null, await _visitors.SessionAsync(_viewer))).Text, StringComparison.Ordinal);
        var (status, text) = await TellAsync(_wang, "/api/commands", BodyOf("attic"));
        Assert.Equal(400, status);
        Assert.Contains("is no lighting zone of site.yaml", text, StringComparison.Ordinal);
        Assert.Empty((await NowAsync())["proposals"]!.AsArray());
    }

    /// <summary>It refuses what it does not know without saying whose it was, so the order has no answer.</summary>
    [Fact]
    public async Task A_gateway_of_before_is_said_to_take_no_orders()
    {
        await TellZonesAsync(new ZoneLighting("office", 800, "daylight", Now));
        await BeHeardAsync();
        var id = await ProposeAsync("office");
        Assert.Equal(202, (await TellAsync(_li, $"/api/proposals/{id}/confirm", """{"reason":"r"}""")).Status);
        Forget();

        Assert.Contains(
            "gateway-1 takes no such orders: its program is of an earlier version", await ReadAsync(_wang),
            StringComparison.Ordinal);
        _aggregator.Time.Advance(TimeSpan.FromHours(3));
        Forget();
        Assert.Contains("expired: nothing was done", await ReadAsync(_wang), StringComparison.Ordinal);
    }

    private DateTimeOffset Now => _aggregator.Time.GetUtcNow();

    private static string BodyOf(string zone) =>
        $$"""
        {"action":"override-zone","zone":"{{zone}}","percent":40,"until":"2017-03-20T02:30:00Z","reason":"film"}
        """;

    private async Task<string> ProposeAsync(string zone)
    {
        var (status, text) = await TellAsync(_wang, "/api/commands", BodyOf(zone));
        Assert.True(status == 202, text);
        Assert.Null(JsonNode.Parse(text)!["id"]);
        return (string)JsonNode.Parse(text)!["proposal"]!;
    }

    private async Task<List<Command>> IssuedAsync() =>
    [
        .. (await _visitors.Of<PolicyStore>().RecentCommandsAsync(DateTimeOffset.UnixEpoch, 100, default))
            .Select(stored => stored.Command),
    ];

    private async Task<JsonNode> NowAsync() => JsonNode.Parse((await _visitors.TellAsync(
        HttpMethod.Get, "/api/lighting/now", null, await _visitors.SessionAsync(_viewer))).Text)!;

    private async Task<string> ReadAsync(User who, string language = "en") => PageText.Of((await _visitors.TellAsync(
        HttpMethod.Get, $"/lighting?culture={language}", null, await _visitors.SessionAsync(who))).Text);

    private async Task<(int Status, string Page)> PostAsync(User who, string page, string form) =>
        await _visitors.TellAsync(
            HttpMethod.Post, page + "?culture=en", form,
            await _visitors.WithPageAsync(await _visitors.SessionAsync(who)));

    private async Task<(int Status, string Text)> TellAsync(User who, string path, string body) =>
        await _visitors.TellAsync(
            HttpMethod.Post, path, body, await _visitors.WithPageAsync(await _visitors.SessionAsync(who)));

    private async Task HappenAsync(string kind, string text, params (string Name, string Value)[] facts)
    {
        await _aggregator.Ingestion.HandleAsync(
            [
                new TestGateway(_site.Keys[0]).Batch(
                    JournalStream.Events, ++_sequence, TestGateway.Known,
                    [
                        new Entry.Event(ClockTrust.Synchronised, new(
                            kind, Now, "office", text,
                            facts.ToImmutableSortedDictionary(fact => fact.Name, fact => fact.Value))),
                    ]),
            ],
            default);
        Forget();
    }

    private Task TellZonesAsync(params ImmutableArray<ZoneLighting> zones) =>
        Zones.TellAsync(_aggregator, _site, zones);

    private Task BeHeardAsync() => Zones.AnswerAsync(_aggregator);

    private void Forget() => _visitors.Of<CurrentLighting>().Forget();
}
