using System.Security.Cryptography;
using System.Text;
using Jingu.Aggregator.Reporting;
using Jingu.Budgets.Decisions;
using Jingu.Budgets.Ladders;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using NodaTime;

namespace Jingu.Aggregator.Persistence.Relational;

/// <summary>An emergency allowance that a person selected, as a gateway's decision records it.</summary>
/// <param name="Name">Id of the adjustment that recovers it: one for a unit, resource and month.</param>
/// <param name="Month">The month that it is recovered from: the one after.</param>
/// <param name="Amount">Wh or L.</param>
/// <param name="By">Who selected it.</param>
internal sealed record SelectedEmergency(
    string Name, string Unit, string Resource, string Month, long Amount, string By)
{
    /// <summary>Null for any other event.</summary>
    public static SelectedEmergency? Of(GatewayEvent happened)
    {
        if (DecisionEvent.LinkOf(happened) is not { } link
            || RecordCodec.Read(link.Content.AsSpan(), out _)
                is not LadderRecord { Step: { Decision.Rule: LadderRule.EmergencySelected } step }
            || MonthReport.Parse(step.Decision.Next.Period) is not { } month)
        {
            return null;
        }
        var (unit, resource) = (step.Policy.Unit.Value, step.Policy.Resource.ToString());
        return new(
            NameOf($"{unit}-{resource.ToLowerInvariant()}-{step.Decision.Next.Period}"), unit, resource,
            MonthReport.Text(Next(month)), step.Input.EmergencyAllowance, step.Decision.Command?.Actor ?? "");
    }

    private static YearMonth Next(YearMonth month) => month.OnDayOfMonth(1).PlusMonths(1).ToYearMonth();

    /// <summary>Long names of units leave no room in an id.</summary>
    private static string NameOf(string what) => IdText.IsValid($"emergency-{what}")
        ? $"emergency-{what}"
        : $"emergency-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(what)))[..32]}";
}
