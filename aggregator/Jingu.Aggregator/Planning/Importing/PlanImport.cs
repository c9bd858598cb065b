using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Jingu.Contracts.Ids;

namespace Jingu.Aggregator.Planning.Importing;

/// <summary>Who changes planning data, and why.</summary>
/// <param name="Id">Given by whoever imports; the same id again changes nothing.</param>
/// <param name="Actor">Who: a name or an account.</param>
internal sealed record ImportHead(string Id, string Actor, string Reason)
{
    /// <summary>Null, with complaints, when something is missing.</summary>
    /// <param name="actor">Null: nobody can be recorded, which was complained about.</param>
    public static ImportHead? Of(string? id, string? actor, string? reason, List<PlanComplaint> complaints)
    {
        var before = complaints.Count;
        if (!IdText.IsValid(id))
            complaints.Add(PlanFault.Import.At(0, "import", IdText.LengthMax));
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > PlanColumn.TextMax)
            complaints.Add(PlanFault.Reason.At(0, "reason", PlanColumn.TextMax));
        return complaints.Count == before && actor is not null ? new(id!, actor, reason!.Trim()) : null;
    }
}

/// <summary>An import that was checked.</summary>
/// <param name="At">Site time of its arrival, UTC.</param>
internal sealed record PlanImport(ImportHead Head, PlanTable Table, ImmutableArray<PlanRow> Rows, DateTimeOffset At)
{
    /// <summary>
    /// What is to be stored of it beside a table as it stands: an adjustment that is entered already, word for word, is
    /// not entered again, so that a table that was exported can be imported with more rows.
    /// </summary>
    /// <param name="kept">Rows of the same table.</param>
    public ImmutableArray<PlanRow> Beside(IEnumerable<PlanRow> kept)
    {
        if (Table != PlanTable.Adjustments)
            return Rows;
        var held = kept.ToDictionary(row => row.Text("id"));
        return [.. Rows.Where(row => !held.TryGetValue(row.Text("id"), out var entered) || !Says(row, entered))];
    }

    /// <summary>
    /// Tells whether the same id came with the same content: table, who, why and all values, however they were written.
    /// </summary>
    public string ContentHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }
        foreach (var text in (string[])[Table.Name, Head.Actor, Head.Reason])
            Add(text);
        foreach (var row in Rows)
        {
            foreach (var column in Table.Columns)
                Add(row.TextOrNull(column.Name) ?? "");
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private bool Says(PlanRow row, PlanRow entered) =>
        Table.Columns.All(column => column.Plain(row) == column.Plain(entered));
}

/// <summary>An import as stored.</summary>
/// <param name="Number">Rises by one with each import: the state of all planning data is named by the last one.</param>
internal sealed record StoredImport(long Number, PlanImport Import);
