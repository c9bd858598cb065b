using System.Collections.Immutable;
using System.Text.Json;

namespace Jingu.Aggregator.Planning.Importing;

/// <summary>What a JSON import says of itself, and its rows.</summary>
internal sealed record JsonImport(string? Id, string? Actor, string? Reason, ImmutableArray<RawRow> Rows);

/// <summary>
/// Reads <c>{"import", "actor", "reason", "rows": [{column: value}]}</c>; a value is a text or a whole number.
/// </summary>
internal static class JsonRows
{
    private static readonly ImmutableArray<string> Known = ["import", "actor", "reason", "rows"];

    public static JsonImport Read(ReadOnlyMemory<byte> bytes, List<PlanComplaint> complaints)
    {
        var empty = new JsonImport(null, null, null, []);
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(bytes);
        }
        catch (JsonException e)
        {
            complaints.Add(new(0, "", $"This is no JSON: {e.Message}"));
            return empty;
        }
        using (document)
        {
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object
                || !root.TryGetProperty("rows", out var rows) || rows.ValueKind != JsonValueKind.Array)
            {
                complaints.Add(new(0, "rows", "is missing: an object with import, actor, reason and the list rows."));
                return empty;
            }
            foreach (var other in root.EnumerateObject().Select(property => property.Name).Except(Known))
                complaints.Add(new(0, other, $"is not known: use {string.Join(", ", Known)}."));
            return new(
                Text(root, "import"), Text(root, "actor"), Text(root, "reason"),
                [.. rows.EnumerateArray().Select((row, index) => Row(row, index + 1, complaints))]);
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static RawRow Row(JsonElement row, int number, List<PlanComplaint> complaints)
    {
        var values = new Dictionary<string, string>();
        if (row.ValueKind != JsonValueKind.Object)
        {
            complaints.Add(new(number, "", "is no object: name each column with its value."));
            return new(number, values);
        }
        foreach (var property in row.EnumerateObject())
        {
            if (property.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.Null)
                values[property.Name] = property.Value.ToString();
            else
                complaints.Add(new(number, property.Name, "is neither a text nor a whole number."));
        }
        return new(number, values);
    }
}
