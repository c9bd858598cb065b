using System.Globalization;
using System.Text.Json;
using Jingu.Aggregator.Planning.Importing;
using Jingu.Aggregator.Reporting.Campus;
using Jingu.Aggregator.Reporting.Plants;
using Jingu.Aggregator.Web;
using Jingu.Aggregator.Web.Pages.Units;
using Jingu.Budgets.Ladders;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Commands;
using Xunit;

namespace Jingu.Aggregator.Tests.Web.Pages.Units;

/// <summary>Whatever a gateway may say has a text in both languages: no page fails on a rare word.</summary>
public sealed class WordsTests
{
    public static TheoryData<string, string[]> Vocabularies => new()
    {
        { "Hold-", Words<HoldReason>() },
        { "Stage-", [.. Words<Stage>(), "unknown"] },
        { "Proof-", Words<ProofGrade>() },
        { "Finding-", [.. Words<ProofFinding>().Except(["none"])] },
        { "Operation-", Words<SwitchOperation>() },
        { "SwitchState-", Words<SwitchActionState>() },
        { "Adjustment-", [.. PlanWords.Adjustments.Keys] },
        { "OrderState-", ["issued", "done", "refused", "expired"] },
        { "Order-", [.. OrdersOfUnits, .. OrderDraft.Actions] },
        { "OrderHint-", OrderDraft.Actions },
        { "Alarm-plant-", Words<PlantAlarmKind>() },
        { "Alarm-", [.. OpenAlarms.Words] },
        { "Step-", ["notice", "warning", "first-notice", "exhausted", "cut"] },
    };

    private static IEnumerable<string> OrdersOfUnits => typeof(CommandAction).GetNestedTypes()
        .Where(type => type.GetProperty("Unit") is not null)
        .Select(type => JsonNamingPolicy.KebabCaseLower.ConvertName(type.Name));

    [Theory]
    [MemberData(nameof(Vocabularies))]
    public void Every_word_of_a_vocabulary_has_a_text(string prefix, string[] words)
    {
        Assert.NotEmpty(words);
        foreach (var language in new[] { "en", "zh-CN" })
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
            Assert.All(words, word => Assert.NotEqual("", Texts.Get(prefix + word)));
        }
    }

    private static string[] Words<T>()
        where T : struct, Enum =>
        [.. Enum.GetNames<T>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName)];
}
