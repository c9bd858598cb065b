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
}
