using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Jingu.Aggregator.Web.Tables;

/// <summary>
/// A workbook (ECMA-376) with one sheet for each table, a bold header row that stays. Numbers are numbers, instants are
/// dates in UTC, texts are inline strings: there is no element for a formula in the file at all, and a text that would
/// begin one is marked as quoted, so that it stays a text when somebody edits it.
/// </summary>
internal static class TableXlsx
{
    public const string Type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const uint Plain = 0;
    private const uint Bold = 1;
    private const uint Instant = 2;
    private const uint Quoted = 3;

    /// <summary>The largest text that a cell may hold (ECMA-376 part 1, 18.18.17 and Excel's limits).</summary>
    private const int TextMax = 32_767;

    /// <summary>The earliest that an entry of an archive can have.</summary>
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static byte[] Write(ImmutableArray<Table> tables)
    {
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddNewPart<WorkbookPart>(
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "book");
            book.AddNewPart<WorkbookStylesPart>("styles").Stylesheet = Styles();
            var sheets = new Sheets();
            for (var i = 0; i < tables.Length; i++)
            {
                var part = book.AddNewPart<WorksheetPart>($"sheet{i + 1}");
                part.Worksheet = SheetOf(tables[i]);
                sheets.Append(new Sheet
                {
                    Id = book.GetIdOfPart(part),
                    SheetId = (uint)i + 1,
                    Name = tables[i].Name,
                });
            }
            book.Workbook = new(sheets);
        }
        ForgetTimes(stream);
        return stream.ToArray();
    }

    /// <summary>The same tables are the same bytes, whenever they are written: their stamp and digest say so.</summary>
    private static void ForgetTimes(MemoryStream book)
    {
        using var archive = new ZipArchive(book, ZipArchiveMode.Update, leaveOpen: true);
        foreach (var entry in archive.Entries)
            entry.LastWriteTime = NoTime;
    }

    private static Worksheet SheetOf(Table table) => new(
        new SheetViews(new SheetView(
            new Pane
            {
                VerticalSplit = 1,
                TopLeftCell = "A2",
                ActivePane = PaneValues.BottomLeft,
                State = PaneStateValues.Frozen,
            })
        {
            WorkbookViewId = 0,
        }),
        new SheetData(
            table.Rows.Select(row => new Row(row.Select(CellOf)))
                .Prepend(new Row(table.Columns.Select(column => TextOf(column, Bold))))));

    private static DocumentFormat.OpenXml.Spreadsheet.Cell CellOf(Cell cell) => cell switch
    {
        Cell.Text text => TextOf(text.Value, TableCsv.IsFormula(text.Value) ? Quoted : Plain),
        Cell.Whole whole => NumberOf(whole.Value.ToString(CultureInfo.InvariantCulture), Plain),
        Cell.Fraction fraction => NumberOf(fraction.Value.ToString("R", CultureInfo.InvariantCulture), Plain),
        Cell.Moment moment => NumberOf(
            moment.Value.UtcDateTime.ToOADate().ToString("R", CultureInfo.InvariantCulture), Instant),
        _ => new(),
    };

    private static DocumentFormat.OpenXml.Spreadsheet.Cell NumberOf(string number, uint style) => new(
        new CellValue(number))
    {
        StyleIndex = style,
    };

    private static DocumentFormat.OpenXml.Spreadsheet.Cell TextOf(string text, uint style) => new(
        new InlineString(new Text(Clean(text)) { Space = SpaceProcessingModeValues.Preserve }))
    {
        DataType = CellValues.InlineString,
        StyleIndex = style,
    };

    /// <summary>Without what XML 1.0 cannot hold, and no longer than a cell.</summary>
    private static string Clean(string text)
    {
        var kept = string.Concat(text.EnumerateRunes()
            .Where(rune => rune.Value is '\t' or '\n' or '\r' or >= 0x20 and not 0xFFFE and not 0xFFFF));
        return kept.Length <= TextMax ? kept : kept[..TextMax];
    }

    private static Stylesheet Styles() => new(
        new Fonts(new Font(), new Font(new Bold())),
        new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }),
            new Fill(new PatternFill { PatternType = PatternValues.Gray125 })),
        new Borders(new Border()),
        new CellStyleFormats(new CellFormat()),
        new CellFormats(
            new CellFormat(),
            new CellFormat { FontId = 1, ApplyFont = true },
            // 22 is the built-in format of day and time.
            new CellFormat { NumberFormatId = 22, ApplyNumberFormat = true },
            new CellFormat { QuotePrefix = true }));
}
