using System.Text.Json;
using Jingu.Contracts.Readings;
using NodaTime;

namespace Jingu.Aggregator.Reporting.Sentences;

/// <summary>A value that stands in words; who says it, writes it as its reader does. Immutable.</summary>
internal abstract record Said
{
    private Said()
    {
    }

    /// <summary>A name or id, the same in every language.</summary>
    public sealed record Text(string Value) : Said;

    /// <param name="Count">Wh or L.</param>
    public sealed record Amount(long Count, Resource Resource) : Said;

    public sealed record Number(decimal Value) : Said;

    /// <summary>An instant on the site's clock.</summary>
    public sealed record Moment(LocalDateTime Value) : Said;

    /// <summary>A word that has words of its own in each language.</summary>
    /// <param name="Prefix">What the names of such words begin with.</param>
    /// <param name="Name">Such as <c>friendly-hours</c>.</param>
    public sealed record Word(string Prefix, string Name) : Said;

    public static implicit operator Said(string text) => new Text(text);

    public static implicit operator Said(long number) => new Number(number);

    /// <summary>An instant as clocks of the site show it.</summary>
    public static Said At(DateTimeOffset instant, DateTimeZone zone) =>
        new Moment(Instant.FromDateTimeOffset(instant).InZone(zone).LocalDateTime);

    /// <summary>The word of an enumeration's value.</summary>
    public static Said Of<T>(string prefix, T value)
        where T : struct, Enum => new Word(prefix, Kebab(value));

    /// <summary>As the API writes it, such as <c>first-notice-issued</c>.</summary>
    public static string Kebab<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
