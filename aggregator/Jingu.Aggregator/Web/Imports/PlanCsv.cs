using System.Collections.Immutable;
using Jingu.Aggregator.Planning.Importing;
using Jingu.Aggregator.Web.Tables;

namespace Jingu.Aggregator.Web.Imports;

/// <summary>Planning tables as CSV: what is given out can be imported again.</summary>
internal static class PlanCsv
{
    /// <summary>The largest body of an import, bytes.</summary>
    public const int BytesMax = 4 * Mebibyte;

    private const int Mebibyte = 1024 * 1024;

    /// <summary>Reads an import; the apostrophe that keeps a text from being a formula is no part of it.</summary>
    /// <param name="bytesMax">So many are read.</param>
    public static ImmutableArray<RawRow> Read(
        ReadOnlySpan<byte> bytes, List<PlanComplaint> complaints, int bytesMax = BytesMax)
    {
        if (bytes.Length > bytesMax)
        {
            complaints.Add(PlanFault.Size.At(0, "", bytesMax / Mebibyte));
            return [];
        }
        return
        [
            .. CsvText.Read(bytes, complaints).Select(row => row with
            {
                Values = row.Values.ToDictionary(pair => pair.Key, pair => TableCsv.Unguarded(pair.Value)),
            }),
        ];
    }

    /// <summary>A table as it stands, or its header alone.</summary>
    public static Table Of(PlanTable table, IEnumerable<KeptRow> rows) => new(
        table.Name, [.. table.Columns.Select(column => column.Name)],
        [
            .. rows.Select(kept => (ImmutableArray<Cell>)
                [.. table.Columns.Select(column => (Cell)kept.Row.TextOrNull(column.Name))]),
        ]);

    /// <summary>One row, as a form was filled in.</summary>
    /// <param name="value">Of a column; null or empty: left empty.</param>
    public static string OneRow(PlanTable table, Func<string, string?> value) => TableCsv.Write(new(
        table.Name, [.. table.Columns.Select(column => column.Name)],
        [[.. table.Columns.Select(column => (Cell)(value(column.Name)?.Trim() ?? ""))]]));
}
