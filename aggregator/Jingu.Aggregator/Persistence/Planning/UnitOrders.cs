using System.Collections.Immutable;
using System.Text.Json;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Reporting.Sentences;
using Jingu.Aggregator.Reporting.Units;
using Jingu.Contracts.Commands;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Persistence.Planning;

/// <summary>Stored commands as the page of a unit lists them. Pure.</summary>
internal static class UnitOrders
{
    /// <summary>Null for a command that is not about that unit.</summary>
    /// <param name="decided">What gateways decided about the unit: a ladder's answer is its decision.</param>
    public static UnitOrder? Of(
        StoredCommand stored, UnitId unit, DateTimeOffset now, ImmutableArray<UnitDecision> decided)
    {
        var command = stored.Command;
        var (whose, resource) = About(command.Action);
        if (whose != unit)
            return null;
        var state = stored.StateAt(now);
        return new(
            command.Id, command.Gateway.Value,
            JsonNamingPolicy.KebabCaseLower.ConvertName(command.Action.GetType().Name), Words.Of(resource!.Value),
            (command.Action as CommandAction.Extend)?.Amount, command.By, command.Reason,
            command.Issued, command.NotAfter, state, stored.AnsweredAt, stored.Answer)
        {
            Sentence = state is "issued" or "expired" ? null : Answered(command, state, decided),
        };
    }

    private static Sentence? Answered(Command command, string state, ImmutableArray<UnitDecision> decided) =>
        command.Action is CommandAction.Extend extend
            ? state == "done"
                ? Sentence.Of(
                    "Answer-extended", ("amount", new Said.Amount(extend.Amount, extend.Resource)),
                    ("month", extend.Month))
                : null
            : decided.FirstOrDefault(decision => decision.Order == command.Id)?.Sentence;

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
