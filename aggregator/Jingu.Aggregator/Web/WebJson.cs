using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Jingu.Aggregator.Web;

/// <summary>How the API writes JSON: camel case, nulls written, Chinese as it is.</summary>
internal static class WebJson
{
    public static readonly JsonSerializerOptions Indented = Make();

    public static void Apply(JsonSerializerOptions options) =>
        options.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true };
        Apply(options);
        return options;
    }
}
