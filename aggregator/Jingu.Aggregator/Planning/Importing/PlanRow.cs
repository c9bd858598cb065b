using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using NodaTime;
using NodaTime.Text;

namespace Jingu.Aggregator.Planning.Importing;

/// <summary>A row whose every value was checked against its column. Immutable.</summary>
/// <param name="Number">Its place in what was imported; see <see cref="RawRow"/>.</param>
/// <param name="Values">By column; a column that was left empty is absent.</param>
internal sealed record PlanRow(int Number, FrozenDictionary<string, string> Values)
{
    public string Text(string column) => Values[column];

    public string? TextOrNull(string column) => Values.GetValueOrDefault(column);

    public long Count(string column) => long.Parse(Values[column], CultureInfo.InvariantCulture);

    public LocalDate Day(string column) => LocalDatePattern.Iso.Parse(Values[column]).Value;

    public UnitId Unit(string column) => new(Values[column]);

    public UnitId? UnitOrNull(string column) => TextOrNull(column) is { } text ? new(text) : null;

    public Resource Resource() => Configuration.Words.Resources[Values["resource"]];
}

/// <summary>A row as it was sent, not checked yet.</summary>
/// <param name="Number">
/// CSV: as a spreadsheet numbers it, the header being row 1. JSON: its place among the rows, from 1.
/// </param>
internal sealed record RawRow(int Number, IReadOnlyDictionary<string, string> Values);

/// <summary>What is wrong with an import, and where.</summary>
/// <param name="Row">See <see cref="RawRow"/>; 0 where it is about the whole.</param>
/// <param name="Column">Empty where it is about the whole row.</param>
/// <param name="Message">English, with what to do.</param>
internal sealed record PlanComplaint(int Row, string Column, string Message)
{
    /// <summary>By which other languages have the sentence; null where it is told in English only.</summary>
    [JsonIgnore]
    public PlanFault? Fault { get; init; }

    /// <summary>What the sentence of <see cref="Fault"/> speaks of.</summary>
    [JsonIgnore]
    public ImmutableArray<object> Values { get; init; } = [];

    public override string ToString() => (Row, Column) switch
    {
        (0, "") => Message,
        (0, _) => $"{Column}: {Message}",
        (_, "") => string.Create(CultureInfo.InvariantCulture, $"row {Row}: {Message}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"row {Row}, column {Column}: {Message}"),
    };
}
