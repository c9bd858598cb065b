using System.Collections.Frozen;
using System.Collections.Immutable;
using Jingu.Aggregator.Configuration.Sites;

namespace Jingu.Aggregator.Planning.Importing;

/// <summary>Checks rows against their table and the site, all of them, so that one pass tells everything.</summary>
internal static class PlanChecks
{
    public const int RowsMax = 10_000;

    public static ImmutableArray<PlanRow> Check(
        PlanTable table, ImmutableArray<RawRow> rows, Site site, List<PlanComplaint> complaints)
    {
        if (rows.IsEmpty && complaints.Count == 0)
            complaints.Add(PlanFault.Empty.At(0, ""));
        if (rows.Length > RowsMax)
        {
            complaints.Add(PlanFault.Rows.At(0, "", rows.Length, RowsMax));
            return [];
        }
        var units = site.Units.Select(unit => unit.Id.Value).ToFrozenSet();
        var seen = new Dictionary<string, int>();
        var good = ImmutableArray.CreateBuilder<PlanRow>();
        foreach (var row in rows)
        {
            var before = complaints.Count;
            var values = Values(table, row, units, complaints);
            if (complaints.Count == before && !seen.TryAdd(KeyOf(table, values), row.Number))
            {
                complaints.Add(PlanFault.Again.At(
                    row.Number, table.Key[0], seen[KeyOf(table, values)], string.Join(", ", table.Key)));
            }
            good.Add(new(row.Number, values.ToFrozenDictionary()));
        }
        return good.ToImmutable();
    }

    private static Dictionary<string, string> Values(
        PlanTable table, RawRow row, FrozenSet<string> units, List<PlanComplaint> complaints)
    {
        var values = new Dictionary<string, string>();
        foreach (var column in table.Columns)
        {
            var text = row.Values.GetValueOrDefault(column.Name)?.Trim() ?? "";
            if (text.Length > 0)
                values[column.Name] = text;
            (PlanFault Fault, ImmutableArray<object> Values)? wrong = text.Length == 0
                ? column.IsRequired ? (PlanFault.Missing, []) : null
                : column.Fault(text)
                    ?? (column.Kind == PlanColumnKind.Unit && !units.Contains(text) ? (PlanFault.Unit, [text]) : null);
            if (wrong is var (fault, about))
                complaints.Add(fault.At(row.Number, column.Name, about));
        }
        foreach (var other in row.Values.Keys.Except(table.Columns.Select(column => column.Name)))
        {
            complaints.Add(PlanFault.Column.At(
                row.Number, other, string.Join(", ", table.Columns.Select(column => column.Name))));
        }
        return values;
    }

    private static string KeyOf(PlanTable table, Dictionary<string, string> values) =>
        table.KeyOf(column => values.GetValueOrDefault(column));
}
