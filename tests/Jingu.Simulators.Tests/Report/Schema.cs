using System.Text.Json;
using System.Text.RegularExpressions;
using Jingu.Testing;

namespace Jingu.Simulators.Tests.Report;

/// <summary>
/// Holds JSON against a JSON Schema, as far as our schema goes: type, const, enum, required, properties,
/// additionalProperties, items, minimum, pattern, $ref to $defs. A keyword it does not know is a fault of the test.
/// </summary>
internal sealed class Schema
{
    private static readonly string[] Remarks = ["$schema", "$id", "$defs", "title", "description", "format"];
    private readonly JsonElement _root;

    private Schema(JsonElement root) => _root = root;

    /// <summary>The schema of the bench's report.</summary>
    public static Schema OfReport() => new(JsonDocument.Parse(
        File.ReadAllText(Path.Combine(SourceTree.Root, "simulators", "report.schema.json"))).RootElement);

    /// <summary>What does not fit, each with its path.</summary>
    public IEnumerable<string> Complaints(JsonElement value) => Complaints(value, _root, "$");

    private IEnumerable<string> Complaints(JsonElement value, JsonElement schema, string path) =>
        schema.EnumerateObject().SelectMany(rule => Complaints(value, schema, rule, path));

    private IEnumerable<string> Complaints(JsonElement value, JsonElement schema, JsonProperty rule, string path) =>
        rule.Name switch
        {
            "$ref" => Complaints(value, Definition(rule.Value.GetString()!), path),
            "type" => If(!Types(rule.Value).Any(type => Is(value, type)), $"{path} is no {rule.Value}"),
            "const" => If(!JsonElement.DeepEquals(value, rule.Value), $"{path} is not {rule.Value}"),
            "enum" => If(
                !rule.Value.EnumerateArray().Any(word => JsonElement.DeepEquals(word, value)),
                $"{path}: {value} is none of {rule.Value}"),
            "minimum" => If(
                value.ValueKind == JsonValueKind.Number && value.GetDouble() < rule.Value.GetDouble(),
                $"{path} is too small"),
            "pattern" => If(
                !Regex.IsMatch(value.GetString()!, rule.Value.GetString()!),
                $"{path}: {value} does not match"),
            "required" => rule.Value.EnumerateArray().Select(name => name.GetString()!)
                .Where(name => !value.TryGetProperty(name, out _)).Select(name => $"{path}.{name} is missing"),
            "properties" => rule.Value.EnumerateObject()
                .Where(property => value.TryGetProperty(property.Name, out _))
                .SelectMany(property =>
                    Complaints(value.GetProperty(property.Name), property.Value, $"{path}.{property.Name}")),
            "additionalProperties" => Additional(value, schema).SelectMany(
                property => rule.Value.ValueKind == JsonValueKind.False
                    ? [$"{path}.{property.Name} is not in the schema"]
                    : Complaints(property.Value, rule.Value, $"{path}.{property.Name}")),
            "items" => value.EnumerateArray().SelectMany((item, i) => Complaints(item, rule.Value, $"{path}[{i}]")),
            _ when Remarks.Contains(rule.Name) => [],
            _ => [$"the schema uses '{rule.Name}', which this test does not know"],
        };

    private JsonElement Definition(string reference) =>
        _root.GetProperty("$defs").GetProperty(reference["#/$defs/".Length..]);

    private static IEnumerable<JsonProperty> Additional(JsonElement value, JsonElement schema) =>
        value.EnumerateObject().Where(property =>
            !schema.TryGetProperty("properties", out var known) || !known.TryGetProperty(property.Name, out _));

    private static IEnumerable<string> Types(JsonElement rule) =>
        rule.ValueKind == JsonValueKind.Array
            ? rule.EnumerateArray().Select(type => type.GetString()!)
            : [rule.GetString()!];

    private static bool Is(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        _ => false,
    };

    private static IEnumerable<string> If(bool broken, string complaint) => broken ? [complaint] : [];
}
