using System.Globalization;
using Jingu.Contracts.Commands;
using Jingu.Contracts.Events;
using Jingu.Contracts.Signatures;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Control.Curtailing;
using Jingu.Edge.Control.Zones;
using Jingu.Edge.Delivery.Journal;

namespace Jingu.Edge.Delivery.Signed;

/// <summary>
/// Takes signed commands: each id once, within its time, and on a clock that nobody vouches for only what cannot lead
/// to less supply or generation. What is taken waits in the journal's file for the tick, or for the inverter it names;
/// an extension counts at once. Called on one thread.
/// </summary>
internal sealed class CommandIntake(
    GatewayOptions options, CommissioningPlan plan, JournalStore journal, DesiredStates states)
{
    /// <summary>Ids are remembered this long after their commands can do nothing any more.</summary>
    public static readonly TimeSpan KeptAfter = TimeSpan.FromDays(30);

    /// <summary>The most that wait for a tick.</summary>
    public const int WaitingMax = 100;

    /// <summary>
    /// Judges a message. What is really the aggregator's is stored with its answer or to wait for one, durably when it
    /// returns. Throws <see cref="JournalFullException"/> when there is no room: then it was not seen.
    /// </summary>
    /// <param name="retained">A broker kept it: such a command does nothing.</param>
    /// <param name="now">Site time.</param>
    /// <param name="trusted">True when <paramref name="now"/> can be believed.</param>
    /// <returns>Why it was refused unanswered; null when it was taken, answered or seen before.</returns>
    public string? Take(ReadOnlyMemory<byte> message, bool retained, DateTimeOffset now, bool trusted)
    {
        if (retained)
            return "a broker kept it: a command is never retained";
        if (options.Trusted.IsEmpty)
            return "no key is trusted here: add 'trusted' to gateway.yaml";
        switch (Jws.Open(message.Span, Command.Type, options.Trusted))
        {
            case JwsResult.Opened opened:
                try
                {
                    var command = CommandJson.Read(opened.Payload);
                    if (command.Site != options.Site || command.Gateway != options.Gateway)
                        return $"it is addressed to {command.Site}/{command.Gateway}";
                    Keep(command, opened.Payload, now, trusted);
                    return null;
                }
                catch (FormatException e)
                {
                    return e.Message;
                }
            case JwsResult.Refused refused:
                return refused.Why;
            default:
                throw new InvalidOperationException("a signed document is opened or refused");
        }
    }

    private void Keep(Command command, byte[] payload, DateTimeOffset now, bool trusted)
    {
        if (journal.HasCommand(command.Id))
        {
            journal.NoteRepeated(command.Id, new(
                0, EventKinds.CommandRepeated, CommandAnswer.SubjectOf(command),
                $"The command of {command.By} came again; it does nothing twice.",
                CommandAnswer.Facts(command)));
            return;
        }
        if (trusted)
            journal.ForgetCommands(now - KeptAfter);
        var answer = Refusal(command, now, trusted) is { } why
            ? new CommandAnswer(command.Id, CommandState.Refused, now, $"Nothing has changed: {why}.")
            : Extend(command, now);
        if (answer is null && command.Action is CommandAction.Curtail curtail)
        {
            journal.AddCurtailment(command, payload, now, Curtailment.Of(command.Id, curtail));
            return;
        }
        if (answer is null && DeclaredOrders.Of(command, now) is { } declaration)
        {
            journal.AddDeclared(command, payload, now, declaration);
            return;
        }
        journal.AddCommand(
            command, payload, now, answer, answer is null ? null : Note.Of(answer.ToEvent(command)),
            answer is { State: CommandState.Done } && command.Action is CommandAction.Extend extend
                ? new(command.Id, extend.Unit, extend.Resource, extend.Amount, extend.Month, now, command.By)
                : null);
    }

    private string? Refusal(Command command, DateTimeOffset now, bool trusted) => command switch
    {
        _ when trusted && now >= command.NotAfter => Text($"it was good until {command.NotAfter:u}"),
        _ when !trusted && command.Action.Cuts =>
            "nobody vouches for this gateway's clock, and the command can lead to less supply",
        _ when journal.ReadCommands(waiting: true).Length >= WaitingMax =>
            Text($"{WaitingMax} commands wait already"),
        { Action: CommandAction.Curtail curtail } =>
            CurtailmentRules.Objection(curtail, [.. plan.Curtailable.Select(pair => pair.Point)], now),
        { Action: CommandAction.OverrideZone order } => ZoneOrders.Objection(order, plan.Zones, now),
        _ => null,
    };

    /// <summary>An extension needs no tick to decide it; null for everything else.</summary>
    private CommandAnswer? Extend(Command command, DateTimeOffset now)
    {
        if (command.Action is not CommandAction.Extend extend)
            return null;
        var policy = states.Current?.Units.FirstOrDefault(
            unit => unit.Unit == extend.Unit && unit.Resource == extend.Resource);
        if (policy?.Of(extend.Month) is not { } allowance)
        {
            return new(command.Id, CommandState.Refused, now, Text(
                $"Nothing has changed: the policy of this gateway has no {extend.Resource} of {extend.Unit} in ")
                + $"{extend.Month}.");
        }
        if (policy.Lease is not null)
        {
            return new(command.Id, CommandState.Refused, now, Text(
                $"Nothing has changed here: {extend.Unit} shares its budget with other gateways, and its part of ")
                + "an extension comes with the next policy.");
        }
        // A policy that knows of it already may come first.
        var before = allowance.Budget - (allowance.Includes.Contains(command.Id) ? extend.Amount : 0);
        return new(command.Id, CommandState.Done, now, Text(
            $"{extend.Amount} more in {extend.Month}, on top of {before}."));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
