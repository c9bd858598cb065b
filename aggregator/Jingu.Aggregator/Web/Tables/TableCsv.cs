using System.Buffers;
using System.Globalization;
using System.Text;

namespace Jingu.Aggregator.Web.Tables;

/// <summary>
/// CSV by RFC 4180: a header row first, lines end in CR LF, empty where not known. A text that a spreadsheet would take
/// for a formula gets an apostrophe before it.
/// </summary>
internal static class TableCsv
{
    /// <summary>
    /// What begins a formula, or lets one begin after it (OWASP, CSV Injection), also in full width, which spreadsheets
    /// read alike.
    /// </summary>
    private static readonly SearchValues<char> Formula = SearchValues.Create("=+-@\t\r\n＝＋－＠");

    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n\t';");

    private const char Guard = '\'';

    public const string Type = "text/csv; charset=utf-8";

    /// <summary>As the body of an answer.</summary>
    public static IResult Answer(Table table) => Results.Text(Write(table), Type);

    /// <summary>As a file: with the mark by which spreadsheets know UTF-8.</summary>
    public static byte[] Bytes(Table table) => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Write(table))];

    public static string Write(Table table) => string.Concat(
        table.Rows.Select(row => string.Join(',', row.Select(Text)))
            .Prepend(string.Join(',', table.Columns)).Select(line => line + "\r\n"));

    /// <summary>True where a text would begin a formula.</summary>
    public static bool IsFormula(string text) =>
        text.AsSpan().TrimStart(' ') is [var first, ..] && Formula.Contains(first);

    /// <summary>The text of a field as it was before it was written.</summary>
    public static string Unguarded(string field) =>
        field is [Guard, ..] && IsFormula(field.TrimStart(Guard)) ? field[1..] : field;

    private static string Text(Cell cell) => cell switch
    {
        // An apostrophe more, where one stands there already, so that one may be taken away again.
        Cell.Text text => Quote(IsFormula(text.Value.TrimStart(Guard)) ? Guard + text.Value : text.Value),
        Cell.Whole whole => whole.Value.ToString(CultureInfo.InvariantCulture),
        Cell.Fraction fraction => fraction.Value.ToString("0.######", CultureInfo.InvariantCulture),
        Cell.Moment moment => moment.Value.ToUniversalTime().ToString(
            "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        _ => "",
    };

    private static string Quote(string text) => text.AsSpan().ContainsAny(Quoted)
        ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : text;
}
