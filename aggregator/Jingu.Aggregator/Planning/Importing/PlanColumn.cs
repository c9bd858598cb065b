using System.Collections.Immutable;
using System.Globalization;
using Jingu.Contracts.Ids;
using NodaTime.Text;

namespace Jingu.Aggregator.Planning.Importing;

/// <summary>One column of a planning table: how a value must be written.</summary>
/// <param name="Name">As in the header of a CSV file and in JSON.</param>
/// <param name="Stored">Its name in the relational store.</param>
/// <param name="Fault">What is wrong with a text that is not empty; null when it is good.</param>
internal sealed record PlanColumn(
    string Name, string Stored, PlanColumnKind Kind, bool IsRequired,
    Func<string, (PlanFault Fault, ImmutableArray<object> Values)?> Fault)
{
    public const int TextMax = 500;

    /// <summary>The words that it takes; empty where it takes others.</summary>
    public ImmutableArray<string> Words { get; private init; } = [];

    public static PlanColumn Text(string name, string? stored = null) => new(
        name, stored ?? name, PlanColumnKind.Text, true,
        text => text.Length > TextMax ? (PlanFault.Long, [TextMax]) : null);

    /// <summary>A whole number without separators, both limits included.</summary>
    public static PlanColumn Number(string name, long min, long max, string? stored = null) => new(
        name, stored ?? name, PlanColumnKind.Number, true,
        text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= max
                ? null
                : (PlanFault.Number, [text, min, max]));

    public static PlanColumn Day(string name, string? stored = null) => new(
        name, stored ?? name, PlanColumnKind.Day, true,
        text => LocalDatePattern.Iso.Parse(text) is { Success: true, Value.Year: >= 2000 and < 2200 }
            ? null
            : (PlanFault.Day, [text]));

    public static PlanColumn Month(string name) => new(
        name, name, PlanColumnKind.Month, true,
        text => Reporting.MonthReport.Parse(text) is null ? (PlanFault.Month, [text]) : null);

    public static PlanColumn Unit(string name, string? stored = null) => new(
        name, stored ?? name, PlanColumnKind.Unit, true, NameFault);

    public static PlanColumn Id(string name, string? stored = null) => new(
        name, stored ?? name, PlanColumnKind.Text, true, NameFault);

    /// <summary>A local time of day.</summary>
    public static PlanColumn Time(string name) => new(
        name, name, PlanColumnKind.Time, true,
        text => PlanWords.TimeOfDay.Parse(text).Success ? null : (PlanFault.Time, [text]));

    public static PlanColumn Choice(string name, params ImmutableArray<string> words) => new(
        name, name, PlanColumnKind.Text, true,
        text => words.Contains(text, StringComparer.Ordinal)
            ? null
            : (PlanFault.Choice, [text, string.Join(", ", words)]))
    {
        Words = words,
    };

    /// <summary>What a row says in it: the same number is the same, however it was written.</summary>
    public string? Plain(PlanRow row) => Kind == PlanColumnKind.Number && row.TextOrNull(Name) is not null
        ? row.Count(Name).ToString(CultureInfo.InvariantCulture)
        : row.TextOrNull(Name);

    public PlanColumn Optional() => this with { IsRequired = false };

    private static (PlanFault Fault, ImmutableArray<object> Values)? NameFault(string text) =>
        IdText.IsValid(text) ? null : (PlanFault.Id, [text, IdText.LengthMax]);
}

internal enum PlanColumnKind
{
    Text,
    Number,

    /// <summary>Names a unit that the site must know.</summary>
    Unit,

    /// <summary>A local day.</summary>
    Day,
    Month,

    /// <summary>A local time of day.</summary>
    Time,
}
