using Jingu.EndToEnd.Tests.Programs;
using Microsoft.Playwright;
using Xunit;

namespace Jingu.EndToEnd.Tests.Browser;

/// <summary>
/// Every page with the whole campus, after some days in which units ran out. With <c>JINGU_SCREENSHOTS=write</c> in the
/// environment what is seen replaces the pictures of the READMEs.
/// </summary>
[Trait("Length", "long")]
public sealed class ScreenshotsTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly TimeSpan PlayMax = TimeSpan.FromMinutes(15);

    /// <summary>Pixels. What lies below are more rows of the same table.</summary>
    private const int TallestPicture = 1600;

    private const string Sheddable = """
        switchPoint,gateway,unit,kind,place,expectedWatts,source
        s-circuit-01,gateway-1,unit-01,circuit,1,9000,铭牌

        """;

    private static readonly (string Name, string Path, string Language, bool IsDark)[] Pictures =
    [
        ("campus", "/", "zh-CN", false), ("campus-dark", "/", "en", true), ("units", "/units", "en", false),
        ("unit", "/units/unit-08", "zh-CN", false), ("order", "/units/unit-08/orders/extend", "zh-CN", false),
        ("buildings", "/buildings", "en", false), ("building", "/buildings/building-1", "zh-CN", false),
        ("compare", "/compare", "zh-CN", false), ("plants", "/plants?day=2026-03-08", "en", false),
        ("lighting", "/lighting", "zh-CN", false), ("demand-response", "/demand-response", "zh-CN", false),
        ("gateways", "/gateways", "en", false), ("gateway", "/gateways/gateway-1", "zh-CN", false),
        ("notices", "/notices", "zh-CN", false), ("sheets", "/sheets?month=2026-03", "en", false),
        ("sheet", "/sheets/month?unit=unit-08&month=2026-03", "zh-CN", false),
        ("administration", "/administration", "zh-CN", false), ("audit", "/audit", "en", false),
    ];

    [Fact]
    public async Task Every_page_with_the_whole_campus_is_whole_and_can_be_used()
    {
        await using var bench = await LiveBench.StartAsync(
            "--month", "2026-03", "--days", "8", "--period", "900", "--lighting");
        await bench.OverAsync(PlayMax);
        await ActAsync(bench);
        foreach (var (name, path, language, isDark) in Pictures)
        {
            await using var visitor = await chromium.VisitAsync(bench.Dashboard, language, new(IsDark: isDark));
            await visitor.SignInAsync(LiveBench.Manager, bench.Password);
            await visitor.Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Load });
            await Assertions.Expect(visitor.Page.Locator("[data-charts]:not([aria-busy=false])")).ToHaveCountAsync(0);
            await visitor.AssertAccessibleAsync();
            visitor.AssertNoComplaint();
            var height = await visitor.Page.EvaluateAsync<int>("() => document.documentElement.scrollHeight");
            var picture = await visitor.Page.ScreenshotAsync(new()
            {
                FullPage = true,
                Clip = new() { Width = visitor.Page.ViewportSize!.Width, Height = Math.Min(height, TallestPicture) },
                Animations = ScreenshotAnimations.Disabled,
            });
            if (Environment.GetEnvironmentVariable("JINGU_SCREENSHOTS") == "write")
                await File.WriteAllBytesAsync(Path.Combine(Binaries.Screenshots, name + ".png"), picture);
        }
    }

    /// <summary>What no scripted person does: issue a notice, and order demand response for the day to come.</summary>
    private async Task ActAsync(LiveBench bench)
    {
        await using var manager = await chromium.VisitAsync(bench.Dashboard, "zh-CN");
        var page = manager.Page;
        await manager.SignInAsync(LiveBench.Manager, bench.Password);
        await manager.DoAsync(async () =>
        {
            await page.GotoAsync("/notices/issue?unit=unit-08");
            await page.Locator("#subject").FillAsync("用电超出进度");
            await page.Locator("#required").FillAsync("查明原因，提出节电措施，并书面答复。");
            await page.Locator("#deadline").FillAsync("2026-03-20");
            await page.Locator(".order button").ClickAsync();
            await page.Locator("button[name=confirmed]").ClickAsync();
            await Assertions.Expect(page.Locator(".letter")).ToBeVisibleAsync();

            await page.GotoAsync("/administration/tables/sheddable/import");
            await page.Locator("#rows").FillAsync(Sheddable);
            await page.Locator("#a-file button").ClickAsync();
            await page.Locator("#reason").FillAsync("设备清单");
            await page.Locator("#confirm button").ClickAsync();
            await Assertions.Expect(page.Locator(".told")).ToBeVisibleAsync();

            await page.GotoAsync("/demand-response/order");
            await page.Locator("#start").FillAsync("2026-03-09T14:00");
            await page.Locator("#minutes").SelectOptionAsync("120");
            await page.Locator("#depth").FillAsync("10");
            await page.Locator("#reason").FillAsync("电网高峰");
            await page.Locator(".order button").ClickAsync();
            await page.Locator("button[name=confirmed]").ClickAsync();
            await Assertions.Expect(page.Locator("[data-chart=event]")).ToBeVisibleAsync();
        });
        manager.AssertNoComplaint();
    }
}
