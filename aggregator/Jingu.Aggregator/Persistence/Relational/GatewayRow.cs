namespace Jingu.Aggregator.Persistence.Relational;

/// <summary>What a gateway last told of itself.</summary>
/// <param name="State">The JSON of <c>up/state</c> as received; null before the first.</param>
internal sealed record GatewayRow(string Id, bool Online, DateTimeOffset Since, string? State);
