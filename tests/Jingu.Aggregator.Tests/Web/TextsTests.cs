using System.Globalization;
using System.Resources;
using Jingu.Aggregator.Planning.Importing;
using Jingu.Aggregator.Reporting.Campus;
using Jingu.Aggregator.Reporting.Comparing;
using Jingu.Aggregator.Reporting.Gateways;
using Jingu.Aggregator.Reporting.Indicators;
using Jingu.Aggregator.Reporting.Plants;
using Jingu.Aggregator.Reporting.Sheets;
using Jingu.Aggregator.Web;
using Jingu.Aggregator.Web.Pages.Administration;
using Xunit;

namespace Jingu.Aggregator.Tests.Web;

public sealed class TextsTests
{
    [Fact]
    public void Every_text_is_there_in_both_languages()
    {
        var words = new ResourceManager("Jingu.Aggregator.Web.Resources.Texts", typeof(Texts).Assembly);
        var english = Names(words, CultureInfo.InvariantCulture);
        var chinese = Names(words, CultureInfo.GetCultureInfo("zh"));

        Assert.NotEmpty(english);
        Assert.Equal(english, chinese);
    }

    /// <summary>A doubt that nobody has words for would stop the report of all plants.</summary>
    [Fact]
    public void Every_doubt_of_a_balance_or_credit_has_words()
    {
        Assert.All(Enum.GetValues<BalanceDoubt>(), doubt => Assert.NotNull(Texts.Find("BalanceDoubt-" + doubt)));
        Assert.All(Enum.GetValues<CreditDoubt>(), doubt => Assert.NotNull(Texts.Find("CreditDoubt-" + doubt)));
    }

    /// <summary>The API and the pages say the same of what is wrong with an import.</summary>
    [Fact]
    public void Every_fault_of_an_import_is_there_as_the_API_says_it()
    {
        var words = new ResourceManager("Jingu.Aggregator.Web.Resources.Texts", typeof(Texts).Assembly);
        Assert.All(PlanFault.All, fault => Assert.Equal(
            fault.Sentence, words.GetString("Fault-" + fault.Name, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Every_planning_table_and_column_has_words() => Assert.All(PlanTable.All, table =>
    {
        Assert.NotNull(Texts.Find("Table-" + table.Name));
        Assert.NotNull(Texts.Find("TableHint-" + table.Name));
        Assert.All(
            table.Columns.Where(column => !column.Name.StartsWith('m') || column.Name.Length > 3),
            column => Assert.NotNull(Texts.Find("Field-" + column.Name)));
    });

    /// <summary>What a column takes is shown as a word of the reader's language, and never as a code.</summary>
    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public void Every_word_that_a_planning_column_takes_has_words(string culture)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        Assert.All(
            PlanTable.All.SelectMany(table => table.Columns).SelectMany(column => column.Words.Select(
                word => (column, word))),
            each => Assert.NotNull(
                Texts.Find($"Word-{each.column.Name}-{each.word}") ?? Texts.Find($"Word-{each.word}")));
        // The same word in two columns.
        var of = PlanTable.UseHours.Columns.Single(column => column.Name == "of");
        Assert.Equal(culture == "zh" ? "用能单位" : "unit", TableWords.Of(of, "unit"));
        Assert.Equal(culture == "zh" ? "单位总表" : "unit's meter", TableWords.Of("unit", "role"));
    }

    /// <summary>A kind without words would stop a gateway's page.</summary>
    [Fact]
    public void Every_kind_of_a_gateways_history_and_every_open_alarm_has_words()
    {
        Assert.All(GatewaySheet.HistoryKinds, kind => Assert.NotNull(Texts.Find("Event-" + kind)));
        Assert.All(MeterChange.Kinds, kind => Assert.NotNull(Texts.Find("Value-" + kind)));
        Assert.All(OpenAlarms.Words, kind => Assert.NotNull(Texts.Find("Alarm-" + kind)));
        Assert.All(
            Enum.GetValues<PlantAlarmKind>(), kind => Assert.NotNull(Texts.Find("Alarm-" + OpenAlarms.KindOf(kind))));
    }

    /// <summary>The same for figures that are not known, and for what is compared.</summary>
    [Fact]
    public void Every_reason_and_every_indicator_has_words()
    {
        Assert.All(Enum.GetValues<UnknownKind>(), kind => Assert.NotNull(Texts.Find($"Unknown-{kind}")));
        Assert.All(Enum.GetValues<LimitVerdict>(), verdict => Assert.NotNull(Texts.Find($"Verdict-{verdict}")));
        Assert.All(IndicatorKind.All, kind => Assert.NotNull(Texts.Find($"Indicator-{kind.Name}")));
        Assert.All(IndicatorKind.All, kind => Assert.NotNull(Texts.Find($"Measure-{kind.Word}")));
        Assert.All(Enum.GetValues<UnknownKind>(), kind => Assert.NotEmpty(new Unknown(kind, "x").Sentence));
    }

    private static List<string> Names(ResourceManager words, CultureInfo culture)
    {
        var names = new List<string>();
        var set = words.GetResourceSet(culture, createIfNotExists: true, tryParents: false)!;
        foreach (System.Collections.DictionaryEntry entry in set)
            names.Add((string)entry.Key);
        return [.. names.Order(StringComparer.Ordinal)];
    }
}
