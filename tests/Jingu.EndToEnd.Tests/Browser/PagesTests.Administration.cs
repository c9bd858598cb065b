using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Xunit;

namespace Jingu.EndToEnd.Tests.Browser;

public sealed partial class PagesTests
{
    private const string Heads = "/administration/tables/headcounts";

    /// <summary>A unit whose budget no other test looks at.</summary>
    private const string Unit = "unit-04";

    [Fact]
    public async Task A_file_with_faults_is_told_by_row_and_a_good_one_shows_and_makes_the_new_budget()
    {
        await using var visitor = await standing.VisitAsync("en");
        await visitor.SignInAsync(LiveBench.Manager, standing.Bench.Password);
        var page = visitor.Page;
        await page.GotoAsync(Heads);
        await visitor.DoAsync(async () =>
        {
            await UploadAsync(page, $"{Unit},2026-03-01,many,9,letter 7");
            await Assertions.Expect(page.Locator(".faults tbody tr")).ToContainTextAsync("'many' is no whole number");
            await Assertions.Expect(page.Locator(".faults tbody tr td").First).ToHaveTextAsync("2");

            await UploadAsync(page, $"{Unit},2026-03-01,7,9,letter 7");
            var shown = page.Locator("#budgets tbody tr").Filter(new() { HasText = "2026-03" })
                .Filter(new() { HasText = "Electricity" });
            var after = await shown.Locator("td.figure").InnerTextAsync();
            await visitor.AssertAccessibleAsync();
            await page.Locator("#reason").FillAsync("letter 7");
            await page.Locator("#confirm button").ClickAsync();
            await Assertions.Expect(page.Locator(".told")).ToBeVisibleAsync();

            var budget = JsonNode.Parse(await (await page.APIRequest.GetAsync(
                $"/api/planning/budget?month=2026-03&unit={Unit}")).TextAsync())!;
            Assert.Equal(
                decimal.Parse(after, CultureInfo.InvariantCulture) * 1000,
                (long)budget.AsArray().Single(each => (string)each!["resource"]! == "electricity")!["available"]!);
        });
        foreach (var path in new[]
        {
            Heads, "/administration/calendar?year=2026", "/administration/units", "/administration/users",
            "/administration/tokens", "/account",
        })
        {
            await page.GotoAsync(path);
            await visitor.AssertAccessibleAsync();
        }
        visitor.AssertOnlyRefused(400);
    }

    /// <summary>An open page whose session has ended leads to where people sign in, and back.</summary>
    [Fact]
    public async Task A_page_whose_session_has_ended_leads_to_sign_in()
    {
        await using var visitor = await standing.VisitAsync("en");
        await visitor.SignInAsync(LiveBench.Deputy, standing.Bench.Password);
        await visitor.Page.GotoAsync("/units?month=2026-03");
        await visitor.Page.Context.ClearCookiesAsync();
        // As a page that comes back from the browser's memory: it opens its stream again.
        await visitor.Page.EvaluateAsync(
            "() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");

        await visitor.Page.WaitForURLAsync(address => address.EndsWith(
            $"/sign-in?return={Uri.EscapeDataString("/units?month=2026-03")}", StringComparison.Ordinal));
    }

    private static async Task UploadAsync(IPage page, string row)
    {
        await page.Locator("#file").SetInputFilesAsync(new FilePayload
        {
            Name = "heads.csv",
            MimeType = "text/csv",
            Buffer = System.Text.Encoding.UTF8.GetBytes($"unit,from,established,users,source\n{row}\n"),
        });
        await page.Locator("#a-file button").ClickAsync();
    }
}
