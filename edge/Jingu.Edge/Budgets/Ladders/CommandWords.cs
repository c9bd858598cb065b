using System.Collections.Immutable;
using Jingu.Budgets.Ladders;
using Jingu.Budgets.Use;
using Jingu.Contracts.Commands;
using Jingu.Edge.Delivery.Signed;

namespace Jingu.Edge.Budgets.Ladders;

/// <summary>Signed commands in the words of a ladder. Pure.</summary>
internal static class CommandWords
{
    /// <summary>Whom a command is for; null for one that is no ladder's.</summary>
    public static LadderKey? KeyOf(CommandAction action) => action switch
    {
        CommandAction.ApproveCut cut => new(cut.Unit, cut.Resource),
        CommandAction.RefuseCut cut => new(cut.Unit, cut.Resource),
        CommandAction.SelectEmergency select => new(select.Unit, select.Resource),
        CommandAction.OverrideUntil until => new(until.Unit, until.Resource),
        CommandAction.ConfirmRestore confirm => new(confirm.Unit, confirm.Resource),
        _ => null,
    };

    public static ImmutableArray<LadderCommand> Of(
        IEnumerable<ReceivedCommand> received, SupplyImage image, ImmutableArray<CommandAnswer>.Builder refused)
    {
        var words = ImmutableArray.CreateBuilder<LadderCommand>();
        foreach (var command in received.Select(one => one.Command))
        {
            if (image.ClockTrusted && image.Now >= command.NotAfter)
            {
                refused.Add(new(
                    command.Id, CommandState.Refused, image.Now, $"Nothing has changed: it was good until "
                        + $"{command.NotAfter.ToUniversalTime():u}."));
                continue;
            }
            words.Add(new(command.Id, KindOf(command.Action), command.By, UntilOf(command.Action, image)));
        }
        return words.ToImmutable();
    }

    private static LadderCommandKind KindOf(CommandAction action) => action switch
    {
        CommandAction.ApproveCut => LadderCommandKind.Approve,
        CommandAction.SelectEmergency => LadderCommandKind.SelectEmergency,
        CommandAction.ConfirmRestore => LadderCommandKind.ConfirmRestore,
        CommandAction.RefuseCut => LadderCommandKind.RefuseCut,
        _ => LadderCommandKind.ForbidCut,
    };

    /// <summary>A cut that a person refused is not made before the next local day.</summary>
    private static DateTimeOffset? UntilOf(CommandAction action, SupplyImage image) => action switch
    {
        CommandAction.OverrideUntil until => until.Until,
        CommandAction.RefuseCut => LocalDay.StartOf(LocalDay.Of(image.Now, image.Zone).PlusDays(1), image.Zone),
        _ => null,
    };
}
