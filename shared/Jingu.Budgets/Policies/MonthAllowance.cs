using System.Collections.Immutable;
using NodaTime.Text;

namespace Jingu.Budgets.Policies;

/// <summary>What a unit may use in one local month: Wh or L.</summary>
/// <param name="Month">Such as <c>2026-03</c>.</param>
/// <param name="Budget">With all adjustments that planning knows of, the emergency allowance not; below zero where more
/// is taken off than was planned.</param>
/// <param name="EmergencyAllowance">The overdraft that a person may select; 0: none is offered.</param>
/// <param name="Plan">Number of the planning import it was computed from.</param>
/// <param name="Includes">Names of the extensions that stand in <paramref name="Budget"/> already: the id of an extend
/// command, or <see cref="OfGrant"/>. A gateway adds those of its own that are not named here, each once.</param>
public sealed record MonthAllowance(
    string Month, long Budget, long EmergencyAllowance, long Plan, ImmutableArray<string> Includes)
{
    /// <summary>The largest budget: 10^15 Wh or L, so that no sum overflows.</summary>
    public const long BudgetMax = 1_000_000_000_000_000;

    /// <summary>The most extensions of one month that are named.</summary>
    public const int IncludesMax = 1_000;

    /// <summary>Names the extension that a grant code gave.</summary>
    public static string OfGrant(Contracts.Ids.GatewayId gateway, long counter) => $"grant-{gateway}-{counter}";

    /// <summary>True for the name of what a grant code gave a gateway.</summary>
    public static bool IsOfGrant(string name, Contracts.Ids.GatewayId gateway) =>
        name.StartsWith($"grant-{gateway}-", StringComparison.Ordinal);

    internal static bool IsMonth(string text) => YearMonthPattern.Iso.Parse(text).Success;

    internal IEnumerable<string> Faults()
    {
        if (!IsMonth(Month))
            yield return $"'{Month}' is no month such as 2026-03";
        if (Budget is < -BudgetMax or > BudgetMax)
            yield return $"the budget of {Month} must be within {BudgetMax} of zero";
        if (EmergencyAllowance is < 0 or > BudgetMax)
            yield return $"the emergency allowance of {Month} must be 0 to {BudgetMax}";
        if (Includes.Length > IncludesMax)
            yield return $"{Includes.Length} extensions in {Month}, {IncludesMax} at most";
    }
}
