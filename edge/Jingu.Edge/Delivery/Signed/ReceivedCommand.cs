using System.Collections.Immutable;
using System.Globalization;
using Jingu.Contracts.Commands;
using Jingu.Contracts.Events;
using Jingu.Edge.Budgets;

namespace Jingu.Edge.Delivery.Signed;

/// <summary>How far a command has come. Numbers are stored.</summary>
internal enum CommandState
{
    Waiting = 0,
    Done = 1,
    Refused = 2,
}

/// <summary>
/// A command of the aggregator: verified, addressed to this gateway, within its time, and never seen before. A durable
/// row; never changed, only answered.
/// </summary>
/// <param name="Taken">Site time at which it came, UTC.</param>
/// <param name="Answer">A sentence; empty while it waits.</param>
internal sealed record ReceivedCommand(Command Command, DateTimeOffset Taken, CommandState State, string Answer);

/// <summary>What came of a command: whoever acts on it stores this in the same transaction.</summary>
/// <param name="Id">The command's.</param>
/// <param name="State">Done or refused.</param>
/// <param name="At">Site time, UTC.</param>
/// <param name="Text">A sentence: the measured effect, or why nothing has changed.</param>
internal sealed record CommandAnswer(string Id, CommandState State, DateTimeOffset At, string Text)
{
    /// <summary>The answer to a command by which a person declared something.</summary>
    public static CommandAnswer Of(DeclarationAnswer answer, string id) => answer.State == DeclarationState.Applied
        ? new(id, CommandState.Done, answer.At, answer.Text)
        : new(id, CommandState.Refused, answer.At, $"Nothing has changed: {answer.Text}");

    /// <summary>
    /// The event that tells the aggregator. It goes to the journal in the transaction that stores the answer.
    /// </summary>
    public GatewayEvent ToEvent(Command command) => new(
        State == CommandState.Done ? EventKinds.CommandAnswered : EventKinds.CommandRefused, At,
        SubjectOf(command), Text, Facts(command));

    /// <summary>Named values by which the aggregator finds the command again.</summary>
    public static ImmutableSortedDictionary<string, string> Facts(Command command) =>
        ImmutableSortedDictionary<string, string>.Empty
            .Add("id", command.Id)
            .Add("action", NameOf(command.Action))
            .Add("by", command.By)
            .Add("reason", command.Reason)
            .Add("issued", command.Issued.ToString("O", CultureInfo.InvariantCulture));

    /// <summary>The unit, switch point, metering point or lighting zone it is about.</summary>
    public static string SubjectOf(Command command) => command.Action switch
    {
        CommandAction.ApproveCut action => action.Unit.Value,
        CommandAction.RefuseCut action => action.Unit.Value,
        CommandAction.Extend action => action.Unit.Value,
        CommandAction.SelectEmergency action => action.Unit.Value,
        CommandAction.OverrideUntil action => action.Unit.Value,
        CommandAction.ConfirmRestore action => action.Unit.Value,
        CommandAction.TestSwitch action => action.SwitchPoint,
        CommandAction.Curtail action => action.Point,
        CommandAction.ReplaceMeter action => action.Point,
        CommandAction.SettleCase action => action.Point,
        CommandAction.OverrideZone action => action.Zone,
        _ => command.Gateway.Value,
    };

    private static string NameOf(CommandAction action) => action switch
    {
        CommandAction.ApproveCut => "approve-cut",
        CommandAction.RefuseCut => "refuse-cut",
        CommandAction.Extend => "extend",
        CommandAction.SelectEmergency => "select-emergency",
        CommandAction.OverrideUntil => "override-until",
        CommandAction.ConfirmRestore => "confirm-restore",
        CommandAction.TestSwitch => "test-switch",
        CommandAction.Curtail => "curtail",
        CommandAction.ReplaceMeter => "replace-meter",
        CommandAction.SettleCase => "settle-case",
        CommandAction.OverrideZone => "override-zone",
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };
}
