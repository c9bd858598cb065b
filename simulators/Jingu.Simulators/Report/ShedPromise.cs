using System.Collections.Immutable;
using System.Globalization;

namespace Jingu.Simulators.Report;

/// <summary>
/// What an event of demand response did, by the simulator's own truth: what the main meters took, and what they would
/// have taken had nobody touched anything.
/// </summary>
/// <param name="Untouched">Wh of each quarter hour of the event at all main meters.</param>
/// <param name="Taken">The same, as it was.</param>
/// <param name="NotBack">Loads that do not stand after it as they stood before.</param>
/// <param name="Told">As the aggregator reports it; null: it knows of no such event.</param>
internal sealed record ShedWitness(
    ImmutableArray<long> Untouched, ImmutableArray<long> Taken, ImmutableArray<string> NotBack, StoredShed? Told);

/// <summary>Judges an event: deep enough for an hour, and everything back. Pure.</summary>
internal static class ShedPromise
{
    public const string Name = "demand-response";

    private const int QuartersOfHour = 4;
    private const long ShareMin = 300;
    private const long Whole = 1000;

    public static PromiseReport Judge(ShedWitness witness)
    {
        var peak = witness.Untouched.Max();
        // Of the peak, in each quarter hour; the best hour is the one whose least quarter hour is deepest.
        var depths = witness.Untouched.Zip(witness.Taken, (would, did) => peak > 0 ? (would - did) * Whole / peak : 0)
            .ToList();
        var hour = Enumerable.Range(0, Math.Max(0, depths.Count - QuartersOfHour + 1))
            .Select(first => depths.Skip(first).Take(QuartersOfHour).Min()).Append(0).Max();
        var complaints = new List<string>();
        if (hour < ShareMin)
        {
            complaints.Add(
                Text($"no hour in which {Percent(ShareMin)} of the peak were shed, {Percent(hour)} at most"));
        }
        if (witness.NotBack.Length > 0)
            complaints.Add($"{string.Join(", ", witness.NotBack)} did not return as before");
        if (witness.Told is not { Whole: { Thousandths: > 0, NotMeasured.IsEmpty: true } } told)
            return Verdict([.. complaints, "the aggregator does not tell what was shed"], "");
        return Verdict(
            complaints,
            Text($"{Percent(hour)} of a peak of {peak * QuartersOfHour} W and more shed for an hour by ")
            + string.Join(", ", told.Plan.Loads.Select(load => load.SwitchPoint))
            + Text($"; all back; measured against the baseline {Percent(told.Whole.Thousandths!.Value)} of the event, ")
            + Text($"expected {told.Plan.ExpectedWatts} W."));
    }

    private static PromiseReport Verdict(List<string> complaints, string held) =>
        new(Name, complaints.Count == 0, complaints.Count == 0 ? held : string.Join("; ", complaints) + ".");

    private static string Percent(long thousandths) => Text($"{thousandths / 10.0:0.0} %");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
