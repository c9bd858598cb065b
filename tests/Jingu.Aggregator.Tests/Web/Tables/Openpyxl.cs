using System.Text.Json.Nodes;
using Jingu.Testing;

namespace Jingu.Aggregator.Tests.Web.Tables;

/// <summary>Reads a workbook by somebody else's program (openpyxl of Debian).</summary>
internal static class Openpyxl
{
    /// <summary>Types: n number, s text, f formula, d date; none: empty. Values as JSON has them.</summary>
    private const string Script = """
        import json, sys, openpyxl
        book = openpyxl.load_workbook(sys.argv[1])
        print(json.dumps({sheet.title: [[
            None if cell.value is None else {
                'type': cell.data_type, 'quoted': bool(cell.quotePrefix),
                'value': cell.value.isoformat() if cell.data_type == 'd' else cell.value}
            for cell in row] for row in sheet.iter_rows()] for sheet in book}))
        """;

    /// <summary>By sheet: rows of cells.</summary>
    public static async Task<JsonNode> ReadAsync(byte[] workbook)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("jingu-xlsx-").FullName, "book.xlsx");
        await File.WriteAllBytesAsync(file, workbook);
        try
        {
            return JsonNode.Parse(await Programs.RunAsync("/usr/bin/python3", "-c", Script, file))!;
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }
}
