using System.Collections.Immutable;
using Jingu.Budgets.Ladders;
using Jingu.Contracts.Ids;

namespace Jingu.Budgets.Switching;

/// <summary>Leads circuits to what the ladder wants, one command at a time. Pure.</summary>
public static class Following
{
    /// <summary>
    /// The next command that is due: one that was tried and not proven while its circuit draws again, otherwise the
    /// next of the sequence. Null when there is none, or it must wait.
    /// </summary>
    /// <param name="drill">Nothing is switched but what was really cut before the drill.</param>
    /// <param name="circuits">How they stand; one that is missing is left alone.</param>
    /// <param name="passed">Points that were asked for already, and refused.</param>
    public static NextSwitch? Next(
        SwitchSequence sequence, Supply supply, bool drill, ImmutableArray<Circuit> circuits,
        ImmutableHashSet<SwitchPointId> passed, DateTimeOffset now)
    {
        foreach (var listed in sequence.Circuits)
        {
            if (sequence.Wants(supply, listed) && !sequence.Shed.Contains(listed.Point)
                && !passed.Contains(listed.Point)
                && circuits.FirstOrDefault(circuit => circuit.Point == listed.Point) is { } tried
                && DrawsAgain(tried))
            {
                return new(listed.Point, SwitchOperation.Cut, RestoreGround.None);
            }
        }
        ImmutableArray<CircuitStanding> standings =
        [
            .. from circuit in circuits
               let listed = sequence.Circuits.FirstOrDefault(one => one.Point == circuit.Point)
               where listed is not null
               select IsLeftAlone(circuit, listed)
                   ? circuit.Standing with { State = CircuitState.Unknown }
                   : circuit.Standing,
        ];
        return sequence.Next(supply, standings, now);

        bool IsLeftAlone(Circuit circuit, ListedCircuit listed) =>
            passed.Contains(circuit.Point)
            || (listed.DimOnly && circuit.IsDark)
            || (drill && !circuit.CutByUs)
            || (sequence.Wants(supply, listed) && circuit.IsGivenUp)
            || (supply == Supply.On && sequence.ShedBefore.Contains(listed.Point));
    }

    private static bool DrawsAgain(Circuit circuit) =>
        circuit.Action is { State: SwitchActionState.NotProven } action
        && circuit.LastPower is { } power
        && action.ShouldTryAgain(power, circuit.Subject?.Rating ?? 0);
}
