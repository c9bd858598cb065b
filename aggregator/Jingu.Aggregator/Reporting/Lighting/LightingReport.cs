using System.Collections.Immutable;

namespace Jingu.Aggregator.Reporting.Lighting;

/// <summary>What the lighting zones of a site used and saved, as the API and files show it.</summary>
/// <param name="ZoneVersion">The tz data that days were bounded with.</param>
/// <param name="Plan">Number of the last import of planning data that was taken into account.</param>
/// <param name="From">The first local day that was asked for.</param>
/// <param name="To">The end of them, excluded.</param>
/// <param name="CountedTo">The end of those that are over, excluded: only these are counted.</param>
/// <param name="Days">How many are counted.</param>
/// <param name="YearsWithoutCalendar">Years of them of which nobody imported a day: they only follow the week.</param>
internal sealed record LightingReport(
    int Schema,
    string Site,
    string Zone,
    string ZoneVersion,
    string Store,
    long Plan,
    string From,
    string To,
    string CountedTo,
    int Days,
    ImmutableArray<int> YearsWithoutCalendar,
    ImmutableArray<ZoneReport> Zones);

/// <summary>One zone over the days that are counted.</summary>
/// <param name="UsedWh">Null unless each quarter hour was measured.</param>
/// <param name="BaselineWh">Null where nothing can be said.</param>
/// <param name="SavedWh">Negative: the rules cost more than they saved.</param>
/// <param name="SavedThousandths">Of the baseline, rounded down; null also where that is nothing.</param>
/// <param name="Kind">Of the baseline; null without one.</param>
/// <param name="Method">The sentence that the figure rests on; null without a figure.</param>
/// <param name="Source">Where the baseline comes from; null without one.</param>
/// <param name="Reference">Of a measured baseline: its days; null of others.</param>
/// <param name="Intervals">Quarter hours that are due, by quality.</param>
/// <param name="Gap">Why there is no figure; null where there is one.</param>
/// <param name="Why">The same as a sentence that ends with what to do.</param>
internal sealed record ZoneReport(
    string Id,
    string Name,
    string NameEn,
    string Building,
    string Point,
    long? UsedWh,
    long? BaselineWh,
    long? SavedWh,
    long? SavedThousandths,
    BaselineKind? Kind,
    string? Method,
    string? Source,
    ReferenceReport? Reference,
    QualityCounts Intervals,
    ZoneGap? Gap,
    string? Why);

/// <summary>The days that a measured baseline is the mean of.</summary>
/// <param name="From">The first of them.</param>
/// <param name="To">The last of them, included.</param>
/// <param name="Days">How many were measured whole and are counted.</param>
/// <param name="LeftOut">How many were not.</param>
internal sealed record ReferenceReport(string From, string To, int Days, int LeftOut);

/// <summary>Of which kind a baseline is.</summary>
internal enum BaselineKind
{
    Stipulated,
    Measured,
}

/// <summary>Why a zone's savings are not known.</summary>
internal enum ZoneGap
{
    NoFinishedDay,
    NotMeasured,
    NoBaseline,
    NotAfterReference,
    TooFewReferenceDays,
}
