using System.Collections.Immutable;
using System.Globalization;
using Jingu.Budgets.Ladders;
using Jingu.Contracts.Events;
using Jingu.Edge.Budgets.Ladders;

namespace Jingu.Edge.Control.Buttons;

/// <summary>
/// What presses mean to ladders: a press confirms what is armed, ends a reminder, and does nothing else. Pure.
/// </summary>
internal static class Confirming
{
    /// <summary>A unit's presses in the words of its ladder: one at most, a second one finds nothing left.</summary>
    public static ImmutableArray<LadderCommand> WordsFor(
        LadderKey key, LadderState ladder, ImmutableArray<ButtonPress> presses) =>
        presses.FirstOrDefault(press => press.Unit == key.Unit) is { } first && KindFor(ladder) is { } kind
            ? [new(IdOf(first), kind, first.Button)]
            : [];

    /// <summary>An event for each press, also for one that finds nothing to do.</summary>
    /// <param name="ladders">As they stood before.</param>
    public static IEnumerable<GatewayEvent> Events(
        ImmutableArray<ButtonPress> presses, ImmutableDictionary<LadderKey, LadderState> ladders) =>
        from press in presses
        let confirmed = string.Join(" and ",
            from pair in ladders
            where pair.Key.Unit == press.Unit && KindFor(pair.Value) is not null
            orderby pair.Key.Resource
            select pair.Key.ToString())
        select new GatewayEvent(
            EventKinds.RestoreButton, press.At, press.Button,
            confirmed.Length > 0
                ? $"{press.Button} was pressed: somebody on site confirms {confirmed}."
                : $"{press.Button} was pressed, and nothing of {press.Unit} waits to be confirmed: nothing has "
                    + "changed.",
            ImmutableSortedDictionary<string, string>.Empty
                .Add("state", "pressed")
                .Add("unit", press.Unit.Value)
                .Add("confirmed", confirmed));

    private static LadderCommandKind? KindFor(LadderState ladder) => ladder switch
    {
        { Stage: Stage.Disconnected, Armed: true } => LadderCommandKind.ConfirmRestore,
        { ReminderAt: not null } => LadderCommandKind.Acknowledge,
        _ => null,
    };

    private static string IdOf(ButtonPress press) =>
        string.Create(CultureInfo.InvariantCulture, $"{press.Button} {press.At.UtcDateTime:O}");
}
