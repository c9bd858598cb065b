using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Jingu.Aggregator.Reporting.Sentences;
using Jingu.Aggregator.Web.Pages.Shared;
using Jingu.Contracts.Readings;
using NodaTime.Text;

namespace Jingu.Aggregator.Web;

/// <summary>Says sentences in the language of the request.</summary>
internal static partial class SentenceWords
{
    private static readonly LocalDateTimePattern Time =
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd HH':'mm");

    public static string Of(Sentence sentence) =>
        string.Join(Texts.Get("ClauseSeparator"), sentence.Clauses.Select(Of));

    private static string Of(Clause clause) => Place().Replace(
        Texts.Get(clause.Words),
        place => clause.Values.FirstOrDefault(value => value.Name == place.Groups[1].Value).Value is { } value
            ? Of(value)
            : Figures.Unknown);

    private static string Of(Said value) => value switch
    {
        Said.Text text => text.Value,
        Said.Amount amount => Figures.Tenths(amount.Count, amount.Resource == Resource.Water ? "m³" : "kWh"),
        Said.Number number => number.Value.ToString("#,0.###", CultureInfo.CurrentCulture),
        Said.Moment moment => Time.Format(moment.Value),
        Said.Word word => Texts.Find(word.Prefix + word.Name) ?? word.Name,
        _ => throw new InvalidOperationException($"{value.GetType().Name} cannot be said."),
    };

    [GeneratedRegex(@"\{([a-zA-Z]+)\}")]
    private static partial Regex Place();
}

/// <summary>The API answers sentences in the language of the request; it takes none.</summary>
internal sealed class SentenceJson : JsonConverter<Sentence>
{
    public override Sentence Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new JsonException("A sentence is answered and never taken.");

    public override void Write(Utf8JsonWriter writer, Sentence value, JsonSerializerOptions options) =>
        writer.WriteStringValue(SentenceWords.Of(value));
}
