using Jingu.Contracts.Ids;

namespace Jingu.Aggregator.Configuration.Sites;

/// <summary>A physical meter and the gateway that reads it.</summary>
internal sealed record Meter(MeterId Id, GatewayId Gateway, BuildingId Building);
