using System.Text.Json.Serialization;

namespace Jingu.Simulators.People;

/// <summary>The body of <c>POST /api/demand-response</c>.</summary>
internal sealed record ShedOrder(
    string Id, DateTimeOffset Start, DateTimeOffset End, long DepthThousandths, string By, string Reason);

/// <summary>The JSON of demand response.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ShedOrder))]
internal sealed partial class ShedJson : JsonSerializerContext;
