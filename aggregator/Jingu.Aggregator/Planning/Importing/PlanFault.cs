using System.Collections.Immutable;
using System.Globalization;

namespace Jingu.Aggregator.Planning.Importing;

/// <summary>A sentence about what is wrong with an import, by a name under which other languages have it.</summary>
/// <param name="Sentence">English, as the API answers it; {0} and so on stand for what it speaks of.</param>
internal sealed record PlanFault(string Name, string Sentence)
{
    public static readonly PlanFault Encoding = new("encoding", "The file is not UTF-8: save it as \"CSV UTF-8\".");
    public static readonly PlanFault Header = new("header", "the header is missing: the first row names the columns.");
    public static readonly PlanFault Semicolons = new(
        "semicolons", "semicolons do not separate columns: save it with commas.");
    public static readonly PlanFault Twice = new("twice", "is there twice: each column once.");
    public static readonly PlanFault Fields = new(
        "fields", "has {0} fields, the header names {1}: put quotes around text with commas.");
    public static readonly PlanFault Quotes = new(
        "quotes", "the quotes of field {0} do not match: double those inside, close the last one.");
    public static readonly PlanFault Size = new("size", "It is larger than {0} MiB: split it.");
    public static readonly PlanFault Empty = new("empty", "There is no row: nothing to import.");
    public static readonly PlanFault Rows = new("rows", "{0} rows are too many: at most {1} in one import.");
    public static readonly PlanFault Again = new("again", "says again what row {0} says: one row for the same {1}.");
    public static readonly PlanFault Missing = new("missing", "is missing.");
    public static readonly PlanFault Unit = new(
        "unit", "'{0}' is no unit of the site: add it to 'units' of site.yaml, or correct it.");
    public static readonly PlanFault Building = new(
        "building", "'{0}' is no building of the site: add it to 'buildings' of site.yaml, or correct it.");
    public static readonly PlanFault Guide = new(
        "guide", "is above constraintWh: the guide is the better of the two, correct one.");
    public static readonly PlanFault Column = new("column", "is not known: use {0}.");
    public static readonly PlanFault Long = new("long", "is longer than {0} characters.");
    public static readonly PlanFault Number = new(
        "number", "'{0}' is no whole number from {1} to {2}: write digits only.");
    public static readonly PlanFault Day = new("day", "'{0}' is no day: write one such as 2026-03-01.");
    public static readonly PlanFault Month = new("month", "'{0}' is no month: write one such as 2026-03.");
    public static readonly PlanFault Time = new("time", "'{0}' is no time of day: write one such as 22:00.");
    public static readonly PlanFault Choice = new("choice", "'{0}' is not one of {1}.");
    public static readonly PlanFault Id = new(
        "id", "'{0}' is no name: use 1 to {1} of a-z, 0-9 and '-', not '-' at either end.");
    public static readonly PlanFault Import = new(
        "import", "must name this import for good: 1 to {0} of a-z, 0-9 and '-'.");
    public static readonly PlanFault Reason = new("reason", "says why: 1 to {0} characters.");

    public static readonly ImmutableArray<PlanFault> All =
    [
        Encoding, Header, Semicolons, Twice, Fields, Quotes, Size, Empty, Rows, Again, Missing, Unit, Building, Guide,
        Column, Long, Number, Day, Month, Time, Choice, Id, Import, Reason,
    ];

    /// <param name="row">See <see cref="PlanComplaint.Row"/>.</param>
    /// <param name="values">What the sentence speaks of, in the order of its places.</param>
    public PlanComplaint At(int row, string column, params ImmutableArray<object> values) =>
        new(row, column, string.Format(CultureInfo.InvariantCulture, Sentence, [.. values]))
        {
            Fault = this,
            Values = values,
        };
}
