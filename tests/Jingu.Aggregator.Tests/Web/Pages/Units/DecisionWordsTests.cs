using System.Globalization;
using Jingu.Aggregator.Reporting.Units;
using Jingu.Aggregator.Web.Pages.Shared;
using Jingu.Aggregator.Web.Pages.Units;
using Jingu.Testing;
using Jingu.Time;
using Xunit;

namespace Jingu.Aggregator.Tests.Web.Pages.Units;

public sealed class DecisionWordsTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 3, 5, 23, 30, 0, TimeSpan.Zero);

    private readonly TestSite _site = new();

    public void Dispose() => _site.Dispose();

    public static TheoryData<string, string, string> Holds => new()
    {
        { "en", "friendly-hours", "A cut is due; what holds it: friendly hours." },
        { "zh-CN", "awaiting-approval", "已到断供时间；暂缓原因：尚未批准。" },
        { "en", "", "What held the cut has gone." },
    };

    [Theory]
    [MemberData(nameof(Holds))]
    public void What_holds_a_cut_is_named_and_that_it_has_gone_is_said(string language, string hold, string sentence) =>
        Assert.Equal(sentence, Of(language, Ladder("hold-changed") with { Hold = hold.Length > 0 ? hold : null }));

    /// <summary>Instants are the site's: 23:30 UTC is the next morning in Shanghai.</summary>
    [Fact]
    public void A_notice_says_use_budget_and_the_earliest_cut_by_the_sites_clock()
    {
        var notice = Ladder("first-notice-issued") with { Earliest = At };

        Assert.Equal(
            "Cut-off notice 1 is issued; 1,799 kWh of 2,802 kWh used. Earliest cut 03-06 07:30.", Of("en", notice));
        Assert.Equal("发出第一次断供通知；已用 1,799 kWh，预算 2,802 kWh。最早 03-06 07:30 断供。", Of("zh-CN", notice));
        Assert.EndsWith(
            " (Drill: nothing is switched.)", Of("en", notice with { Drill = true }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_switching_says_what_was_found_instead_of_a_proof()
    {
        var failed = new UnitDecision("gateway-1", "electricity", At, "cut-failed", "s-1 failed.")
        {
            Point = "s-1",
            Proof = "none",
            Finding = "welded-or-stuck",
        };

        Assert.Equal("s-1: cut, failed. Welded or stuck: look at it on site.", Of("en", failed));
        Assert.Equal("s-1：断开，失败。触点熔焊或卡住：请到现场查看。", Of("zh-CN", failed));
    }

    private static UnitDecision Ladder(string rule) => new("gateway-1", "electricity", At, rule, "told")
    {
        Used = 1_799_400,
        Budget = 2_802_300,
        Stage = "notice",
    };

    private string Of(string language, UnitDecision decision)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        // Health and broker say nothing in a sentence.
        var shell = new Shell(_site.Current, null!, null!, new RunningSiteTime(new FakeTime(At)));
        return DecisionWords.Of(decision, shell);
    }
}
