using System.Collections.Immutable;
using NodaTime;

namespace Jingu.Aggregator.Planning.Importing;

/// <summary>A row as it stands: of all that were imported about the same, the last one.</summary>
/// <param name="Import">What it came by.</param>
internal sealed record KeptRow(StoredImport Import, PlanRow Row, RowStanding Standing)
{
    private const string From = "from";

    /// <summary>A table as it stands, by what its rows are about; those that hold from a day on, by that day.</summary>
    /// <param name="today">The site's local day.</param>
    public static ImmutableArray<KeptRow> All(
        ImmutableArray<StoredImport> imports, PlanTable table, LocalDate today)
    {
        var last = new Dictionary<string, (StoredImport Import, PlanRow Row)>();
        foreach (var stored in imports.Where(stored => stored.Import.Table == table))
        {
            foreach (var row in stored.Import.Rows)
                last[table.KeyOf(row.TextOrNull)] = (stored, row);
        }
        var rows = last.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value).ToList();
        if (!table.Key.Contains(From))
            return [.. rows.Select(each => new KeptRow(each.Import, each.Row, RowStanding.Holds))];
        var now = rows.Where(each => each.Row.Day(From) <= today)
            .GroupBy(each => Subject(table, each.Row))
            .Select(group => group.MaxBy(each => each.Row.Day(From)).Row)
            .ToHashSet(ReferenceEqualityComparer.Instance);
        return
        [
            .. rows.OrderBy(each => Subject(table, each.Row), StringComparer.Ordinal)
                .ThenBy(each => each.Row.Day(From))
                .Select(each => new KeptRow(
                    each.Import, each.Row,
                    each.Row.Day(From) > today ? RowStanding.Later
                    : now.Contains(each.Row) ? RowStanding.Holds
                    : RowStanding.Earlier)),
        ];
    }

    private static string Subject(PlanTable table, PlanRow row) =>
        table.KeyOf(column => column == From ? null : row.TextOrNull(column));
}

/// <summary>Whether a row counts today.</summary>
internal enum RowStanding
{
    Holds,

    /// <summary>From a day on that is still to come.</summary>
    Later,

    /// <summary>Another one holds since.</summary>
    Earlier,
}
