using System.Globalization;
using Jingu.Aggregator.Planning.Importing;

namespace Jingu.Aggregator.Web.Pages.Administration;

/// <summary>Planning tables, columns and faults in the reader's language.</summary>
internal static class TableWords
{
    /// <summary>What a column holds; its own name where nothing more can be said.</summary>
    public static string Of(PlanColumn column) =>
        column.Name is ['m', .. var month] && int.TryParse(month, CultureInfo.InvariantCulture, out var number)
            ? Texts.Get("Field-m", number)
            : Texts.Find("Field-" + column.Name) ?? column.Name;

    /// <summary>A word that a column takes: what it means there, or everywhere; itself where it is none.</summary>
    /// <param name="column">Null: none in particular.</param>
    public static string Of(string? word, string? column = null) => word is null
        ? ""
        : (column is null ? null : Texts.Find($"Word-{column}-{word}")) ?? Texts.Find("Word-" + word) ?? word;

    /// <summary>What a row says in a column: words in the reader's language, all else as it was imported.</summary>
    public static string? Of(PlanColumn column, string? value) =>
        column.Words.IsEmpty ? value : Of(value, column.Name);

    /// <summary>What is wrong; in English where no other language has it.</summary>
    public static string Of(PlanComplaint complaint) => complaint.Fault is { } fault
        ? Texts.Get("Fault-" + fault.Name, [.. complaint.Values])
        : complaint.Message;

    /// <summary>The language of <see cref="Of(PlanComplaint)"/> where it is not the page's.</summary>
    public static string? LanguageOf(PlanComplaint complaint) => complaint.Fault is null ? "en" : null;

    /// <summary>The kind of field that a form has for a column.</summary>
    public static string FieldOf(PlanColumn column) => column.Kind switch
    {
        PlanColumnKind.Day => "date",
        PlanColumnKind.Month => "month",
        PlanColumnKind.Time => "time",
        _ => "text",
    };
}
