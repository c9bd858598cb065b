using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Jingu.Aggregator.Ingest;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Tests.Ingest;
using Jingu.Aggregator.Tests.Web.Entrance;
using Jingu.Contracts.Commands;
using Jingu.Contracts.Events;
using Jingu.Contracts.Readings;
using Jingu.Contracts.State;
using Jingu.Contracts.Wire;
using Xunit;

namespace Jingu.Aggregator.Tests.Web.Pages.Gateways;

/// <summary>Orders about registers, by people without script and by programs, through the real host.</summary>
#pragma warning disable CA1001 // xUnit calls DisposeAsync of IAsyncLifetime.
public sealed class MeterOrderTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private const string Point = "unit-01-electricity";
    private const string Page = $"/gateways/gateway-1/points/{Point}/replace-meter";
    private const string SettlePage = $"/gateways/gateway-1/points/{Point}/settle-case";

    private readonly TestSite _site = new(1, "k");
    private RunningAggregator _aggregator = null!;
    private Visitors _visitors = null!;
    private TestGateway _gateway = null!;
    private User _wang = null!;

    private string Stands => $"journal={_gateway.Journal}&epoch=1";

    public async Task InitializeAsync()
    {
        _aggregator = await RunningAggregator.StartAsync(_site);
        _visitors = new(_aggregator);
        _wang = await _visitors.AddAsync("wang", [Role.FacilityManager]);
        _gateway = new(_site.Keys[0]);
        await DeliverAsync(_gateway.Intervals(1, 4));
        await _visitors.Of<RelationalStore>().SetStateAsync(
            new("gateway-1"), JsonSerializer.Serialize(State(), StateJson.Default.GatewayState), default);
    }

    public async Task DisposeAsync()
    {
        _visitors.Dispose();
        await _aggregator.DisposeAsync();
        _site.Dispose();
    }

    [Fact]
    public async Task A_replacement_is_shown_once_more_and_issued_only_when_it_is_confirmed()
    {
        var form = $"{Stands}&measure=kWh&closing=12.4005&opening=0.5&serial=W-9&at=2017-03-20T07:30&reason=broken";
        var (status, page) = await PostAsync(Page, form);

        Assert.True(status == 200, page);
        Assert.Contains("<dd>12.4005 kWh</dd>", page, StringComparison.Ordinal);
        Assert.Contains("<dd>0.5 kWh</dd>", page, StringComparison.Ordinal);
        // 12,400.5 - 12,345.5 Wh on the dial, times 40.
        Assert.Contains("<dd>2.2 kWh</dd>", page, StringComparison.Ordinal);
        Assert.Contains("<dd>W-9</dd>", page, StringComparison.Ordinal);
        Assert.Contains("<dd>2017-03-20 07:30</dd>", page, StringComparison.Ordinal);
        Assert.Contains("<dd>broken</dd>", page, StringComparison.Ordinal);
        Assert.Empty(await IssuedAsync());

        (status, page) = await PostAsync(Page, form + "&confirmed=yes");
        Assert.True(status == (int)HttpStatusCode.Redirect, page);
        var command = Assert.Single(await IssuedAsync());
        Assert.Equal(
            new CommandAction.ReplaceMeter(
                Point, _gateway.Journal.ToString(), 1, 12_400.5m, 500, "W-9",
                new DateTimeOffset(2017, 3, 19, 23, 30, 0, TimeSpan.Zero)),
            command.Action);
        Assert.Equal(("wang", "broken", "gateway-1"), (command.By, command.Reason, command.Gateway.Value));
        Assert.Equal(TimeSpan.FromDays(1), command.NotAfter - command.Issued);
        Assert.Contains(
            $"replace-meter {Point} closing 12400.5 opening 500",
            (await _visitors.AuditAsync()).Select(one => one.Entry.Subject));
    }

    [Fact]
    public async Task What_became_of_an_order_stands_on_the_gateways_page()
    {
        await PostAsync(Page, $"{Stands}&measure=Wh&closing=12400&opening=0&reason=broken&confirmed=yes");
        var command = Assert.Single(await IssuedAsync());
        Assert.Contains("issued: the gateway has not answered yet", await TellAsync(), StringComparison.Ordinal);

        await DeliverAsync(_gateway.Batch(JournalStream.Events, 1, TestGateway.Known,
        [
            new Entry.Event(ClockTrust.Bench, new(
                EventKinds.CommandRefused, _aggregator.Time.GetUtcNow(), Point, "Nothing has changed: too much.",
                ImmutableSortedDictionary<string, string>.Empty.Add("id", command.Id))),
        ]));
        await Jingu.Testing.Eventually.UntilAsync(
            async () => (await TellAsync()).Contains("Nothing has changed: too much.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("measure=m3&closing=12.4&opening=0&reason=x", "measure", "Choose the unit")]
    [InlineData("measure=kWh&closing=-1&opening=0&reason=x", "closing", "Write what the dial shows")]
    [InlineData("measure=kWh&closing=1000000&opening=0&reason=x", "closing", "No dial of this meter shows as much")]
    [InlineData("measure=kWh&closing=12,4&opening=0&reason=x", "closing", "Write what the dial shows")]
    [InlineData("measure=kWh&closing=12.4&reason=x", "opening", "Write what the dial shows")]
    [InlineData("measure=kWh&closing=12.4&opening=0&at=noon&reason=x", "at", "Write date and time")]
    [InlineData("measure=kWh&closing=12.4&opening=0&at=2017-03-21T00:00&reason=x", "at", "That lies in the future")]
    [InlineData("measure=kWh&closing=12.4&opening=0&reason=+", "reason", "Say why")]
    public async Task What_is_wrong_is_said_beside_its_field_and_nothing_is_issued(
        string form, string field, string sentence)
    {
        var (status, page) = await PostAsync(Page, $"{Stands}&{form}&confirmed=yes");
        Assert.Equal(400, status);
        Assert.Matches($"<p id=\"{field}-why\" class=\"wrong\">{sentence}", page);
        Assert.Empty(await IssuedAsync());
    }

    [Theory]
    [InlineData("word=believe&amount=", SettleWord.Believe, 0)]
    [InlineData("word=new-base&amount=12.5", SettleWord.NewBase, 12_500)]
    public async Task A_case_is_settled_with_what_the_person_says(string said, SettleWord word, long amount)
    {
        var (status, page) = await PostAsync(
            SettlePage, $"{Stands}&case=7&measure=kWh&{said}&reason=looked&confirmed=yes");
        Assert.True(status == (int)HttpStatusCode.Redirect, page);
        Assert.Equal(
            new CommandAction.SettleCase(Point, _gateway.Journal.ToString(), 1, 7, word, amount),
            Assert.Single(await IssuedAsync()).Action);
    }

    [Fact]
    public async Task Whoever_looked_before_somebody_replaced_the_meter_issues_nothing()
    {
        await DeliverAsync(_gateway.Batch(JournalStream.Events, 1, TestGateway.Known,
        [
            new Entry.Event(ClockTrust.Bench, new(
                EventKinds.MeterReplaced, TestGateway.StartOf(5), Point, "Replaced on site.",
                ImmutableSortedDictionary<string, string>.Empty.Add("epoch", "2"))),
        ]));

        var (status, page) = await PostAsync(
            Page, $"{Stands}&measure=kWh&closing=12.4&opening=0&reason=x&confirmed=yes");
        Assert.Equal(400, status);
        Assert.Contains("Somebody replaced this meter", page, StringComparison.Ordinal);
        Assert.Empty(await IssuedAsync());
    }

    [Theory]
    [InlineData("\"closing\":12.4,\"opening\":0", 202, "gateway-1")]
    [InlineData("\"closing\":12.4", 400, "opening: Write what the dial shows")]
    [InlineData("\"closing\":1e6,\"opening\":0", 400, "closing: No dial of this meter")]
    public async Task Programs_order_the_same_and_hear_the_same_sentences(string said, int status, string text)
    {
        var (answer, body) = await SendAsync(string.Create(CultureInfo.InvariantCulture, $$"""
            {"action":"replace-meter","point":"{{Point}}","stands":{"journal":"{{_gateway.Journal}}","epoch":1},
             "measure":"kWh",{{said}},"by":"Wang Li","reason":"broken"}
            """));
        Assert.True(answer == status, body);
        Assert.Contains(text, body, StringComparison.Ordinal);
        Assert.Equal(status == 202 ? 1 : 0, (await IssuedAsync()).Count);
    }

    [Theory]
    [InlineData("unit-99", "is no metering point")]
    [InlineData(Point, "stands: Say on what the ledger stands")]
    public async Task An_order_that_names_no_point_or_no_ledger_is_refused(string point, string text)
    {
        var (answer, body) = await SendAsync(
            $$"""
            {"action":"settle-case","point":"{{point}}","case":7,"word":"believe","measure":"kWh","by":"Wang Li",
             "reason":"looked"}
            """);
        Assert.Equal(400, answer);
        Assert.Contains(text, body, StringComparison.Ordinal);
    }

    private static GatewayState State() => new(
        1, "0.1.0", "native", ImmutableSortedDictionary<string, string>.Empty, Bench: true, TestGateway.March, "bench",
        "00", ImmutableSortedDictionary<string, long>.Empty, 0, 0, [])
    {
        Points = [new(Point, "m-1", "Wh", 1, 40, TestGateway.March, 12_345.5m, 1_000_000_000, 493_820)],
    };

    private async Task DeliverAsync(params Jingu.Mqtt.MqttMessage[] messages) =>
        Assert.IsType<Handled.Done>(await _aggregator.Ingestion.HandleAsync(messages, default));

    private async Task<List<Command>> IssuedAsync() =>
    [
        .. (await _visitors.Of<PolicyStore>().RecentCommandsAsync(DateTimeOffset.UnixEpoch, 100, default))
            .Select(stored => stored.Command),
    ];

    private async Task<string> TellAsync() => (await _visitors.TellAsync(
        HttpMethod.Get, "/gateways/gateway-1?culture=en", null, await _visitors.SessionAsync(_wang))).Text;

    private async Task<(int Status, string Page)> PostAsync(string address, string form) => await _visitors.TellAsync(
        HttpMethod.Post, $"{address}?culture=en", form,
        await _visitors.WithPageAsync(await _visitors.SessionAsync(_wang)));

    private async Task<(int Status, string Text)> SendAsync(string json)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("api/commands", UriKind.Relative))
        {
            Content = body,
        };
        request.Headers.Add("Accept-Language", "en");
        using var answer = await _aggregator.Browser.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
