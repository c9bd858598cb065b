using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jingu.Aggregator.Web.Live;

/// <summary>
/// <c>live="key"</c>: the element's text is a live value; <c>live-width="key"</c>: its attribute <c>width</c> is one.
/// The page's values are in its view data under <see cref="ViewKey"/>; <c>wwwroot/js/live.js</c> does the same later.
/// </summary>
[HtmlTargetElement(Attributes = Text)]
[HtmlTargetElement(Attributes = Prefix + "*")]
public sealed class LiveTag : TagHelper
{
    /// <summary>Where a page puts its values.</summary>
    public const string ViewKey = "Live";

    private const string Text = "live";
    private const string Prefix = "live-";

    /// <summary>Key of the element's text; null where only attributes are live.</summary>
    [HtmlAttributeName(Text)]
    public string? Live { get; set; }

    /// <summary>Keys by attribute.</summary>
    [HtmlAttributeName(DictionaryAttributePrefix = Prefix)]
    public IDictionary<string, string> Attributes { get; set; } = new Dictionary<string, string>();

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var values = (LiveValues?)View.ViewData[ViewKey]
            ?? throw new InvalidOperationException($"The page has no values under '{ViewKey}'.");
        if (Live is not null)
        {
            output.Attributes.SetAttribute("data-live", Live);
            output.Content.SetContent(values[Live] ?? "");
        }
        if (Attributes.Count == 0)
            return;
        output.Attributes.SetAttribute(
            "data-live-attributes", string.Join(' ', Attributes.Select(each => $"{each.Key}={each.Value}")));
        foreach (var (name, key) in Attributes)
        {
            if (values[key] is { } value)
                output.Attributes.SetAttribute(name, value);
        }
    }
}
