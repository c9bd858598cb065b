namespace Jingu.Aggregator.Persistence.Relational;

/// <summary>What a gateway last told of itself, and when it delivered.</summary>
/// <param name="Since">As the gateway told it: of this connection, or of its end; null before the first.</param>
/// <param name="State">The JSON of <c>up/state</c> as received; null before the first.</param>
/// <param name="Delivered">Site time of the last delivery that brought something new; null before the first.</param>
internal sealed record GatewayRow(
    string Id, bool Online, DateTimeOffset? Since, string? State, DateTimeOffset? Delivered);
