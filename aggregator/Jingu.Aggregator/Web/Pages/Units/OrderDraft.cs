using System.Globalization;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Web.Pages.Units;

/// <summary>What was written into the form of an order; nothing of it is checked.</summary>
/// <param name="Amount">kWh or m3.</param>
/// <param name="Proposal">Id of the proposal that is answered.</param>
internal sealed record OrderForm(string? Resource, string? Amount, string? ToUnit, string? Proposal, string? Reason);

/// <summary>An order for a unit that can be given. Immutable.</summary>
/// <param name="Amount">Wh or L; 0 where the action has none.</param>
/// <param name="ToUnit">Who receives what is transferred.</param>
internal sealed record OrderDraft(
    string Action, UnitId Unit, Resource Resource, long Amount, UnitId? ToUnit, string? Proposal, string Reason)
{
    public const int ReasonMax = 200;

    private const decimal Thousandths = 1000;
    private const decimal AmountMax = 1_000_000_000;

    /// <summary>Every action that a page can order.</summary>
    public static readonly string[] Actions =
    [
        "extend", "transfer", "select-emergency", "approve-cut", "refuse-cut", "confirm-restore", "confirm-proposal",
        "reject-proposal",
    ];

    /// <summary>As the audit names it.</summary>
    public override string ToString() => string.Join(' ', new[]
    {
        Action, Unit.Value, Words.Of(Resource), Amount > 0 ? Amount.ToString(CultureInfo.InvariantCulture) : null,
        ToUnit is { } to ? $"to {to}" : null, IsAnswer(Action) ? $"proposal {Proposal}" : null,
    }.OfType<string>());

    /// <summary>True for an action that says how much.</summary>
    public static bool HasAmount(string action) => action is "extend" or "transfer";

    /// <summary>True for an answer to what somebody else proposed.</summary>
    public static bool IsAnswer(string action) => action is "confirm-proposal" or "reject-proposal";

    /// <param name="complaints">Gets a text's name for each field that is wrong.</param>
    public static OrderDraft? Of(
        string action, UnitId unit, OrderForm form, Site site, Dictionary<string, string> complaints)
    {
        if (!Words.Resources.TryGetValue(form.Resource ?? "", out var resource))
            complaints["resource"] = "OrderResourceWrong";
        var amount = HasAmount(action) ? AmountOf(form.Amount) : 0;
        if (amount is null)
            complaints["amount"] = "OrderAmountWrong";
        var to = site.Units.FirstOrDefault(other => other.Id.Value == form.ToUnit && other.Id != unit)?.Id;
        if (action == "transfer" && to is null)
            complaints["toUnit"] = "OrderUnitWrong";
        if (string.IsNullOrWhiteSpace(form.Reason) || form.Reason.Trim().Length > ReasonMax)
            complaints["reason"] = "OrderReasonWrong";
        return complaints.Count > 0
            ? null
            : new(action, unit, resource, amount!.Value, to, form.Proposal, form.Reason!.Trim());
    }

    private static long? AmountOf(string? text) =>
        decimal.TryParse(text?.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
        && amount is > 0 and <= AmountMax && amount * Thousandths == decimal.Truncate(amount * Thousandths)
            ? (long)(amount * Thousandths)
            : null;
}
