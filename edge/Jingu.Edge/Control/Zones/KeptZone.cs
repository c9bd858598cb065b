using System.Text.Json;
using System.Text.Json.Serialization;
using Jingu.Lighting.Zones;

namespace Jingu.Edge.Control.Zones;

/// <summary>What is kept on disk of a zone. Members are added, never renamed: older files stay readable.</summary>
/// <param name="State">What its rules remember.</param>
/// <param name="Reason">What its light rests on.</param>
internal sealed record KeptZone(ZoneState State, LightReason Reason)
{
    public static KeptZone Of(ZoneStanding standing) => new(standing.State, standing.Reason);

    public static KeptZone Read(string json) => JsonSerializer.Deserialize(json, KeptZoneJson.Default.KeptZone)!;

    public string Write() => JsonSerializer.Serialize(this, KeptZoneJson.Default.KeptZone);
}

/// <summary>How it is written: camel case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(KeptZone))]
internal sealed partial class KeptZoneJson : JsonSerializerContext;
