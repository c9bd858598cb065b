using System.Globalization;
using System.Text.RegularExpressions;
using Jingu.Aggregator.Reporting.Sentences;
using Jingu.Aggregator.Web;
using Jingu.Aggregator.Web.Pages.Shared;
using NodaTime;
using Xunit;

namespace Jingu.Aggregator.Tests.Reporting.Sentences;

/// <summary>Sentences as people of either language hear them.</summary>
internal static partial class Spoken
{
    public static readonly DateTimeZone Shanghai = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

    public static string In(string language, Sentence? sentence)
    {
        var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
            return SentenceWords.Of(Assert.IsType<Sentence>(sentence));
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = before;
        }
    }

    /// <summary>Both languages say it whole: nothing is left open, and Chinese says nothing in English.</summary>
    public static void IsWhole(Sentence? sentence)
    {
        foreach (var said in (string[])[In("en", sentence), In("zh-CN", sentence)])
        {
            Assert.DoesNotContain("{", said, StringComparison.Ordinal);
            Assert.DoesNotContain(Figures.Unknown, said, StringComparison.Ordinal);
        }
        Assert.DoesNotMatch(Chinese(), In("en", sentence));
        var chinese = In("zh-CN", sentence);
        Assert.Matches(Chinese(), chinese);
        Assert.DoesNotMatch(EnglishSentence(), chinese);
        // Words that have no words of their own stay as the API writes them.
        foreach (var word in sentence!.Clauses.SelectMany(clause => clause.Values).Select(value => value.Value)
            .OfType<Said.Word>())
        {
            Assert.True(Texts.Find(word.Prefix + word.Name) is not null, word.Prefix + word.Name);
        }
    }

    /// <summary>Three words of small letters in a row: no id, unit or name.</summary>
    [GeneratedRegex("[a-z]{3,} [a-z]{2,} [a-z]{2,}")]
    public static partial Regex EnglishSentence();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Chinese();
}
