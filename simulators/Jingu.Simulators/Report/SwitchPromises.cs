using System.Collections.Immutable;
using System.Globalization;
using Jingu.Contracts.Ids;
using Jingu.Simulators.Boards;

namespace Jingu.Simulators.Report;

/// <summary>What the boards themselves saw.</summary>
/// <param name="Outputs">All switch points of the campus.</param>
/// <param name="Events">Every time an output was set.</param>
/// <param name="WasFed">Whether a switch point's circuit had supply at an instant, stuck contacts included.</param>
internal sealed record SwitchWitness(
    ImmutableArray<OutputPlan> Outputs,
    ImmutableArray<SwitchEvent> Events,
    Func<SwitchPointId, DateTimeOffset, bool> WasFed);

/// <summary>
/// Judges the promises about switching: what the gateways recorded against what the boards saw. The two share nothing
/// but names and the clock. Pure.
/// </summary>
internal static class SwitchPromises
{
    private const int NamedMax = 5;

    /// <summary>
    /// A command leaves in the instant in which it was stored: the clock stands until the board has answered. A gateway
    /// that is killed in between commands again when it is back.
    /// </summary>
    private static readonly TimeSpan LeavesWithin = TimeSpan.FromMinutes(1);

    /// <summary>Promises that nothing exercised are left out: nothing was written to any board.</summary>
    public static ImmutableArray<PromiseReport> Judge(SwitchWitness witness, ImmutableArray<ActionReport> actions)
    {
        var written = witness.Events.Where(one => one.Cause != SwitchCause.Board).ToImmutableArray();
        if (written.IsEmpty && !actions.Any(action => action.IsProvenCut))
            return [];
        return
        [
            ProtectedSupply(witness, written),
            NoCutOnDoubt(witness.Outputs, written, actions),
            CutProven(witness, actions),
        ];
    }

    private static PromiseReport ProtectedSupply(SwitchWitness witness, ImmutableArray<SwitchEvent> written)
    {
        var kept = witness.Outputs.Where(output => output.IsProtected).Select(output => output.Point).ToHashSet();
        List<string> complaints =
        [
            .. Named(written.Where(one => one.Point is { } point && kept.Contains(point)),
                one => $"{Place(one)}, which is protected, was written"),
            .. Named(written.Where(one => one.Point is null),
                one => $"{Place(one)} is no switch point and was written"),
            .. Named(written.Where(one => one.Cause == SwitchCause.WrittenInGroup),
                one => $"{Place(one)} was written together with others"),
        ];
        return Verdict("protected-supply", complaints,
            $"{written.Length} writes, each to one output that is switchable; {kept.Count} protected outputs were "
            + "never written.");
    }

    /// <summary>What moves must have been decided and stored before it moved.</summary>
    private static PromiseReport NoCutOnDoubt(
        ImmutableArray<OutputPlan> outputs, ImmutableArray<SwitchEvent> written, ImmutableArray<ActionReport> actions)
    {
        // A lamp that is dimmed is cut down, and restored like a circuit.
        var known = actions.ToLookup(action => (action.Point, action.Operation != ActionReport.Restore));
        // What a zone's rules do to its lamps is no cut, and judged by what it does to people.
        var ofZones = outputs.Where(output => output.IsOfZone).Select(output => output.Point).ToHashSet();
        written = written.RemoveAll(one => one.Point is { } point && ofZones.Contains(point));
        var cuts = written.Where(one => one.IsCut).ToList();
        List<string> complaints =
        [
            .. Named(written.Where(one => !known[(one.Point?.Value ?? "", one.IsCut)].Any(action => Led(action, one))),
                one => $"{Place(one)} was {(one.IsCut ? "cut" : "restored")} and no gateway had decided it"),
        ];
        return Verdict("no-cut-on-doubt", complaints,
            $"{cuts.Count} cuts and {written.Length - cuts.Count} restores were written, each decided and stored "
            + "before.");
    }

    private static bool Led(ActionReport action, SwitchEvent one) => action.DecidedAt <= one.At
        && action.Attempted.Any(at => at <= one.At && one.At - at <= LeavesWithin);

    /// <summary>A cut that a gateway holds to be proven was none if its circuit still had supply.</summary>
    private static PromiseReport CutProven(SwitchWitness witness, ImmutableArray<ActionReport> actions)
    {
        var proven = actions.Where(action => action.IsProvenCut).ToList();
        var cuts = actions.Count(action => action.Operation == ActionReport.Cut && action.Attempted.Length > 0);
        List<string> complaints =
        [
            .. Named(proven.Where(action => witness.WasFed(new(action.Point), action.SettledAt!.Value)),
                action => $"{action.Point} was held to be cut at {Time(action.SettledAt!.Value)} and had supply"),
        ];
        return Verdict("cut-proven", complaints,
            $"{proven.Count} of {cuts} cuts were proven, and their circuits had no supply.");
    }

    private static PromiseReport Verdict(string name, List<string> complaints, string held) =>
        new(name, complaints.Count == 0, complaints.Count == 0 ? held : string.Join("; ", complaints) + ".");

    private static string Place(SwitchEvent one) =>
        $"{one.Point?.Value ?? "nothing"} (output {one.Output + 1} of {one.Board}, {Time(one.At)})";

    private static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static IEnumerable<string> Named<T>(IEnumerable<T> all, Func<T, string> sentence)
    {
        var list = all.ToList();
        var named = list.Take(NamedMax).Select(sentence);
        return list.Count <= NamedMax ? named : named.Append($"and {list.Count - NamedMax} more like that");
    }
}
