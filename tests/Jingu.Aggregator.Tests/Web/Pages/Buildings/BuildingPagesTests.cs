using System.Net;
using Xunit;

namespace Jingu.Aggregator.Tests.Web.Pages.Buildings;

/// <summary>Pages of buildings on two delivered days: what they show is what the API answers.</summary>
public sealed class BuildingPagesTests(BuildingsApiTests.Delivered delivered)
    : IClassFixture<BuildingsApiTests.Delivered>
{
    private const string Month = "/buildings/building-1?month=2017-03&culture=en";

    [Fact]
    public async Task The_flow_is_a_table_too_and_its_parts_add_up_by_hand()
    {
        var page = await PageAsync(Month);

        // 191 balanced quarter hours of 2,000 + 350 - 100 Wh, of which 250 Wh PV: unit-02 used 500, 56 of it PV.
        Assert.Contains("Balanced in 191 of 1856 quarter hours", page, StringComparison.Ordinal);
        Assert.Contains("<td class=\"right figure\">95.500</td>", page, StringComparison.Ordinal);
        Assert.Contains(
            "<td class=\"right\">10.696</td><td class=\"right\">84.804</td>", page, StringComparison.Ordinal);
        Assert.Contains("<td class=\"right figure\">429.750</td>", page, StringComparison.Ordinal);
        Assert.Contains(
            "382.000 &#x2B; PV generation 66.850 - export 19.100 = 429.750 kWh", page, StringComparison.Ordinal);
        Assert.Contains("data-charts=\"/api/buildings/building-1?resource=electricity", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_s_quarter_hours_show_the_signed_gap_and_what_is_not_known_as_a_dash()
    {
        var page = await PageAsync(Month + "&day=2017-03-02");

        Assert.Contains(
            "<tr><th scope=\"row\">00:00</th><td class=\"right\">2.250</td>", page, StringComparison.Ordinal);
        Assert.Matches("23:45</th><td class=\"right\">–</td>\\s*<td class=\"right\">–</td>", page);
        Assert.Contains("missing", page, StringComparison.Ordinal);
        Assert.Contains("day=2017-03-01#quarters\" aria-label=\"Earlier day\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Lighting and sockets", "Air conditioning", "In no sub-item")]
    [InlineData("zh-CN", "照明插座用电", "空调用电", "未列入分项")]
    public async Task Sub_items_are_named_in_both_languages(string culture, params string[] names)
    {
        var page = await PageAsync($"/buildings/building-1?month=2017-03&culture={culture}");

        Assert.All(names, name => Assert.Contains(name, page, StringComparison.Ordinal));
        Assert.Contains("192.000", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_known_is_said_and_never_shown_as_zero()
    {
        var water = await PageAsync("/buildings/building-1?month=2017-03&resource=water&culture=en");
        Assert.Contains("There is no flow to show: no main meter counts import", water, StringComparison.Ordinal);
        Assert.DoesNotContain("data-chart=\"flow\"", water, StringComparison.Ordinal);
        Assert.Contains(
            "in no quarter hour all of its points are known",
            await PageAsync("/buildings/building-1?month=2017-02&culture=en"), StringComparison.Ordinal);
        Assert.Contains("something else is shown", await PageAsync(Month + "&day=x"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_shows_each_buildings_month_and_gap()
    {
        var page = await PageAsync("/buildings?month=2017-03&culture=en");

        Assert.Contains(
            "<a href=\"/buildings/building-1?month=2017-03\">Building 1</a>", page, StringComparison.Ordinal);
        Assert.Contains("432.0", page, StringComparison.Ordinal);
        Assert.Contains("126.1 kWh <small>&#x2B;29.3 %</small>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_building_that_is_not_there_is_a_page_that_says_so()
    {
        using var answer = await delivered.Aggregator.Browser.GetAsync(
            new Uri("/buildings/building-9?culture=en", UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains(
            "The site has no building building-9", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private Task<string> PageAsync(string address) =>
        delivered.Aggregator.Browser.GetStringAsync(new Uri(address, UriKind.Relative));
}
