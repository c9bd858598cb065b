using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Planning;
using Jingu.Aggregator.Planning.Importing;
using Jingu.Aggregator.Planning.Policies;
using Jingu.Aggregator.Reporting.Units;
using Jingu.Contracts.Commands;

namespace Jingu.Aggregator.Web.Pages.Units;

/// <summary>
/// Gives an order the way that <c>POST /api/commands</c>, <c>/api/proposals</c> and <c>/api/planning/adjustments</c>
/// do. Safe from any thread.
/// </summary>
internal sealed class Ordering(Desk desk, Plans plans, StoredCampus campus, StoredUnits units)
{
    private const int IdBytes = 16;

    /// <summary>Null when it was given; else why not, and nothing was issued.</summary>
    public async Task<string?> GiveAsync(OrderDraft draft, UnitSheet sheet, Actor by, CancellationToken stop)
    {
        var why = draft.Action switch
        {
            "transfer" => await TransferAsync(draft, sheet.Month, by, stop),
            "confirm-proposal" => (await desk.ConfirmAsync(draft.Proposal ?? "", by, draft.Reason, stop)).WhyNot,
            "reject-proposal" => (await desk.RejectAsync(draft.Proposal ?? "", by, draft.Reason, stop)).WhyNot,
            _ => await CommandAsync(draft, sheet, by, stop),
        };
        campus.Forget();
        units.Forget(draft.Unit);
        return why;
    }

    private async Task<string?> CommandAsync(OrderDraft draft, UnitSheet sheet, Actor by, CancellationToken stop)
    {
        var resource = draft.Resource == Contracts.Readings.Resource.Water ? sheet.Water : sheet.Electricity;
        var decision = resource.Stand.Standing?.ApprovalAskedAt?.ToString("O", CultureInfo.InvariantCulture) ?? "";
        CommandAction action = draft.Action switch
        {
            "extend" => new CommandAction.Extend(draft.Unit, draft.Resource, sheet.Month, draft.Amount),
            "select-emergency" => new CommandAction.SelectEmergency(draft.Unit, draft.Resource),
            "approve-cut" => new CommandAction.ApproveCut(draft.Unit, draft.Resource, decision),
            "refuse-cut" => new CommandAction.RefuseCut(draft.Unit, draft.Resource, decision),
            "confirm-restore" => new CommandAction.ConfirmRestore(draft.Unit, draft.Resource),
            _ => throw new InvalidOperationException(draft.Action),
        };
        return await desk.CommandAsync(draft.Unit, draft.Resource, action, by, draft.Reason, null, stop)
            is DeskOutcome.Refused refused ? refused.Why : null;
    }

    private async Task<string?> TransferAsync(OrderDraft draft, string month, Actor by, CancellationToken stop)
    {
        var id = "transfer-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        var row = new RawRow(1, new Dictionary<string, string>
        {
            ["id"] = id,
            ["kind"] = "transfer",
            ["unit"] = draft.Unit.Value,
            ["toUnit"] = draft.ToUnit!.Value.Value,
            ["resource"] = Words.Of(draft.Resource),
            ["month"] = month,
            ["amount"] = draft.Amount.ToString(CultureInfo.InvariantCulture),
            ["reason"] = draft.Reason,
        }.ToFrozenDictionary());
        var outcome = await plans.ImportAsync(
            new(id, by.Name, draft.Reason), PlanTable.Adjustments, [row], [], stop);
        units.Forget(draft.ToUnit.Value);
        return outcome switch
        {
            ImportOutcome.Refused refused => string.Join(
                " ", refused.Complaints.Select(complaint => complaint.Message)),
            ImportOutcome.Conflict conflict => conflict.Why,
            _ => null,
        };
    }
}
