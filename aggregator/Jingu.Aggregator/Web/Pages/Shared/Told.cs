using Jingu.Aggregator.Reporting.Sentences;
using Jingu.Contracts.Events;
using Microsoft.AspNetCore.Html;

namespace Jingu.Aggregator.Web.Pages.Shared;

/// <summary>What a gateway tells, on a page.</summary>
internal static class Told
{
    /// <summary>Of an event.</summary>
    public static IHtmlContent Of(GatewayEvent happened, Shell shell) =>
        Of(EventSentence.Of(happened, shell.Zone), happened.Text);

    /// <summary>In the reader's language; what only a gateway tells is marked as the English it is.</summary>
    public static IHtmlContent Of(Sentence? sentence, string text)
    {
        var content = new HtmlContentBuilder();
        return sentence is null
            ? content.AppendHtml("<span lang=\"en\">").Append(text).AppendHtml("</span>")
            : content.Append(SentenceWords.Of(sentence));
    }
}
