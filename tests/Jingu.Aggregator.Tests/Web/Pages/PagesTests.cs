using System.Net;
using System.Text.RegularExpressions;
using Jingu.Aggregator.Ingest;
using Jingu.Aggregator.Tests.Ingest;
using Xunit;

namespace Jingu.Aggregator.Tests.Web.Pages;

/// <summary>Every page through the real host, as a browser without script would see it.</summary>
#pragma warning disable CA1001 // xUnit calls DisposeAsync of IAsyncLifetime.
public sealed partial class PagesTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private readonly TestSite _site = new();
    private RunningAggregator _aggregator = null!;

    public static TheoryData<string> Pages =>
    [
        "/", "/units", "/units/unit-01", "/units/unit-02", "/buildings", "/buildings/building-1", "/compare", "/plants",
        "/lighting", "/demand-response", "/gateways", "/gateways/gateway-1", "/notices", "/notices/issue", "/sheets",
        "/sheets/campus", "/sheets/statistics", "/administration/units", "/administration/tables/headcounts",
        "/administration/tables/quotas/import",
    ];

    public async Task InitializeAsync()
    {
        _site.WriteSite(TestSite.Meters, TestSite.Points, units: """

              - {id: unit-02, name: "<script>alert(1)</script>", nameEn: "<script>alert('en')</script>", headcount: 3}
            """);
        Assert.Empty(_site.Current.Reload());
        _aggregator = await RunningAggregator.StartAsync(_site);
        var gateway = new TestGateway(_site.Keys[0]);
        Assert.IsType<Handled.Done>(
            await _aggregator.Ingestion.HandleAsync([gateway.Intervals(1, 96), gateway.Samples(1, 2)], default));
    }

    public async Task DisposeAsync()
    {
        await _aggregator.DisposeAsync();
        _site.Dispose();
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_speaks_both_languages(string page)
    {
        var english = await PageAsync(page, "en");
        var chinese = await PageAsync(page, "zh-CN");

        Assert.Contains("<html lang=\"en\"", english, StringComparison.Ordinal);
        Assert.Empty(Han().Matches(Shown(english)).Select(match => match.Value).Except(["中文"]));
        Assert.Contains("<html lang=\"zh-CN\"", chinese, StringComparison.Ordinal);
        Assert.DoesNotContain(">Units<", chinese, StringComparison.Ordinal);
        Assert.Contains(
            page switch
            {
                "/units/unit-02" => "&lt;script&gt;",
                "/gateways" or "/gateways/gateway-1" => "网关与表计",
                "/plants" => "未配置电站",
                "/lighting" => "未配置照明分区",
                "/demand-response" => "尚未下达",
                "/buildings" or "/buildings/building-1" => "1号楼",
                _ => "市发展和改革委员会",
            },
            chinese, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/units")]
    [InlineData("/units/unit-02")]
    public async Task A_name_is_text_and_never_markup(string page)
    {
        foreach (var language in new[] { "en", "zh" })
        {
            var shown = await PageAsync(page, language);
            Assert.Contains("&lt;script&gt;alert(", shown, StringComparison.Ordinal);
            Assert.DoesNotContain("<script>", shown, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_has_no_script_or_style_inside_and_loads_nothing_from_elsewhere(string page)
    {
        using var answer = await _aggregator.Browser.GetAsync(new Uri(page, UriKind.Relative));
        var shown = await answer.Content.ReadAsStringAsync();

        Assert.StartsWith(
            "default-src 'none'; script-src 'self'; style-src 'self';",
            answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotMatch("(src|href)=\"(https?:)?//", shown);
        Assert.DoesNotMatch("<style|\\sstyle=|\\son[a-z]+=|<script(?![^>]*src=)", shown);
        var own = Own().Matches(shown).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value)).Distinct()
            .ToList();
        Assert.Contains(own, address => address.StartsWith("/jingu.css?v=", StringComparison.Ordinal));
        foreach (var address in own)
        {
            using var file = await _aggregator.Browser.GetAsync(new Uri(address, UriKind.Relative));
            Assert.Equal((address, HttpStatusCode.OK), (address, file.StatusCode));
        }
    }

    [Theory]
    [InlineData("/nothing", "en", "There is no such page.")]
    [InlineData("/nothing", "zh", "没有这个页面。")]
    [InlineData("/units/unit-99", "en", "The site has no unit unit-99")]
    [InlineData("/units/unit-99", "zh", "园区没有单位 unit-99")]
    public async Task What_is_not_there_is_answered_with_a_page_that_says_so(
        string address, string language, string sentence)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative));
        request.Headers.Add("Accept-Language", language);

        using var answer = await _aggregator.Browser.SendAsync(request);
        var shown = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains(sentence, shown, StringComparison.Ordinal);
        Assert.Contains("<nav", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/nothing")]
    [InlineData("/api/units/unit-99")]
    [InlineData("/live/units/unit-99")]
    [InlineData("/live/demand-response/peak-9")]
    public async Task What_an_API_does_not_have_is_no_page(string address)
    {
        using var answer = await _aggregator.Browser.GetAsync(new Uri(address, UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.DoesNotContain("<html", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("theme=dark", "/units?month=2017-02", "jingu-theme=dark", "/units?month=2017-02")]
    [InlineData("language=en", "//example.org/", "jingu-language=c%3Den%7Cuic%3Den", "/")]
    [InlineData("language=en", "/\\example.org", "jingu-language=c%3Den%7Cuic%3Den", "/")]
    [InlineData("theme=dark", "example.org", "jingu-theme=dark", "/")]
    public async Task A_choice_is_kept_in_a_cookie_and_leads_back_into_the_dashboard(
        string choice, string back, string cookie, string location)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false };
        using var browser = new HttpClient(handler) { BaseAddress = _aggregator.Browser.BaseAddress };

        using var answer = await browser.GetAsync(
            new Uri($"/preferences?{choice}&back={Uri.EscapeDataString(back)}", UriKind.Relative));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(location, answer.Headers.Location?.OriginalString);
        var set = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith(cookie, set, StringComparison.Ordinal);
        Assert.Contains("httponly", set, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A list that has changed is fetched alone.</summary>
    [Theory]
    [InlineData("/?handler=Lists", "id=\"alarms\"")]
    [InlineData("/units/unit-01?handler=Part&part=Steps", "id=\"steps-e\"")]
    [InlineData("/units/unit-01?handler=Part&part=Notices", "id=\"notices\"")]
    [InlineData("/units/unit-01?handler=Part&part=Orders", "id=\"orders\"")]
    [InlineData("/units/unit-01?handler=Part&part=Decisions", "id=\"decisions\"")]
    public async Task A_part_of_a_page_comes_alone(string address, string mark)
    {
        var part = await _aggregator.Browser.GetStringAsync(new Uri(address, UriKind.Relative));

        Assert.Contains(mark, part, StringComparison.Ordinal);
        Assert.DoesNotContain("<html", part, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_chosen_is_in_the_page_itself_so_that_nothing_flashes()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/", UriKind.Relative));
        request.Headers.Add("Cookie", "jingu-theme=dark; jingu-language=c%3Den%7Cuic%3Den");
        request.Headers.Add("Accept-Language", "zh-CN");
        using var handler = new HttpClientHandler { UseCookies = false };
        using var browser = _aggregator.Sign(new(handler) { BaseAddress = _aggregator.Browser.BaseAddress });

        using var answer = await browser.SendAsync(request);

        Assert.Contains(
            "<html lang=\"en\" data-theme=\"dark\">", await answer.Content.ReadAsStringAsync(),
            StringComparison.Ordinal);
    }

    /// <summary>The page as a person reads it: without the name that only one language has.</summary>
    private static string Shown(string page) =>
        page.Replace("市发展和改革委员会", "", StringComparison.Ordinal);

    private async Task<string> PageAsync(string address, string language)
    {
        using var answer = await _aggregator.Browser.GetAsync(
            new Uri($"{address}?culture={language}", UriKind.Relative));
        Assert.Equal((address, HttpStatusCode.OK), (address, answer.StatusCode));
        return await answer.Content.ReadAsStringAsync();
    }

    [GeneratedRegex("(?:src|href)=\"(/[^\"]*)\"")]
    private static partial Regex Own();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}+")]
    private static partial Regex Han();
}
