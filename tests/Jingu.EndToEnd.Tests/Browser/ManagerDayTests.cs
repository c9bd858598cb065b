using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Jingu.EndToEnd.Tests.Programs;
using Microsoft.Playwright;
using Xunit;

namespace Jingu.EndToEnd.Tests.Browser;

/// <summary>
/// The manager's days before the pages of a running bench, while time goes on: a unit turns orange, is extended, is
/// cut with the deputy's consent and with proof, is extended again and restored; then the month's sheet is held
/// against the API.
/// </summary>
public sealed class ManagerDayTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Unit = "unit-01";

    /// <summary>Site seconds per second: an hour of the site passes in the time of a click.</summary>
    private const string Speed = "7200";

    /// <summary>A day of the site is 12 s; the ladder takes several.</summary>
    private static readonly float StageMaxMs = (float)TimeSpan.FromSeconds(120).TotalMilliseconds;

    [Fact]
    public async Task A_unit_turns_orange_is_extended_cut_with_proof_and_restored_and_its_sheet_is_right()
    {
        await using var bench = await LiveBench.StartAsync(
            "--month", "2026-03", "--days", "9", "--units", "2", "--period", "900", "--speed", Speed,
            "--nobody");
        await using var manager = await chromium.VisitAsync(bench.Dashboard, "zh-CN");
        await using var deputy = await chromium.VisitAsync(bench.Dashboard, "en");
        await deputy.SignInAsync(LiveBench.Deputy, bench.Password);
        await deputy.Page.GotoAsync($"/units/{Unit}");
        await manager.SignInAsync(LiveBench.Manager, bench.Password);

        await manager.DoAsync(() => DayAsync(manager.Page, deputy.Page));

        await bench.OverAsync(TimeSpan.FromMinutes(4));
        await AssertSheetAsync(manager, Path.ChangeExtension(bench.ReportFile, "xlsx"));
        manager.AssertNoComplaint();
        deputy.AssertNoComplaint();
        AssertRegisters(JsonNode.Parse(await File.ReadAllTextAsync(bench.ReportFile))!);
    }

    private static async Task DayAsync(IPage manager, IPage deputy)
    {
        // Orange on the campus, live, without a reload.
        var light = manager.Locator(".units .unit").First.Locator(".stand.electricity .light");
        await Assertions.Expect(light).ToHaveAttributeAsync("data-stage", "warning", new() { Timeout = StageMaxMs });
        await manager.Locator($"a[href='/units/{Unit}']").First.ClickAsync();
        await OrderAsync(manager, "extend", "会议增加", amount: "1");
        await AssertDoneAsync(manager);

        // The ladder asks; one proposes, the other one agrees.
        await Offered(manager, "approve-cut").WaitForAsync(new() { Timeout = StageMaxMs });
        await OrderAsync(manager, "approve-cut", "已超限额");
        await OrderAsync(deputy, "confirm-proposal", "agreed by telephone");
        await AssertStageAsync(manager, "disconnected");
        await Assertions.Expect(manager.Locator("[data-proof=load]").First)
            .ToBeVisibleAsync(new() { Timeout = StageMaxMs });

        // Budget alone does not bring supply back: somebody confirms.
        await OrderAsync(manager, "extend", "市长批准", amount: "5000");
        await Offered(manager, "confirm-restore").WaitForAsync(new() { Timeout = StageMaxMs });
        await OrderAsync(manager, "confirm-restore", "现场确认");
        await AssertStageAsync(manager, "normal", "notice", "warning");
    }

    private static ILocator Offered(IPage page, string action) =>
        page.Locator($"a[href*='/orders/{action}']").Filter(new() { HasNotText = "水" }).First;

    /// <summary>As people do it: follow the link, say why, look at it once more, confirm.</summary>
    private static async Task OrderAsync(IPage page, string action, string reason, string? amount = null)
    {
        await Offered(page, action).ClickAsync(new() { Timeout = StageMaxMs });
        if (amount is not null)
            await page.Locator("#amount").FillAsync(amount);
        await page.Locator("#reason").FillAsync(reason);
        await page.Locator("form.order button[type=submit]").ClickAsync();
        await page.Locator("button[name=confirmed]").ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex($"/units/{Unit}#orders$"));
    }

    /// <summary>The latest order was done, as the gateway said.</summary>
    private static Task AssertDoneAsync(IPage page) =>
        Assertions.Expect(page.Locator("#orders ~ ul .outcome").First)
            .ToHaveAttributeAsync("data-state", "done", new() { Timeout = StageMaxMs });

    private static Task AssertStageAsync(IPage page, params string[] stages) =>
        page.Locator(string.Join(", ", stages.Select(stage => $".panel.electricity .light[data-stage={stage}]")))
            .WaitForAsync(new() { Timeout = StageMaxMs });

    /// <summary>What is downloaded from the page, read by openpyxl, equals the API to the watt-hour.</summary>
    private static async Task AssertSheetAsync(Visitor manager, string file)
    {
        await manager.Page.GotoAsync($"/sheets/month?unit={Unit}&month=2026-03");
        var download = await manager.Page.RunAndWaitForDownloadAsync(
            () => manager.Page.Locator("a", new() { HasText = "XLSX" }).ClickAsync());
        await download.SaveAsAsync(file);
        var numbers = JsonNode.Parse(await Testing.Programs.RunAsync(
            Binaries.SystemPython, "-c",
            """
            import json, sys, openpyxl
            book = openpyxl.load_workbook(sys.argv[1])
            print(json.dumps([value for sheet in book for row in sheet.iter_rows(values_only=True) for value in row
                              if isinstance(value, (int, float)) and not isinstance(value, bool)]))
            """,
            file))!.AsArray().Select(number => (decimal)number!).ToHashSet();
        var sheet = JsonNode.Parse(await (await manager.Page.APIRequest.GetAsync(
            $"/api/reports/month?unit={Unit}&month=2026-03")).TextAsync())!;
        var electricity = sheet["resources"]!.AsArray().Single(each => (string)each!["resource"]! == "electricity")!;
        foreach (var field in new[] { "quota", "budget", "used", "left" })
            Assert.Contains((decimal)electricity[field]!, numbers);
        var report = JsonNode.Parse(await (await manager.Page.APIRequest.GetAsync(
            "/api/report?month=2026-03")).TextAsync())!;
        var unit = report["units"]!.AsArray().Single(each => (string)each!["id"]! == Unit)!;
        Assert.Equal((long)unit["electricity"]!["usedWh"]!, (long)electricity["used"]!);
        Assert.Equal((long)unit["electricity"]!["budgetWh"]!, (long)electricity["budget"]!);
    }

    /// <summary>What the pages ordered was done to the boards, and nothing else; every promise held.</summary>
    private static void AssertRegisters(JsonNode report)
    {
        Assert.All(
            report["promises"]!.AsArray(),
            promise => Assert.True((bool)promise!["held"]!, (string?)promise["name"]));
        Assert.Contains(
            report["actions"]!.AsArray(),
            action => (string)action!["operation"]! == "cut" && (string)action["grade"]! == "load");
        Assert.Contains(
            report["actions"]!.AsArray(),
            action => (string)action!["operation"]! == "restore" && (string)action["grade"]! == "load");
        Assert.All(report["actions"]!.AsArray(), action => Assert.Equal(Unit, (string)action!["unit"]!));
    }
}
