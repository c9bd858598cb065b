using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Tests.Web.Entrance;
using Jingu.Contracts.Commands;
using Xunit;

namespace Jingu.Aggregator.Tests.Web.Pages.Plants;

/// <summary>Orders to curtail from the page of plants, without script. It is 20 March 2017, 08:00.</summary>
#pragma warning disable CA1001 // xUnit calls DisposeAsync of IAsyncLifetime.
public sealed class CurtailTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private const string Form = "point=roof-1&percent=45.5&until=2017-03-20T10:30&reason=grid";

    private readonly TestSite _site = new(1, "k");
    private RunningAggregator _aggregator = null!;
    private Visitors _visitors = null!;
    private User _wang = null!;
    private User _viewer = null!;

    public async Task InitializeAsync()
    {
        PlantSite.Write(_site);
        Assert.Empty(_site.Current.Reload());
        _aggregator = await RunningAggregator.StartAsync(_site);
        _visitors = new(_aggregator);
        _wang = await _visitors.AddAsync("wang", [Role.FacilityManager]);
        _viewer = await _visitors.AddAsync("zhao", [Role.Viewer]);
    }

    public async Task DisposeAsync()
    {
        _visitors.Dispose();
        await _aggregator.DisposeAsync();
        _site.Dispose();
    }

    [Fact]
    public async Task An_order_is_shown_once_more_issued_when_it_is_confirmed_listed_and_audited()
    {
        var (status, page) = await PostAsync(_wang, Form);
        Assert.Equal(200, status);
        Assert.Contains("45.5 %", page, StringComparison.Ordinal);
        Assert.Contains("<dd>2017-03-20 10:30</dd>", page, StringComparison.Ordinal);
        Assert.Contains("name=\"confirmed\" value=\"yes\"", page, StringComparison.Ordinal);
        Assert.Empty(await IssuedAsync());

        (status, page) = await PostAsync(_wang, Form + "&confirmed=yes");

        Assert.True(status == 302, page);
        var command = Assert.Single(await IssuedAsync());
        Assert.Equal(
            new CommandAction.Curtail("roof-1", 455, new DateTimeOffset(2017, 3, 20, 2, 30, 0, TimeSpan.Zero)),
            command.Action);
        Assert.Equal(("gateway-1", "wang", "grid"), (command.Gateway.Value, command.By, command.Reason));
        var shown = PageText.Of((await _visitors.TellAsync(
            HttpMethod.Get, "/plants?culture=en", null, await _visitors.SessionAsync(_wang))).Text);
        Assert.Contains(
            "roof-1: at most 45.5 % of its rated power until 03-20 10:30 · wang · grid issued", shown,
            StringComparison.Ordinal);
        Assert.Equal(
            ["draft of curtail roof-1", "curtail roof-1"],
            (await _visitors.AuditAsync()).Where(one => one is { Of: not null, Entry.Who: "wang" })
                .Select(one => one.Entry.Subject));
    }

    [Theory]
    [InlineData("percent", "point=roof-1&percent=101&until=2017-03-20T10:30&reason=r")]
    [InlineData("percent", "point=roof-1&percent=0.05&until=2017-03-20T10:30&reason=r")]
    [InlineData("percent", "point=roof-1&percent=-5&until=2017-03-20T10:30&reason=r")]
    [InlineData("until", "point=roof-1&percent=5&until=2017-03-20T07:59&reason=r")]
    [InlineData("until", "point=roof-1&percent=5&until=2017-03-28T08:00&reason=r")]
    [InlineData("until", "point=roof-1&percent=5&until=soon&reason=r")]
    [InlineData("reason", "point=roof-1&percent=5&until=2017-03-20T10:30&reason=+")]
    public async Task What_is_wrong_is_said_beside_its_field_and_nothing_is_issued(string field, string form)
    {
        var (status, page) = await PostAsync(_wang, form + "&confirmed=yes");

        Assert.Equal(400, status);
        Assert.Matches($"id=\"{field}\"[^>]*aria-invalid=\"true\"", page);
        Assert.Matches($"<p id=\"{field}-why\" class=\"wrong\">[^<]", page);
        Assert.Empty(await IssuedAsync());
    }

    [Fact]
    public async Task What_generates_nothing_is_not_there_and_who_may_not_is_neither_offered_nor_let_in()
    {
        Assert.Equal(404, (await PostAsync(_wang, Form.Replace("roof-1", "main", StringComparison.Ordinal))).Status);
        Assert.Equal(403, (await PostAsync(_viewer, Form + "&confirmed=yes")).Status);
        var (_, page) = await _visitors.TellAsync(
            HttpMethod.Get, "/plants", null, await _visitors.SessionAsync(_viewer));
        Assert.DoesNotContain("/plants/curtail", page, StringComparison.Ordinal);
        var (status, _) = await _visitors.TellAsync(
            HttpMethod.Post, "/plants/curtail", Form + "&confirmed=yes", await _visitors.SessionAsync(_wang));
        Assert.Equal(400, status);
        Assert.Empty(await IssuedAsync());
    }

    private async Task<List<Command>> IssuedAsync() =>
    [
        .. (await _visitors.Of<PolicyStore>().RecentCommandsAsync(DateTimeOffset.UnixEpoch, 100, default))
            .Select(stored => stored.Command),
    ];

    private async Task<(int Status, string Page)> PostAsync(User who, string form) => await _visitors.TellAsync(
        HttpMethod.Post, "/plants/curtail?culture=en", form,
        await _visitors.WithPageAsync(await _visitors.SessionAsync(who)));
}
