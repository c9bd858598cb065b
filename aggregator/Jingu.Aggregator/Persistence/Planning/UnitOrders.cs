using System.Text.Json;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Reporting.Units;
using Jingu.Contracts.Commands;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Persistence.Planning;

/// <summary>Stored commands as the page of a unit lists them. Pure.</summary>
internal static class UnitOrders
{
    /// <summary>Null for a command that is not about that unit.</summary>
    public static UnitOrder? Of(StoredCommand stored, UnitId unit, DateTimeOffset now)
    {
        var command = stored.Command;
        var (whose, resource) = About(command.Action);
        if (whose != unit)
            return null;
        return new(
            command.Id, command.Gateway.Value,
            JsonNamingPolicy.KebabCaseLower.ConvertName(command.Action.GetType().Name), Words.Of(resource!.Value),
            (command.Action as CommandAction.Extend)?.Amount, command.By, command.Reason,
            command.Issued, command.NotAfter, stored.StateAt(now), stored.AnsweredAt, stored.Answer);
    }

    private static (UnitId? Unit, Resource? Resource) About(CommandAction action) => action switch
    {
        CommandAction.ApproveCut cut => (cut.Unit, cut.Resource),
        CommandAction.RefuseCut cut => (cut.Unit, cut.Resource),
        CommandAction.Extend extend => (extend.Unit, extend.Resource),
        CommandAction.SelectEmergency select => (select.Unit, select.Resource),
        CommandAction.OverrideUntil until => (until.Unit, until.Resource),
        CommandAction.ConfirmRestore confirm => (confirm.Unit, confirm.Resource),
        _ => (null, null),
    };
}
