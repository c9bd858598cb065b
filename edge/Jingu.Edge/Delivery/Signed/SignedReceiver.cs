using Jingu.Contracts.Events;
using Jingu.Contracts.Wire;
using Jingu.Edge.Clock;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery.Journal;
using Jingu.Mqtt;
using Jingu.Time;
using Microsoft.Extensions.Logging;

namespace Jingu.Edge.Delivery.Signed;

/// <summary>
/// Takes the signed documents among what comes down: the policy and commands. Anybody may write to a topic, so each
/// refusal is an event. Called on the thread of the MQTT library; stores what is good and returns.
/// </summary>
internal sealed partial class SignedReceiver(
    GatewayOptions options, CommissioningPlan plan, JournalStore journal, DesiredStates states, ClockKeeper clock,
    SiteTime site, RefusalTelling refusals, ILogger<SignedReceiver> logger)
{
    private readonly CommandIntake _commands = new(options, plan, journal, states);
    private readonly string _desired = Topics.Desired(options.Site, options.Gateway);
    private readonly string _command = Topics.Command(options.Site, options.Gateway);

    /// <summary>The topics to subscribe to.</summary>
    public IEnumerable<string> TopicsTaken => [_desired, _command];

    /// <summary>False when the message is on none of its topics.</summary>
    public bool Receive(MqttMessage message)
    {
        try
        {
            if (message.Topic == _desired)
                TakePolicy(message);
            else if (message.Topic == _command)
                TakeCommand(message);
            else
                return false;
        }
        catch (JournalFullException)
        {
            // The broker keeps a policy, and the aggregator sends a command again: nothing is lost.
            Log.NoRoom(logger, message.Topic);
        }
        return true;
    }

    private void TakePolicy(MqttMessage message)
    {
        var before = states.Current?.Version;
        if (states.Take(message.Payload, site.GetUtcNow(), clock.MayDateTurnAndCut) is { } why)
        {
            (string, long)? fact = before is { } running ? ("running", running) : null;
            if (refusals.Tell(
                EventKinds.PolicyRefused, options.Gateway.Value, $"A policy was refused: {why}.", fact))
            {
                Log.PolicyRefused(logger, why);
            }
        }
        else if (states.Current?.Version is { } version && version != before)
        {
            Log.PolicyApplied(logger, version);
        }
    }

    private void TakeCommand(MqttMessage message)
    {
        if (_commands.Take(message.Payload, message.Retain, site.GetUtcNow(), clock.MayDateTurnAndCut) is not { } why)
            return;
        if (refusals.Tell(EventKinds.CommandRefused, options.Gateway.Value, $"A command was refused: {why}.", null))
            Log.CommandRefused(logger, why);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Policy version {Version} is in force.")]
        public static partial void PolicyApplied(ILogger logger, long version);

        [LoggerMessage(2, LogLevel.Warning, "A policy was refused: {Why}. Somebody else writes to this gateway's "
            + "topics, or its trusted keys differ from the aggregator's.")]
        public static partial void PolicyRefused(ILogger logger, string why);

        [LoggerMessage(3, LogLevel.Warning, "A command was refused: {Why}. Somebody else writes to this gateway's "
            + "topics, or its trusted keys differ from the aggregator's.")]
        public static partial void CommandRefused(ILogger logger, string why);

        [LoggerMessage(4, LogLevel.Error, "A message on {Topic} was not taken: the journal has no room. Free space on "
            + "its disk.")]
        public static partial void NoRoom(ILogger logger, string topic);
    }
}
