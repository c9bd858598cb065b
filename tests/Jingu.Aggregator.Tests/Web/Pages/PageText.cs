using System.Net;
using System.Text.RegularExpressions;

namespace Jingu.Aggregator.Tests.Web.Pages;

/// <summary>A page as it is read.</summary>
internal static partial class PageText
{
    /// <summary>Without markup, with one space where there is any.</summary>
    public static string Of(string page) => Space().Replace(WebUtility.HtmlDecode(Tag().Replace(page, " ")), " ");

    /// <summary>A page in a language, as it is read.</summary>
    public static async Task<string> ReadAsync(HttpClient browser, string address, string language = "en")
    {
        using var answer = await browser.GetAsync(new Uri(
            address + (address.Contains('?', StringComparison.Ordinal) ? "&" : "?") + $"culture={language}",
            UriKind.Relative));
        return Of(await answer.Content.ReadAsStringAsync());
    }

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
