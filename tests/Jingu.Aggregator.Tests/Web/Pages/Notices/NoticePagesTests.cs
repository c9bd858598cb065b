using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.Notices;
using Jingu.Aggregator.Tests.Ingest;
using Jingu.Aggregator.Tests.Web.Entrance;
using Jingu.Aggregator.Web.Printing;
using Xunit;

namespace Jingu.Aggregator.Tests.Web.Pages.Notices;

/// <summary>Notices as people without script issue, answer, check and print them.</summary>
#pragma warning disable CA1001 // xUnit calls DisposeAsync of IAsyncLifetime.
public sealed partial class NoticePagesTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private const string Form =
        "to=unit+unit-01&subject=Night+load&finding=112+kWh+%3Cb%3E&required=Off+at+night&deadline=2017-03-31";

    private readonly TestSite _site = new();
    private RunningAggregator _aggregator = null!;
    private Visitors _visitors = null!;
    private User _wang = null!;
    private User _li = null!;
    private User _contact = null!;

    public async Task InitializeAsync()
    {
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

    [Fact]
    public async Task A_notice_goes_its_whole_way_through_forms_each_confirmed_once_more()
    {
        var (status, shown) = await PostAsync(_wang, "/notices/issue", Form);
        Assert.Equal(200, status);
        Assert.Contains("112 kWh &lt;b&gt;", shown, StringComparison.Ordinal);
        Assert.Contains("name=\"confirmed\" value=\"yes\"", shown, StringComparison.Ordinal);
        Assert.Empty(await _visitors.Of<NoticeStore>().AllAsync(default));
        Assert.Equal(302, (await PostAsync(_wang, "/notices/issue", Form + "&confirmed=yes")).Status);

        Assert.Equal("1", Waiting(await PageAsync(_contact, "/units")));
        Assert.Equal("", Waiting(await PageAsync(_wang, "/units")));
        Assert.Equal(["answer"], Offers(await PageAsync(_contact, "/units/unit-01")));
        Assert.Equal(200, (await PostAsync(_contact, "/notices/2017-001/answer", "version=1&text=timer+set")).Status);
        Assert.Single((await _visitors.Of<NoticeStore>().AllAsync(default))[0].Steps);
        await PostAsync(_contact, "/notices/2017-001/answer", "version=1&text=timer+set&confirmed=yes");

        Assert.Equal("", Waiting(await PageAsync(_contact, "/units")));
        Assert.Equal("1", Waiting(await PageAsync(_wang, "/units")));
        Assert.Equal(
            ["accept", "send-back", "withdraw"], Offers(await PageAsync(_li, "/notices/2017-001")));
        await PostAsync(_li, "/notices/2017-001/accept", "version=2&text=seen&confirmed=yes");
        Assert.Empty(Offers(await PageAsync(_li, "/notices/2017-001")));
        Assert.Equal("", Waiting(await PageAsync(_wang, "/units")));
        Assert.Contains("closed", await PageAsync(_wang, "/notices?state=closed"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "That day is over: choose today or a later one.")]
    [InlineData("zh-CN", "该日期已过：请选择今天或以后的日期。")]
    public async Task What_is_wrong_is_said_beside_its_field_in_the_readers_language(string language, string sentence)
    {
        var form = Form.Replace("2017-03-31", "2017-03-19", StringComparison.Ordinal) + "&confirmed=yes";
        var (status, page) = await PostAsync(_wang, "/notices/issue", form, language);

        Assert.Equal(400, status);
        Assert.Contains($"<p id=\"deadline-why\" class=\"wrong\">{sentence}</p>", page, StringComparison.Ordinal);
        Assert.Matches("id=\"deadline\"[^>]*aria-invalid=\"true\"", page);
        Assert.Matches("id=\"subject\"[^>]*aria-invalid=\"false\"", page);
        Assert.Contains("value=\"Night load\"", page, StringComparison.Ordinal);
        Assert.Empty(await _visitors.Of<NoticeStore>().AllAsync(default));
    }

    [Fact]
    public async Task Who_comes_second_is_shown_what_it_says_now_and_keeps_what_they_wrote()
    {
        await PostAsync(_wang, "/notices/issue", Form + "&confirmed=yes");
        await PostAsync(_wang, "/notices/2017-001/answer", "version=1&text=first&confirmed=yes");
        var (status, page) = await PostAsync(_contact, "/notices/2017-001/answer", "version=1&text=mine&confirmed=yes");

        Assert.Equal(409, status);
        Assert.Contains("Somebody else acted on it meanwhile", page, StringComparison.Ordinal);
        Assert.Contains(">mine</textarea>", page, StringComparison.Ordinal);
        Assert.Equal(2, (await _visitors.Of<NoticeStore>().AllAsync(default))[0].Version);
    }

    [Fact]
    public async Task A_contact_issues_and_checks_nothing()
    {
        await PostAsync(_wang, "/notices/issue", Form + "&confirmed=yes");
        Assert.Equal(403, (await PostAsync(_contact, "/notices/issue", Form + "&confirmed=yes")).Status);
        foreach (var action in new[] { "accept", "send-back", "withdraw" })
        {
            Assert.Equal(403, (await PostAsync(
                _contact, $"/notices/2017-001/{action}", "version=1&text=x&deadline=2017-03-31&confirmed=yes")).Status);
        }
        Assert.Equal(404, (await PostAsync(_contact, "/notices/2017-002/answer", "version=1&text=x")).Status);
        Assert.Equal(404, (await PostAsync(_wang, "/notices/2017-001/burn", "version=1&text=x")).Status);
        Assert.Single((await _visitors.Of<NoticeStore>().AllAsync(default))[0].Steps);
    }

    [Theory]
    [InlineData("en", "No. 2017-001", "31 March 2017", "To: Development and Reform Commission")]
    [InlineData("zh-CN", "整改〔2017〕1 号", "2017年3月31日", "市发展和改革委员会：")]
    public async Task Printed_it_is_the_document_alone(string language, string number, string deadline, string to)
    {
        await PostAsync(_wang, "/notices/issue", Form + "&confirmed=yes");
        var page = await PageAsync(_contact, "/notices/2017-001?print=1", language);

        Assert.Contains("<body class=\"paper\">", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<nav", page, StringComparison.Ordinal);
        Assert.All(new[] { number, deadline, to }, word => Assert.Contains(word, page, StringComparison.Ordinal));
        var (status, pdf) = await _visitors.TellAsync(
            HttpMethod.Get, "/api/notices/2017-001?format=pdf", null, await _visitors.SessionAsync(_contact));
        // Where there is a browser it prints; where there is none it says what to install.
        var hasBrowser = _visitors.Of<PdfPrinting>().Objection is null;
        Assert.Equal(hasBrowser ? 200 : 501, status);
        Assert.Contains(hasBrowser ? "%PDF" : "apt-get install chromium", pdf, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_notice_to_a_unit_begins_with_its_figures_where_they_are_known()
    {
        async Task ImportAsync(string table, string csv)
        {
            using var content = new StringContent(csv, Encoding.UTF8, "text/csv");
            using var answer = await _aggregator.Browser.PostAsync(
                new Uri($"/api/planning/{table}?import={table}&actor=wang&reason=test", UriKind.Relative), content);
            answer.EnsureSuccessStatusCode();
        }
        await ImportAsync("headcounts", "unit,from,established,users,source\nunit-01,2016-01-01,9,9,x\n");
        await ImportAsync("quotas", "resource,from,perHead,unit,source\nelectricity,2016-01-01,1000,,x\n");
        await _aggregator.Ingestion.HandleAsync(
            [new TestGateway(_site.Keys[0]).Intervals(1, 96)], default);

        var page = await PageAsync(_wang, "/notices/issue?unit=unit-01");
        Assert.Contains("value=\"unit unit-01\" selected", page, StringComparison.Ordinal);
        Assert.Contains(
            "Electricity 2017-03: used 96.0 kWh of a budget of 9.0 kWh, 1066 %.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Water 2017-03", page, StringComparison.Ordinal);
    }

    private static string Waiting(string page) => Count().Match(page).Groups[1].Value;

    private static string[] Offers(string page) =>
        [.. Offer().Matches(page).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal)];

    private async Task<string> PageAsync(User who, string address, string language = "en")
    {
        var more = address.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var (status, page) = await _visitors.TellAsync(
            HttpMethod.Get, $"{address}{more}culture={language}", null, await _visitors.SessionAsync(who));
        Assert.Equal((address, 200), (address, status));
        return WebUtility.HtmlDecode(page.Replace("&lt;", "&amp;lt;", StringComparison.Ordinal));
    }

    private async Task<(int Status, string Page)> PostAsync(
        User who, string address, string form, string language = "en") => await _visitors.TellAsync(
        HttpMethod.Post, $"{address}?culture={language}", form,
        await _visitors.WithPageAsync(await _visitors.SessionAsync(who)));

    [GeneratedRegex("class=\"count waiting\"[^>]*>([0-9]+)<")]
    private static partial Regex Count();

    [GeneratedRegex("href=\"/notices/2017-001/([a-z-]+)\"")]
    private static partial Regex Offer();
}
