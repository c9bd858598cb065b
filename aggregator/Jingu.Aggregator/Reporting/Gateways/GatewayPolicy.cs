namespace Jingu.Aggregator.Reporting.Gateways;

/// <summary>Which policy a gateway should run and which it says it does.</summary>
/// <param name="Published">The newest version that was signed for it.</param>
/// <param name="Applied">The version of its last receipt; null before the first.</param>
/// <param name="Refused">Why it refused a document last; null where it never did.</param>
internal sealed record GatewayPolicy(
    long Published, long? Applied, DateTimeOffset? AppliedAt, string? Refused, DateTimeOffset? RefusedAt)
{
    /// <summary>It refused something after the last that it took.</summary>
    public bool IsRefused => RefusedAt is { } refused && (AppliedAt is not { } applied || refused > applied);
}
