using System.Collections.Immutable;
using Jingu.Aggregator.Reporting.Sentences;

namespace Jingu.Aggregator.Planning.Statements;

/// <summary>A unit's budget of a resource and month with every number it follows from.</summary>
/// <param name="BaseUnit">Wh or L: of all amounts here.</param>
/// <param name="Why">What is missing where there is no budget; null where there is one.</param>
/// <param name="Spans">The month in stretches of days with the same head-count, quota and shape.</param>
/// <param name="Weight">The weights of all days of the month.</param>
/// <param name="Computed">The exact sum rounded down.</param>
/// <param name="Days">Every day's share; they add up to <paramref name="Computed"/>.</param>
/// <param name="Calendar">Which calendar of working days was used.</param>
/// <param name="Available">Computed and all adjustments: the budget of the month.</param>
/// <param name="Conversions">What the available amount stands for; 0 where it is below zero.</param>
/// <param name="Stamp">What it was computed with: the same stamp gives the same statement.</param>
internal sealed record BudgetStatement(
    int Schema,
    string Site,
    string Month,
    string Unit,
    string Name,
    string Resource,
    string BaseUnit,
    string? Why,
    ImmutableArray<StatementSpan> Spans,
    long Weight,
    string ExactSum,
    long? Computed,
    ImmutableArray<StatementDay> Days,
    string Calendar,
    ImmutableArray<StatementEntry> Adjustments,
    long? Available,
    ImmutableArray<StatementConversion> Conversions,
    StatementStamp Stamp)
{
    /// <summary>How gateways share it, a sentence each; empty where one has it alone.</summary>
    public ImmutableArray<string> Leases { get; init; } = [];

    /// <summary>The same in every language.</summary>
    public ImmutableArray<Sentence> LeaseSentences { get; init; } = [];

    /// <summary><see cref="Why"/> in every language.</summary>
    public Sentence? WhySentence { get; init; }

    /// <summary><see cref="Calendar"/> in every language.</summary>
    public required Sentence CalendarSentence { get; init; }
}

/// <summary>Days in a row with the same facts.</summary>
/// <param name="Exact">heads x perHead x season / 1000 x weight / weight of the month, to the thousandth below.</param>
internal sealed record StatementSpan(
    string From,
    string To,
    int WorkingDays,
    int WorkingDayWeight,
    int RestDays,
    int RestDayWeight,
    long Weight,
    int Established,
    int Users,
    string HeadcountSource,
    long PerHead,
    string QuotaSource,
    int SeasonThousandths,
    string ShapeSource,
    string Exact)
{
    /// <summary>The three sources in every language.</summary>
    public required Sentence Sources { get; init; }
}

/// <param name="Declared">What the calendar says of the day, with its source; null where it follows the week.</param>
internal sealed record StatementDay(string Day, string Kind, string? Declared, int Weight, int Established, long Share);

/// <param name="Amount">Signed.</param>
/// <param name="At">UTC.</param>
internal sealed record StatementEntry(
    string Id, string Kind, long Amount, string? Reverses, string Actor, string Reason, DateTimeOffset At);

/// <param name="Kind">carbon, coal-calorific or coal-equivalent.</param>
/// <param name="Milligrams">mg for a kWh or m3.</param>
internal sealed record StatementConversion(
    string Kind, string Set, string Scope, bool Confirmed, string From, long Milligrams, long Grams, string Source);

/// <param name="Plan">Number of the last import that was taken into account.</param>
/// <param name="ZoneVersion">The time-zone data by which the month begins and ends.</param>
internal sealed record StatementStamp(long Plan, string Zone, string ZoneVersion);
