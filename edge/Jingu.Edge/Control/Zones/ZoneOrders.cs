using System.Collections.Immutable;
using System.Globalization;
using Jingu.Contracts.Commands;
using Jingu.Edge.Commissioning.Zones;
using Jingu.Edge.Delivery.Signed;
using Jingu.Lighting.Zones;

namespace Jingu.Edge.Control.Zones;

/// <summary>Signed orders for lighting zones: which one is carried out, and what is answered. Pure.</summary>
internal static class ZoneOrders
{
    /// <summary>A clock that is a little behind that of whoever signed refuses nothing.</summary>
    private static readonly TimeSpan BehindMax = TimeSpan.FromMinutes(5);

    /// <summary>Why an order is not taken; null: it is.</summary>
    public static string? Objection(
        CommandAction.OverrideZone action, ImmutableArray<ZonePlan> plans, DateTimeOffset now)
    {
        if (plans.FirstOrDefault(plan => plan.Id.Value == action.Zone) is not { } plan)
            return $"no lighting zone {action.Zone} is in commissioning.yaml here";
        var rules = plan.Timed.Rules;
        return action switch
        {
            { Light: null } => null,
            { Light: 0 } when !rules.MayBeOrderedDark =>
                $"{plan.Name} is a corridor and is not ordered dark: {Percent(rules.LeastOrdered)} is its least light",
            { Light: > 0 and var light } when light < rules.LeastOrdered =>
                $"{Percent(light)} is less than the least light of {plan.Name}, {Percent(rules.LeastOrdered)}",
            { Until: var until } when until <= now => Text($"it was to end at {until:u}"),
            { Until: var until } when until - now > CommandAction.OverrideZone.HoldsMax + BehindMax => Text(
                $"it would hold until {until:u}, longer than {CommandAction.OverrideZone.HoldsMax.TotalHours:0} h"),
            _ => null,
        };
    }

    /// <summary>Of those that wait for a zone the newest that can be carried out, and answers to the others.</summary>
    /// <param name="before">How the zone stands; null: nobody knows yet.</param>
    /// <param name="isRead">Whether it can be decided at all: what can be carried out waits until then.</param>
    public static (ReceivedCommand? Taken, ImmutableArray<ZoneAnswer> Refused) Judge(
        ZonePlan plan, ZoneStanding? before, bool isRead, IEnumerable<ReceivedCommand> waiting, DateTimeOffset now)
    {
        ReceivedCommand? taken = null;
        var refused = ImmutableArray.CreateBuilder<ZoneAnswer>();
        foreach (var received in waiting)
        {
            var command = received.Command;
            var action = (CommandAction.OverrideZone)command.Action;
            var why = now >= command.NotAfter ? Text($"it was good until {command.NotAfter:u}")
                : Objection(action, [plan], now)
                ?? (action.Light is null && isRead && before?.State.Choice?.Order is null
                    ? $"nothing that was ordered holds in {plan.Name}"
                    : null);
            if (why is not null)
            {
                refused.Add(Refuse(command, why, now));
                continue;
            }
            if (taken is not null)
                refused.Add(Refuse(taken.Command, $"{command.By} ordered otherwise at the same time", now));
            taken = received;
        }
        return (isRead ? taken : null, refused.ToImmutable());
    }

    /// <summary>The order as the zone's rules take it.</summary>
    public static ZoneOrder? Of(ReceivedCommand? taken) => taken is { Command: var command }
        ? (CommandAction.OverrideZone)command.Action is { Light: { } light, Until: { } until }
            ? new(command.Id, command.By, light, until)
            : new(command.Id, command.By, null, default)
        : null;

    /// <summary>
    /// What came of an order that was carried out; ladders, events and the switch may leave another light.
    /// </summary>
    public static ZoneAnswer Answer(ReceivedCommand taken, ZonePlan plan, ZoneStep step, DateTimeOffset now)
    {
        var (command, action) = (taken.Command, (CommandAction.OverrideZone)taken.Command.Action);
        var ordered = action switch
        {
            { Light: null } => "What was ordered has ended.",
            { Light: { } light, Until: var until } => Text($"{Percent(light)} until {until:u} is ordered."),
        };
        return new(command, new(
            command.Id, CommandState.Done, now,
            $"{ordered} {ZoneEvents.Sentence(plan.Name, step.Light, step.Reason)}"));
    }

    public static string Percent(int light) => Text($"{light / 10m:0.#} %");

    private static ZoneAnswer Refuse(Command command, string why, DateTimeOffset now) =>
        new(command, new(command.Id, CommandState.Refused, now, $"Nothing has changed: {why}."));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>An order for a zone, and what came of it.</summary>
internal sealed record ZoneAnswer(Command Command, CommandAnswer Answer);
