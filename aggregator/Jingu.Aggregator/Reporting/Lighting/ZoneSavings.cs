using System.Collections.Immutable;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Lighting.Savings;
using Jingu.Lighting.Timetables;
using NodaTime.Text;

namespace Jingu.Aggregator.Reporting.Lighting;

/// <summary>Holds what a zone used against its baseline (<see cref="LightingSavings"/>). Pure.</summary>
internal static class ZoneSavings
{
    /// <param name="days">Those that are over.</param>
    /// <param name="used">Each of them.</param>
    /// <param name="reference">Each day of a measured baseline that is over; empty for others.</param>
    public static ZoneReport Of(
        LightingZone zone, LightingSite site, LocalDays days, ImmutableArray<ZoneDay> used,
        ImmutableArray<ZoneDay> reference)
    {
        var intervals = used.Aggregate(QualityCounts.None, (sum, day) => sum + day.Intervals);
        var report = new ZoneReport(
            zone.Id.Value, zone.Name, zone.NameEn, zone.Building.Value, zone.Point.Value,
            UsedWh: used.All(day => day.IsMeasured) && !used.IsEmpty ? used.Sum(day => day.WattHours) : null,
            BaselineWh: null, SavedWh: null, SavedThousandths: null,
            zone.Baseline switch
            {
                ZoneBaseline.Stipulated => BaselineKind.Stipulated,
                ZoneBaseline.Measured => BaselineKind.Measured,
                _ => null,
            },
            Method: null, zone.Baseline?.Source, ReferenceOf(zone.Baseline, reference), intervals, Gap: null,
            Why: null);
        if (GapOf(zone, days, report) is (var gap, var why))
            return report with { Gap = gap, Why = why };
        return LightingSavings.Of(
            BaselineOf(zone.Baseline, reference), site, days.First, days.End.PlusDays(-1), report.UsedWh) switch
        {
            LightingSavings.Known known => report with
            {
                BaselineWh = known.BaselineWattHours,
                SavedWh = known.SavedWattHours,
                SavedThousandths = known.SavedThousandths,
                Method = known.Method,
            },
            // Of what else it may miss, the site's file and the checks before leave nothing.
            LightingSavings.NotKnown unknown => report with
            {
                Gap = zone.Baseline is null ? ZoneGap.NoBaseline : ZoneGap.TooFewReferenceDays,
                Why = unknown.Why,
            },
            _ => throw new InvalidOperationException("Savings are known or not."),
        };
    }

    private static (ZoneGap Gap, string Why)? GapOf(LightingZone zone, LocalDays days, ZoneReport report)
    {
        if (days.Count == 0)
            return (ZoneGap.NoFinishedDay, "No day of the period is over: ask again when one is.");
        if (report.UsedWh is null)
        {
            return (
                ZoneGap.NotMeasured,
                $"{report.Intervals.Missing} quarter hours are missing and {OtherThanMeasured(report.Intervals)} were "
                + "not measured: ask for days without them, or see why the gateway did not deliver.");
        }
        return zone.Baseline is ZoneBaseline.Measured measured && days.First <= measured.To
            ? (
                ZoneGap.NotAfterReference,
                "The period does not begin after the reference days of its baseline: ask for days after "
                + $"{LocalDatePattern.Iso.Format(measured.To)}.")
            : null;
    }

    /// <summary>Quarter hours that are there and were not measured.</summary>
    public static int OtherThanMeasured(QualityCounts intervals) =>
        intervals.Estimated + intervals.Substituted + intervals.Manual + intervals.Suspect;

    private static SavingsBaseline BaselineOf(ZoneBaseline? baseline, ImmutableArray<ZoneDay> reference) =>
        baseline switch
        {
            ZoneBaseline.Stipulated stipulated => stipulated.Stated,
            ZoneBaseline.Measured => new SavingsBaseline.Measured(
                [.. reference.Where(day => day.IsMeasured).Select(day => (day.Day, day.WattHours))]),
            _ => new SavingsBaseline.Unknown(),
        };

    private static ReferenceReport? ReferenceOf(ZoneBaseline? baseline, ImmutableArray<ZoneDay> reference) =>
        baseline is ZoneBaseline.Measured measured
            ? new(
                LocalDatePattern.Iso.Format(measured.From), LocalDatePattern.Iso.Format(measured.To),
                reference.Count(day => day.IsMeasured), reference.Count(day => !day.IsMeasured))
            : null;
}
