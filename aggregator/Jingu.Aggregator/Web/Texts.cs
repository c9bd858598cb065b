using System.Globalization;
using System.Resources;

namespace Jingu.Aggregator.Web;

/// <summary>The words on screen, in the language of the request (<c>Resources/Texts*.resx</c>).</summary>
internal static class Texts
{
    /// <summary>Languages that there are words for; the first one serves who asks for none of them.</summary>
    public static readonly string[] Cultures = ["zh-CN", "zh", "en"];

    private static readonly ResourceManager Words = new("Jingu.Aggregator.Web.Resources.Texts", typeof(Texts).Assembly);

    /// <summary>The words of that name; a name that is not in the file is a bug.</summary>
    public static string Get(string name) =>
        Words.GetString(name, CultureInfo.CurrentUICulture) ?? throw new InvalidOperationException(
            $"No text is named '{name}'.");

    /// <summary>Null where there are no words of that name: what is shown then is a word of the API.</summary>
    public static string? Find(string name) => Words.GetString(name, CultureInfo.CurrentUICulture);

    public static string Get(string name, params object[] values) =>
        string.Format(CultureInfo.CurrentCulture, Get(name), values);
}
