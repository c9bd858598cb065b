namespace Jingu.Budgets.Quotas;

/// <summary>The two head-counts of a unit.</summary>
/// <param name="Established">Established posts 在编: budgets are computed from these.</param>
/// <param name="Users">People who use the building 用能人数: indicators are computed from these.</param>
/// <param name="Source">Where both come from, for an auditor.</param>
public sealed record Headcount(int Established, int Users, string Source)
{
    /// <summary>The largest head-count of a unit.</summary>
    public const int Max = 100_000;
}
