using System.Text.Json;
using Microsoft.Playwright;
using Xunit;

namespace Jingu.EndToEnd.Tests.Browser;

/// <summary>Every page of the navigation, as a manager meets it, on the campus of a bench that has ended.</summary>
public sealed partial class PagesTests(StandingBench standing) : IClassFixture<StandingBench>
{
    /// <summary>
    /// What the browser had to move after it had drawn it, all shifts together (web.dev, CLS), and which elements it
    /// moved.
    /// </summary>
    private const string Shifts =
        """
        () => new Promise(done => {
          const shifts = { sum: 0, moved: [] };
          const nameOf = node => node?.outerHTML?.slice(0, 120) ?? node?.textContent?.slice(0, 120);
          new PerformanceObserver(list => list.getEntries().forEach(entry => {
            shifts.sum += entry.value;
            shifts.moved.push(...entry.sources.map(source =>
              `${nameOf(source.node)}: ${source.previousRect.y} to ${source.currentRect.y}`));
          })).observe({ type: 'layout-shift', buffered: true });
          requestAnimationFrame(() => requestAnimationFrame(() => done(shifts)));
        })
        """;

    /// <summary>Up to 0.1 is good by the measure's own scale; a number that grows by a digit is less.</summary>
    private const double ShiftMax = 0.02;

    [Theory]
    [InlineData("zh-CN", 1366, false)]
    [InlineData("en", 1366, true)]
    [InlineData("en", 390, false)]
    [InlineData("zh-CN", 2560, true)]
    public async Task Pages_can_be_used_by_everybody_on_any_screen(string language, int width, bool isDark)
    {
        await using var visitor = await standing.VisitAsync(language, new(width, 900, isDark));
        await visitor.Page.GotoAsync("/sign-in");
        await visitor.AssertAccessibleAsync();
        await visitor.SignInAsync(LiveBench.Manager, standing.Bench.Password);
        foreach (var path in await PathsAsync(visitor.Page))
        {
            await visitor.Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Load });
            Assert.Equal(language, await visitor.Page.Locator("html").GetAttributeAsync("lang"));
            await visitor.AssertAccessibleAsync();
            await AssertFitsAsync(visitor.Page);
            var shifts = await visitor.Page.EvaluateAsync<JsonElement>(Shifts);
            Assert.True(shifts.GetProperty("sum").GetDouble() <= ShiftMax, $"{path} moved: {shifts}");
        }
        visitor.AssertNoComplaint();
    }

    /// <summary>Forms, long words of choices and tables with hidden headings made them wider than a phone.</summary>
    [Fact]
    public async Task Pages_behind_the_navigation_fit_a_phone_too()
    {
        await using var visitor = await standing.VisitAsync("en", new(390, 844));
        await visitor.SignInAsync(LiveBench.Manager, standing.Bench.Password);
        foreach (var path in new[]
        {
            "/account", "/administration/users", "/administration/tokens", "/administration/tables/adjustments",
            "/gateways/gateway-1", "/gateways/gateway-1/points/unit-01-electricity/settle-case",
            "/demand-response/order", "/notices/issue", "/sheets/month?unit=unit-01&month=2026-03",
        })
        {
            await visitor.Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Load });
            await AssertFitsAsync(visitor.Page);
        }
        visitor.AssertNoComplaint();
    }

    [Fact]
    public async Task A_notices_letter_fits_a_phone_and_its_record_has_the_room_of_a_paper()
    {
        await using var visitor = await standing.VisitAsync("en", new(390, 844));
        await visitor.SignInAsync(LiveBench.Manager, standing.Bench.Password);
        await visitor.Page.GotoAsync("/notices/issue?unit=unit-02");
        await visitor.Page.Locator("#subject").FillAsync("Lights on at night");
        await visitor.Page.Locator("#required").FillAsync("Switch them off when all have left.");
        await visitor.Page.Locator("#deadline").FillAsync("2026-03-20");
        await visitor.Page.Locator(".order button").ClickAsync();
        await visitor.Page.Locator("button[name=confirmed]").ClickAsync();
        await Assertions.Expect(visitor.Page.Locator(".letter")).ToBeVisibleAsync();
        await AssertFitsAsync(visitor.Page);

        await visitor.Page.SetViewportSizeAsync(800, 1000);
        await visitor.Page.GotoAsync(visitor.Page.Url + "?print=1");
        var room = await visitor.Page.EvaluateAsync<double>(
            "() => document.querySelector('.happened div').clientWidth"
            + " / document.querySelector('.letter').clientWidth");
        Assert.InRange(room, 0.5, 1);
        visitor.AssertNoComplaint();
    }

    /// <summary>Sentences are made of facts, which gateways must write.</summary>
    [Fact]
    public async Task What_a_gateway_told_of_an_ordinary_run_stands_in_the_readers_language()
    {
        await using var visitor = await standing.VisitAsync("zh-CN");
        await visitor.SignInAsync(LiveBench.Deputy, standing.Bench.Password);
        await visitor.Page.GotoAsync("/gateways/gateway-1");
        await Assertions.Expect(visitor.Page.Locator("main")).ToContainTextAsync("新日志开始");
        Assert.Empty(await visitor.Page.Locator("main .story [lang=en]").AllInnerTextsAsync());
    }

    [Fact]
    public async Task The_language_is_the_browsers_and_can_be_switched_and_stays_so()
    {
        await using var visitor = await standing.VisitAsync("en");
        await visitor.SignInAsync(LiveBench.Deputy, standing.Bench.Password);
        await visitor.Page.Locator("header a[hreflang=zh-CN]").ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("h1")).ToContainTextAsync("园区");

        await visitor.Page.Locator("nav a").Nth(1).ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("html")).ToHaveAttributeAsync("lang", "zh-CN");
        visitor.AssertNoComplaint();
    }

    [Fact]
    public async Task Who_is_not_signed_in_sees_nothing_and_comes_back_to_where_he_was_going()
    {
        await using var visitor = await standing.VisitAsync("en");
        await visitor.Page.GotoAsync("/units?month=2026-03");
        await Assertions.Expect(visitor.Page.Locator("input[type=password]")).ToBeVisibleAsync();
        await visitor.Page.Locator("input[autocomplete=username]").FillAsync(LiveBench.Manager);
        await visitor.Page.Locator("input[type=password]").FillAsync(standing.Bench.Password);
        await visitor.Page.Locator("main button[type=submit]").ClickAsync();

        await Assertions.Expect(visitor.Page).ToHaveURLAsync(
            new Uri(standing.Bench.Dashboard, "units?month=2026-03").ToString());
    }

    /// <summary>By the keyboard alone, from the top of the page.</summary>
    [Fact]
    public async Task The_keyboard_reaches_the_content_and_shows_where_it_is()
    {
        await using var visitor = await standing.VisitAsync("en");
        await visitor.SignInAsync(LiveBench.Manager, standing.Bench.Password);
        await visitor.Page.GotoAsync("/");
        await visitor.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(visitor.Page.Locator(":focus")).ToHaveAttributeAsync("href", "#content");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visitor.Page.Locator("main:focus")).ToHaveCountAsync(1);
        await visitor.Page.GotoAsync("/");
        for (var stop = 0; stop < 5; stop++)
        {
            await visitor.Page.Keyboard.PressAsync("Tab");
            var outline = await visitor.Page.EvaluateAsync<JsonElement>(
                "() => { const style = getComputedStyle(document.activeElement);"
                + " return { width: parseFloat(style.outlineWidth), kind: style.outlineStyle }; }");
            Assert.True(
                outline.GetProperty("width").GetDouble() >= 1 && outline.GetProperty("kind").GetString() != "none",
                $"the focus cannot be seen at stop {stop}");
        }
    }

    private static async Task AssertFitsAsync(IPage page) => Assert.False(
        await page.EvaluateAsync<bool>(
            "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"),
        $"{page.Url} is wider than {page.ViewportSize!.Width}");

    private static Task<string[]> PathsAsync(IPage page) =>
        page.Locator("nav a").EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))");
}
