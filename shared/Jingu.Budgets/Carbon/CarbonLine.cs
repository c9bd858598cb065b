using Jingu.Budgets.Coefficients;
using Jingu.Contracts.Ids;

namespace Jingu.Budgets.Carbon;

/// <summary>How a unit stands with its carbon. A warning and nothing more: carbon never cuts.</summary>
public enum CarbonWarning
{
    None,
    /// <summary>At or above 80 % of the budget.</summary>
    Notice,
    /// <summary>At or above all of it.</summary>
    Exceeded,
}

/// <summary>
/// A unit's carbon for a month, derived from electricity and water by the same factors on both sides.
/// </summary>
/// <param name="BudgetGrams">g CO2 that its budgets stand for.</param>
/// <param name="UsedGrams">g CO2 that its use stands for.</param>
public sealed record CarbonLine(UnitId Unit, long BudgetGrams, long UsedGrams)
{
    private const int NoticePercent = 80;

    public CarbonWarning Warning =>
        UsedGrams >= BudgetGrams ? CarbonWarning.Exceeded
        : (Int128)UsedGrams * 100 >= (Int128)BudgetGrams * NoticePercent ? CarbonWarning.Notice
        : CarbonWarning.None;

    /// <summary>g CO2 of both resources; water counts only where the site has a factor for it.</summary>
    public static long Grams(long wattHours, Coefficient electricity, long litres, Coefficient? water) =>
        electricity.Grams(wattHours) + (water?.Grams(litres) ?? 0);
}
