using System.Collections.Immutable;
using System.Globalization;
using Jingu.Contracts.Ids;
using NodaTime.Text;

namespace Jingu.Aggregator.Planning.Importing;

/// <summary>One column of a planning table: how a value must be written.</summary>
/// <param name="Name">As in the header of a CSV file and in JSON.</param>
/// <param name="Stored">Its name in the relational store.</param>
/// <param name="Complaint">What is wrong with a text that is not empty, what to write; null when it is good.</param>
internal sealed record PlanColumn(
    string Name, string Stored, PlanColumnKind Kind, bool IsRequired, Func<string, string?> Complaint)
{
    public const int TextMax = 500;

    public static PlanColumn Text(string name, string? stored = null) => new(
        name, stored ?? name, PlanColumnKind.Text, true,
        text => text.Length > TextMax ? $"is longer than {TextMax} characters." : null);

    /// <summary>A whole number without separators, both limits included.</summary>
    public static PlanColumn Number(string name, long min, long max, string? stored = null) => new(
        name, stored ?? name, PlanColumnKind.Number, true,
        text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= max
                ? null
                : $"'{text}' is no whole number from {min} to {max}: write digits only.");

    public static PlanColumn Day(string name, string? stored = null) => new(
        name, stored ?? name, PlanColumnKind.Text, true,
        text => LocalDatePattern.Iso.Parse(text) is { Success: true, Value.Year: >= 2000 and < 2200 }
            ? null
            : $"'{text}' is no day: write one such as 2026-03-01.");

    public static PlanColumn Month(string name) => new(
        name, name, PlanColumnKind.Text, true,
        text => Reporting.MonthReport.Parse(text) is null ? $"'{text}' is no month: write one such as 2026-03." : null);

    public static PlanColumn Unit(string name, string? stored = null) => new(
        name, stored ?? name, PlanColumnKind.Unit, true, NameComplaint);

    public static PlanColumn Id(string name, string? stored = null) => new(
        name, stored ?? name, PlanColumnKind.Text, true, NameComplaint);

    /// <summary>A local time of day.</summary>
    public static PlanColumn Time(string name) => new(
        name, name, PlanColumnKind.Text, true,
        text => PlanWords.TimeOfDay.Parse(text).Success
            ? null
            : $"'{text}' is no time of day: write one such as 22:00.");

    public static PlanColumn Choice(string name, params ImmutableArray<string> words) => new(
        name, name, PlanColumnKind.Text, true,
        text => words.Contains(text, StringComparer.Ordinal)
            ? null
            : $"'{text}' is not one of {string.Join(", ", words)}.");

    public PlanColumn Optional() => this with { IsRequired = false };

    private static string? NameComplaint(string text) => IdText.IsValid(text)
        ? null
        : $"'{text}' is no name: use 1 to {IdText.LengthMax} of a-z, 0-9 and '-', not '-' at either end.";
}

internal enum PlanColumnKind
{
    Text,
    Number,
    /// <summary>Names a unit that the site must know.</summary>
    Unit,
}
