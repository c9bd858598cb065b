using System.Globalization;
using Jingu.Contracts.Events;

namespace Jingu.Aggregator.Reporting.Sentences;

/// <summary>Facts of events as gateways write them. What is absent, empty or something else is null.</summary>
internal static class EventFacts
{
    public static string? Fact(this GatewayEvent happened, string name) =>
        happened.Facts.TryGetValue(name, out var text) && text.Length > 0 ? text : null;

    public static DateTimeOffset? Instant(string? text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
        out var at)
        ? at
        : null;

    public static decimal? Number(string? text) =>
        decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;
}
