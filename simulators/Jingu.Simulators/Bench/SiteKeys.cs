using Jingu.Contracts.Signatures;

namespace Jingu.Simulators.Bench;

/// <summary>The key by which a run's aggregator signs policies and commands, made anew for each run.</summary>
/// <param name="Secret">PEM, for the aggregator alone.</param>
/// <param name="Open">PEM, for every gateway.</param>
internal sealed record SiteKeys(string Name, string Secret, string Open)
{
    public static SiteKeys Create()
    {
        using var key = SigningKey.Create("bench-1");
        return new(key.Name, key.ToPem(), key.ToVerificationKey().ToPem());
    }
}
