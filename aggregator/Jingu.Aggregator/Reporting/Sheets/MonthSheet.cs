using System.Collections.Immutable;
using Jingu.Aggregator.Reporting.Enforcement;
using Jingu.Aggregator.Reporting.Flow;
using Jingu.Aggregator.Reporting.Forecasting;
using Jingu.Aggregator.Reporting.Sentences;

namespace Jingu.Aggregator.Reporting.Sheets;

/// <summary>
/// A unit's month as its contact person signs it: what it might use, used and has left, what was decided and switched,
/// and registers that can be held against the dial.
/// </summary>
/// <param name="IsOver">False: the month is running, and figures change by themselves.</param>
/// <param name="MadeAt">Site time, UTC.</param>
/// <param name="Pending">Marks that wait to be summed, of the whole site; 0: all that was delivered is in it.</param>
/// <param name="Plan">Number of the last import of planning data.</param>
internal sealed record MonthSheet(
    int Schema, string Site, string Zone, string ZoneVersion, string Month, bool IsOver, DateTimeOffset MadeAt,
    long Pending, long Plan, string Unit, string Name, string NameEn, ImmutableArray<SheetResource> Resources,
    ImmutableArray<SheetMeter> Meters, ImmutableArray<DecisionReport> Decisions, ImmutableArray<ActionReport> Actions);

/// <summary>One resource of a unit's month, Wh or L.</summary>
/// <param name="Quota">Head-counts times quotas; null where data for it are missing, and <paramref name="Why"/> says
/// which.</param>
/// <param name="Adjustments">Extensions, transfers and the like, each signed.</param>
/// <param name="Budget">Quota and adjustments, not below zero.</param>
/// <param name="Used">Measured by its own meters; null where nothing is known.</param>
/// <param name="Allocated">Its parts of shared meters; no budget counts them.</param>
/// <param name="Left">Budget less used; below zero where more was used.</param>
/// <param name="Shares">What part of the intervals due is of which quality; null before the first is due.</param>
/// <param name="Stage">Where the ladder stood last in the month; null where no gateway recorded one.</param>
/// <param name="Cuts">Proven disconnections.</param>
internal sealed record SheetResource(
    string Resource, string BaseUnit, long? Quota, string? Why, ImmutableArray<SheetAdjustment> Adjustments,
    long? Budget, long? Used, long? Allocated, long? Left, QualityCounts Quality, QualityShares? Shares,
    string? Stage, int Cuts)
{
    /// <summary>Of electricity, where plants stand on the unit's buildings; budgets count nothing of it.</summary>
    public PvPart? Pv { get; init; }

    /// <summary><see cref="Why"/> in every language.</summary>
    public Sentence? WhySentence { get; init; }

    /// <summary>What the running month will have used at its end; null where not known.</summary>
    public ForecastAmounts? AtEnd { get; init; }

    /// <summary>When the budget will be used up; as <see cref="AtEnd"/>.</summary>
    public ForecastRunOut? RunOut { get; init; }
}

/// <param name="Amount">Signed, Wh or L.</param>
internal sealed record SheetAdjustment(
    string Id, string Kind, long Amount, string Actor, string Reason, DateTimeOffset At);

/// <summary>
/// A metering point over a period: closing less opening register is what it used, as long as one meter hung there.
/// </summary>
/// <param name="Opening">Null where nothing is known before or at the period's begin.</param>
/// <param name="Closing">At the end, or the latest known.</param>
/// <param name="Used">What its intervals add up to, Wh or L.</param>
/// <param name="IsChecked">
/// Closing less opening equals used; false where it does not. Null where another meter, multiplier or turn of the
/// register lies between, so that the dial alone cannot tell: see the meter-exchange log.
/// </param>
internal sealed record SheetMeter(
    string Point, string Resource, SheetReading? Opening, SheetReading? Closing, long? Used, bool? IsChecked)
{
    public static SheetMeter Of(string point, string resource, SheetReading? opening, SheetReading? closing, long? used)
    {
        var isOneMeter = opening is not null && closing is not null && opening.Meter == closing.Meter
            && opening.Epoch == closing.Epoch && closing.Register >= opening.Register;
        return new(
            point, resource, opening, closing, used,
            isOneMeter && used is not null ? closing!.Register - opening!.Register == used : null);
    }
}

/// <summary>A meter's own register.</summary>
/// <param name="At">UTC.</param>
/// <param name="Register">Wh or L: a dial in kWh or m3 shows a thousandth, less its CT and VT where it has any.</param>
/// <param name="Epoch">Of the ledger: another one after each replacement or change of multiplier.</param>
internal sealed record SheetReading(string Meter, DateTimeOffset At, long Register, int Epoch);
