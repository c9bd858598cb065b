using System.Text.Json;
using System.Text.Json.Serialization;
using Jingu.Budgets.Ladders;
using Jingu.Budgets.Switching;

namespace Jingu.Budgets.Decisions;

/// <summary>
/// What a gateway keeps between two decisions, as JSON in the manner of <see cref="RecordCodec"/>. Additive: a new
/// member is optional. Reading throws <see cref="JsonException"/> on what was not written here.
/// </summary>
public static class StateCodec
{
    public static string Write(LadderState state) => JsonSerializer.Serialize(state, StateJson.Default.LadderState);

    public static string Write(Circuit circuit) => JsonSerializer.Serialize(circuit, StateJson.Default.Circuit);

    public static LadderState ReadLadder(string text) =>
        JsonSerializer.Deserialize(text, StateJson.Default.LadderState) ?? throw new JsonException("no ladder");

    public static Circuit ReadCircuit(string text) =>
        JsonSerializer.Deserialize(text, StateJson.Default.Circuit) ?? throw new JsonException("no circuit");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [typeof(UnitIdJson), typeof(SwitchPointIdJson), typeof(InstantJson)])]
[JsonSerializable(typeof(LadderState))]
[JsonSerializable(typeof(Circuit))]
internal sealed partial class StateJson : JsonSerializerContext;
