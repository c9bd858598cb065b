using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;

namespace Jingu.Aggregator.Planning.Previews;

/// <summary>What an import would change; nothing is stored. Immutable.</summary>
/// <param name="Plan">Number of the last import that it was held against.</param>
/// <param name="From">The first month whose budgets were looked at.</param>
/// <param name="To">The last one; months that adjustments name are looked at beside.</param>
/// <param name="Budgets">Those that would become others, by month, unit and resource.</param>
internal sealed record PlanPreview(
    string Table, long Plan, string From, string To, ImmutableArray<RowChange> Rows,
    ImmutableArray<BudgetChange> Budgets)
{
    /// <summary>Names exactly these changes: what is imported with it does these and nothing else.</summary>
    public string Stamp { get; } = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        new { Table, Rows, Budgets = Budgets.Select(change => change with { Used = null }) })));

    public int New => Count(RowChange.New);

    public int Changed => Count(RowChange.Changed);

    public int Same => Count(RowChange.Same);

    private int Count(string kind) => Rows.Count(row => row.Kind == kind);
}

/// <summary>What a row would do to its table.</summary>
/// <param name="Row">Its place; see <see cref="Importing.RawRow"/>.</param>
/// <param name="Kind">new, changed or same.</param>
/// <param name="Values">By column, all of them; null: left empty.</param>
/// <param name="Changes">What would be another value; of a changed row only.</param>
internal sealed record RowChange(
    int Row, string Kind, IReadOnlyDictionary<string, string?> Values, ImmutableArray<ValueChange> Changes)
{
    public const string New = "new";
    public const string Changed = "changed";
    public const string Same = "same";
}

/// <param name="Old">Null: it was empty.</param>
/// <param name="New">Null: it would be empty.</param>
internal sealed record ValueChange(string Column, string? Old, string? New);

/// <summary>A budget that would become another, adjustments included; Wh or L.</summary>
/// <param name="Before">Null: there is none.</param>
/// <param name="After">Null: there would be none.</param>
internal sealed record BudgetChange(string Month, string Unit, string Resource, long? Before, long? After)
{
    /// <summary>What was used of it so far; null where it is not known or the month is not the running one.</summary>
    public long? Used { get; init; }
}
