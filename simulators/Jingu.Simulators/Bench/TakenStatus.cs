using System.Collections.Frozen;
using System.Text.Json;

namespace Jingu.Simulators.Bench;

/// <summary>What a gateway has taken, by <c>jingu-edge status --json</c>.</summary>
/// <param name="PolicyVersion">0: none.</param>
/// <param name="Commands">Their ids.</param>
internal sealed record TakenStatus(long PolicyVersion, FrozenSet<string> Commands)
{
    public static TakenStatus Parse(string json)
    {
        using var status = JsonDocument.Parse(json);
        var version = status.RootElement.GetProperty("policyVersion");
        return new(
            version.ValueKind == JsonValueKind.Number ? version.GetInt64() : 0,
            status.RootElement.GetProperty("commands").EnumerateArray()
                .Select(command => command.GetProperty("id").GetString()!).ToFrozenSet());
    }
}
