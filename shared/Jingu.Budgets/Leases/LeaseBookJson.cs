using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Jingu.Contracts.Ids;

namespace Jingu.Budgets.Leases;

/// <summary>Books as they are stored. Equal books have equal texts. Additive: a new member is optional.</summary>
public static class LeaseBookJson
{
    public static string Write(LeaseBook book) => JsonSerializer.Serialize(book, LeaseBookContext.Default.LeaseBook);

    /// <summary>Throws <see cref="FormatException"/> with why on anything that is no book.</summary>
    public static LeaseBook Read(string text)
    {
        try
        {
            var book = JsonSerializer.Deserialize(text, LeaseBookContext.Default.LeaseBook)
                ?? throw new FormatException("it is no book of leases");
            return book with { Parts = book.Parts.ToImmutableSortedDictionary(StringComparer.Ordinal) };
        }
        catch (JsonException e)
        {
            throw new FormatException($"it is no book of leases ({e.Message})", e);
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    IgnoreReadOnlyProperties = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(IdJson.Gateway), typeof(IdJson.Journal)])]
[JsonSerializable(typeof(LeaseBook))]
internal sealed partial class LeaseBookContext : JsonSerializerContext;
