namespace Jingu.Budgets.Quotas;

/// <summary>A quota 定额.</summary>
/// <param name="PerHead">Wh or L per established head and month, before the month's shape.</param>
/// <param name="Source">Where it comes from, for an auditor.</param>
public sealed record Quota(long PerHead, string Source)
{
    /// <summary>The largest quota: 100 MWh or 100,000 m3 per head and month.</summary>
    public const long Max = 100_000_000;
}
