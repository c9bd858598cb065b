using System.Text.Json.Serialization;

namespace Jingu.Contracts.Signatures;

/// <summary>The parts of a flattened message, base64url without padding.</summary>
internal sealed record JwsMessage(string Payload, string Protected, string Signature);

/// <param name="Alg">ES256, nothing else.</param>
/// <param name="Kid">Name of the signing key.</param>
/// <param name="Typ">Type of the document.</param>
internal sealed record JwsHeader(string Alg, string Kid, string Typ);

/// <summary>
/// A member that is not named here, such as <c>crit</c>, or one that comes twice, refuses the message.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(JwsMessage))]
[JsonSerializable(typeof(JwsHeader))]
internal sealed partial class JwsJson : JsonSerializerContext;
