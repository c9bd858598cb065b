using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Tests.Ingest;
using Jingu.Aggregator.Tests.Web.Entrance;
using Jingu.Aggregator.Web.Pages.Units;
using Jingu.Budgets.Decisions;
using Jingu.Budgets.Ladders;
using Jingu.Contracts.Commands;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Xunit;

namespace Jingu.Aggregator.Tests.Web.Pages.Units;

/// <summary>Orders from the page of a unit, by people without script, through the real host.</summary>
#pragma warning disable CA1001 // xUnit calls DisposeAsync of IAsyncLifetime.
public sealed partial class OrderTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private const string Extend = "/units/unit-01/orders/extend";

    private readonly TestSite _site = new(1, "k");
    private RunningAggregator _aggregator = null!;
    private Visitors _visitors = null!;
    private User _wang = null!;
    private User _li = null!;
    private User _contact = null!;

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
    }

    public async Task DisposeAsync()
    {
        _visitors.Dispose();
        await _aggregator.DisposeAsync();
        _site.Dispose();
    }

    [Theory]
    [InlineData("en", "reason", "amount=5&reason=+", "Say why, in 1 to 200 characters.")]
    [InlineData("zh-CN", "reason", "amount=5", "请说明原因，1 至 200 字。")]
    [InlineData("en", "amount", "amount=-5&reason=hot", "Write an amount above 0 with at most three decimals")]
    [InlineData("en", "resource", "resource=gas&amount=5&reason=hot", "Choose electricity or water.")]
    public async Task What_is_wrong_is_said_beside_its_field_and_nothing_is_issued(
        string language, string field, string form, string sentence)
    {
        var body = (form.Contains("resource", StringComparison.Ordinal) ? "" : "resource=electricity&") + form;
        foreach (var confirmed in new[] { "", "&confirmed=yes" })
        {
            var (status, page) = await PostAsync(_wang, Extend, body + confirmed, language);

            Assert.Equal(400, status);
            Assert.Matches($"<p id=\"{field}-why\" class=\"wrong\">{Regex.Escape(sentence)}", page);
            Assert.Matches($"id=\"{field}\"[^>]*aria-invalid=\"true\"", page);
            Assert.DoesNotContain("value=\"yes\"", page, StringComparison.Ordinal);
        }
        Assert.Empty(await IssuedAsync());
    }

    [Fact]
    public async Task An_order_is_shown_once_more_and_given_only_when_it_is_confirmed()
    {
        const string Form = "resource=electricity&amount=120.5&reason=heat+%3Cb%3E";
        await PlanAsync();
        var (status, page) = await PostAsync(_wang, Extend, Form);

        Assert.Equal(200, status);
        Assert.Contains("<dd>120.5 kWh</dd>", page, StringComparison.Ordinal);
        Assert.Contains("<dd>heat &lt;b&gt;</dd>", page, StringComparison.Ordinal);
        Assert.Contains("name=\"confirmed\" value=\"yes\"", page, StringComparison.Ordinal);
        Assert.Empty(await IssuedAsync());

        (status, _) = await PostAsync(_wang, Extend, Form + "&confirmed=yes");

        Assert.Equal((int)HttpStatusCode.Redirect, status);
        var command = Assert.Single(await IssuedAsync());
        Assert.Equal(
            new CommandAction.Extend(new("unit-01"), Resource.Electricity, "2017-03", 120_500), command.Action);
        Assert.Equal(("wang", "heat <b>"), (command.By, command.Reason));
        var unit = await PageAsync(_wang, "/units/unit-01");
        Assert.Contains("issued: the gateway has not answered yet", unit, StringComparison.Ordinal);
        Assert.Contains("heat &lt;b&gt;", unit, StringComparison.Ordinal);
        Assert.Equal(
            ["draft of extend unit-01", "extend unit-01 electricity 120500"],
            (await _visitors.AuditAsync()).Where(one => one is { Of: not null, Entry.Who: "wang" })
                .Select(one => one.Entry.Subject));
    }

    [Fact]
    public async Task What_is_transferred_leaves_one_budget_and_comes_to_the_other()
    {
        await PlanAsync();
        var (status, page) = await PostAsync(
            _wang, "/units/unit-01/orders/transfer",
            "resource=electricity&amount=100&toUnit=unit-02&reason=visitors&confirmed=yes");

        Assert.True(status == (int)HttpStatusCode.Redirect, page);
        Assert.Equal(
            (900_000 - 100_000, 300_000 + 100_000), (await BudgetAsync("unit-01"), await BudgetAsync("unit-02")));
    }

    [Fact]
    public async Task What_the_plan_refuses_is_told_and_nothing_changes()
    {
        await PlanAsync();
        var (status, page) = await PostAsync(
            _wang, "/units/unit-01/orders/transfer",
            "resource=electricity&amount=901&toUnit=unit-02&reason=visitors&confirmed=yes");

        Assert.Equal(400, status);
        Assert.Contains("Nothing was ordered.", page, StringComparison.Ordinal);
        Assert.Contains("too much", page, StringComparison.Ordinal);
        Assert.Equal(900_000, await BudgetAsync("unit-01"));
    }

    [Fact]
    public async Task A_cut_is_proposed_by_one_person_and_issued_when_another_one_agrees_on_the_page()
    {
        const string Approve = "/units/unit-01/orders/approve-cut?resource=electricity";
        Assert.DoesNotContain(Approve, await PageAsync(_wang, "/units/unit-01"), StringComparison.Ordinal);
        await AskApprovalAsync();
        Assert.Contains(Approve, await PageAsync(_wang, "/units/unit-01"), StringComparison.Ordinal);
        await PostAsync(
            _wang, "/units/unit-01/orders/approve-cut", "resource=electricity&reason=used+up&confirmed=yes");
        Assert.Empty(await IssuedAsync());
        var unit = await PageAsync(_li, "/units/unit-01");
        var answer = WebUtility.HtmlDecode(Answer().Match(unit).Groups[1].Value);
        Assert.NotEqual("", answer);
        var form = "reason=seen&confirmed=yes&" + answer.Split('?')[1];

        var (own, told) = await PostAsync(_wang, answer.Split('?')[0], form);
        Assert.Equal(400, own);
        Assert.Contains("another person must answer", told, StringComparison.Ordinal);
        Assert.Empty(await IssuedAsync());

        await PostAsync(_li, answer.Split('?')[0], form);
        Assert.Equal("wang and li", Assert.Single(await IssuedAsync()).By);
    }

    [Fact]
    public async Task A_contact_is_offered_and_given_what_is_a_contacts_alone()
    {
        Assert.DoesNotContain("/orders/extend", await PageAsync(_contact, "/units/unit-01"), StringComparison.Ordinal);
        Assert.Contains("/orders/extend", await PageAsync(_wang, "/units/unit-01"), StringComparison.Ordinal);
        foreach (var order in OrderDraft.Actions.Except(["select-emergency", "confirm-restore"]))
        {
            var (status, _) = await PostAsync(
                _contact, $"/units/unit-01/orders/{order}",
                "resource=electricity&amount=1&toUnit=unit-02&reason=hot&confirmed=yes");
            Assert.Equal((order, 403), (order, status));
        }
        Assert.Equal(403, (await PostAsync(
            _contact, "/units/unit-02/orders/confirm-restore", "resource=electricity&reason=r&confirmed=yes")).Status);
        Assert.Empty(await IssuedAsync());

        await PostAsync(
            _contact, "/units/unit-01/orders/confirm-restore", "resource=electricity&reason=looked&confirmed=yes");
        Assert.IsType<CommandAction.ConfirmRestore>(Assert.Single(await IssuedAsync()).Action);
    }

    [Fact]
    public async Task What_no_page_of_ours_sent_is_not_taken()
    {
        var (status, _) = await _visitors.TellAsync(
            HttpMethod.Post, Extend, "resource=electricity&amount=5&reason=hot&confirmed=yes",
            await _visitors.SessionAsync(_wang));

        Assert.Equal(400, status);
        Assert.Empty(await IssuedAsync());
    }

    [Theory]
    [InlineData("120.5", 120_500)]
    [InlineData(" 0.001 ", 1)]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    [InlineData("1e3", null)]
    [InlineData("1,5", null)]
    [InlineData("0.0001", null)]
    [InlineData("1000000000.001", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void An_amount_is_a_plain_number_to_the_watt_hour(string? text, int? amount)
    {
        var complaints = new Dictionary<string, string>();
        var draft = OrderDraft.Of(
            "extend", new("unit-01"), new("electricity", text, null, null, "hot"), _site.Site, complaints);

        Assert.Equal(amount, (int?)draft?.Amount);
        Assert.Equal(amount is null, complaints.ContainsKey("amount"));
    }

    /// <summary>900 kWh for unit-01, 300 kWh for unit-02.</summary>
    private async Task PlanAsync()
    {
        async Task ImportAsync(string table, string csv)
        {
            using var content = new StringContent(csv, System.Text.Encoding.UTF8, "text/csv");
            using var answer = await _aggregator.Browser.PostAsync(
                new Uri($"/api/planning/{table}?import={table}&actor=wang&reason=test", UriKind.Relative), content);
            answer.EnsureSuccessStatusCode();
        }
        await ImportAsync(
            "headcounts", "unit,from,established,users,source\nunit-01,2016-01-01,9,9,x\nunit-02,2016-01-01,3,3,x\n");
        await ImportAsync("quotas", "resource,from,perHead,unit,source\nelectricity,2016-01-01,100000,,x\n");
    }

    /// <summary>The gateway's word that a cut waits for approval.</summary>
    private async Task AskApprovalAsync()
    {
        var now = _aggregator.Time.GetUtcNow();
        var period = new LadderPeriod("2017-03", now.AddDays(-19), now.AddDays(12));
        var policy = new LadderPolicy(new("unit-01"), Resource.Electricity, 1) { Drill = false };
        var step = Ladder.DecideAll(
            policy, Ladder.Begin(policy, period),
            new(now, period, 1_000, 900) { NonDisconnect = [], Commands = [] })[0];
        var asked = step with
        {
            Decision = step.Decision with { Next = step.Decision.Next with { ApprovalAskedAt = now } },
        };
        var happened = DecisionEvent.Of(
            ChainLink.After(null, new LadderRecord(Ladder.RuleSet, asked)), "unit-01 electricity", now, "asked");
        await _aggregator.Ingestion.HandleAsync(
            [
                new TestGateway(_site.Keys[0]).Batch(
                    JournalStream.Events, 1, TestGateway.Known, [new Entry.Event(ClockTrust.Synchronised, happened)]),
            ],
            default);
        _visitors.Of<StoredUnits>().Forget(new("unit-01"));
        _visitors.Of<StoredCampus>().Forget();
    }

    private async Task<long> BudgetAsync(string unit)
    {
        using var budget = JsonDocument.Parse(await _aggregator.Browser.GetStringAsync(
            new Uri($"/api/planning/budget?month=2017-03&unit={unit}", UriKind.Relative)));
        return budget.RootElement[0].GetProperty("available").GetInt64();
    }

    private async Task<List<Command>> IssuedAsync() =>
    [
        .. (await _visitors.Of<PolicyStore>().RecentCommandsAsync(DateTimeOffset.UnixEpoch, 100, default))
            .Select(stored => stored.Command),
    ];

    private async Task<string> PageAsync(User who, string address)
    {
        var (status, page) = await _visitors.TellAsync(
            HttpMethod.Get, address + "?culture=en", null, await _visitors.SessionAsync(who));
        Assert.Equal(200, status);
        return page;
    }

    private async Task<(int Status, string Page)> PostAsync(
        User who, string address, string form, string language = "en") => await _visitors.TellAsync(
        HttpMethod.Post, $"{address}?culture={language}", form,
        await _visitors.WithPageAsync(await _visitors.SessionAsync(who)));

    [GeneratedRegex("href=\"(/units/unit-01/orders/confirm-proposal[^\"]+)\"")]
    private static partial Regex Answer();
}
