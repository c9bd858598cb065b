using System.Collections.Frozen;
using System.Text.Json;

namespace Jingu.Aggregator.Reporting.Rollups;

/// <summary>The words of store and API for what sums are named by, such as <c>sub-meters</c>.</summary>
internal static class RollupWords
{
    public static string Of(Enum value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>Of a word that <see cref="Of"/> made.</summary>
    public static T Parse<T>(string word)
        where T : struct, Enum => Known<T>.ByWord[word];

    /// <summary>Null where the word is none.</summary>
    public static T? Find<T>(string? word)
        where T : struct, Enum => word is not null && Known<T>.ByWord.TryGetValue(word, out var value) ? value : null;

    private static class Known<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<string, T> ByWord =
            Enum.GetValues<T>().ToFrozenDictionary(value => Of(value));
    }
}
