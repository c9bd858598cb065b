using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Jingu.Aggregator.Web;

/// <summary>How the API writes JSON: camel case, nulls written, Chinese as it is.</summary>
internal static class WebJson
{
    public static readonly JsonSerializerOptions Indented = Make();

    /// <summary>On one line, as events of a stream have to be.</summary>
    public static readonly JsonSerializerOptions Live = new(Indented) { WriteIndented = false };

    /// <summary>With kinds as words and not as numbers.</summary>
    public static readonly JsonSerializerOptions Words = WithWords(isIndented: false);

    /// <inheritdoc cref="Words"/>
    public static readonly JsonSerializerOptions IndentedWords = WithWords(isIndented: true);

    public static void Apply(JsonSerializerOptions options)
    {
        options.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
        options.Converters.Add(new SentenceJson());
    }

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true };
        Apply(options);
        return options;
    }

    private static JsonSerializerOptions WithWords(bool isIndented)
    {
        var options = new JsonSerializerOptions(Indented) { WriteIndented = isIndented };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower));
        return options;
    }
}
