using System.IO.Compression;
using Jingu.Aggregator.Web.Tables;
using Xunit;

namespace Jingu.Aggregator.Tests.Web.Tables;

public sealed class TableXlsxTests
{
    private static readonly string[] Dangerous =
    [
        "=cmd|' /C calc'!A0", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=HYPERLINK(\"http://x\",\"y\")",
    ];

    [Fact]
    public async Task A_text_is_never_a_formula()
    {
        var book = TableXlsx.Write([new("t", ["name"], [.. Dangerous.Select(text => Row(text))])]);

        var rows = (await Openpyxl.ReadAsync(book))["t"]!.AsArray();

        for (var i = 0; i < Dangerous.Length; i++)
        {
            var cell = rows[i + 1]![0]!;
            Assert.Equal(("s", true), ((string?)cell["type"], (bool)cell["quoted"]!));
        }
        await using var zip = new ZipArchive(new MemoryStream(book));
        var entry = zip.Entries.Single(
            each => each.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal));
        using var text = new StreamReader(await entry.OpenAsync());
        var sheet = await text.ReadToEndAsync();
        Assert.DoesNotContain("<x:f>", sheet, StringComparison.Ordinal);
        Assert.DoesNotContain("<f>", sheet, StringComparison.Ordinal);
        Assert.Equal(1 + Dangerous.Length, sheet.Split("t=\"inlineStr\"").Length - 1);
    }

    [Fact]
    public async Task Numbers_are_numbers_instants_dates_and_the_unknown_is_empty()
    {
        var rows = (await Openpyxl.ReadAsync(TableXlsx.Write([
            new("first", ["a", "b", "c", "d", "e"], [[
                9_007_199_254_740_991L, -5L, 0.1, (long?)null,
                new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.FromHours(8))]]),
            new("second", ["市财政局"], [Row("a <b> & \u0001 c")]),
        ])));

        var row = rows["first"]![1]!.AsArray();
        Assert.Equal(["n", "n", "n", null, "d"], row.Select(cell => (string?)cell?["type"]));
        Assert.Equal((9_007_199_254_740_991, -5), ((long)row[0]!["value"]!, (long)row[1]!["value"]!));
        Assert.Equal(0.1, (double)row[2]!["value"]!);
        Assert.Equal("2026-03-01T00:00:00", (string?)row[4]!["value"]);
        Assert.Equal("市财政局", (string?)rows["second"]![0]![0]!["value"]);
        Assert.Equal("a <b> &  c", (string?)rows["second"]![1]![0]!["value"]);
    }

    /// <summary>So that a digest tells whether two people hold the same workbook.</summary>
    [Fact]
    public async Task The_same_tables_are_the_same_bytes()
    {
        Table[] tables = [new("first", ["a"], [Row("x")]), new("second", ["b"], [Row("y")])];
        var book = TableXlsx.Write([.. tables]);

        Assert.Equal(book, TableXlsx.Write([.. tables]));
        await using var zip = new ZipArchive(new MemoryStream(book));
        Assert.All(zip.Entries, entry => Assert.Equal(1980, entry.LastWriteTime.Year));
    }

    private static System.Collections.Immutable.ImmutableArray<Cell> Row(string text) => [text];
}
