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
            complaints.Add(new(0, "", "There is no row: nothing to import."));
        if (rows.Length > RowsMax)
        {
            complaints.Add(new(0, "", $"{rows.Length} rows are too many: at most {RowsMax} in one import."));
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
                complaints.Add(new(
                    row.Number, table.Key[0],
                    $"says again what row {seen[KeyOf(table, values)]} says: one row for the same "
                    + $"{string.Join(", ", table.Key)}."));
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
            var complaint = text.Length == 0
                ? column.IsRequired ? "is missing." : null
                : column.Complaint(text)
                    ?? (column.Kind == PlanColumnKind.Unit && !units.Contains(text)
                        ? $"'{text}' is no unit of the site: add it to 'units' of site.yaml, or correct it."
                        : null);
            if (complaint is not null)
                complaints.Add(new(row.Number, column.Name, complaint));
        }
        foreach (var other in row.Values.Keys.Except(table.Columns.Select(column => column.Name)))
        {
            complaints.Add(new(
                row.Number, other,
                $"is not known: use {string.Join(", ", table.Columns.Select(column => column.Name))}."));
        }
        return values;
    }

    private static string KeyOf(PlanTable table, Dictionary<string, string> values) =>
        string.Join('\n', table.Key.Select(column => values.GetValueOrDefault(column)));
}
