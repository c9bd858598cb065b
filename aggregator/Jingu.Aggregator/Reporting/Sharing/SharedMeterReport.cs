using System.Collections.Immutable;
using System.Globalization;
using Jingu.Aggregator.Configuration;
using Jingu.Budgets.Allocation;

namespace Jingu.Aggregator.Reporting.Sharing;

/// <summary>
/// What became of everything a shared meter counted in a month, in Wh or L. To the unit: counted = measured and
/// allocated of all units + separate + unallocated. For statements alone: nothing that can cut reads it.
/// </summary>
/// <param name="Counted">
/// A main: import and generation of its building less export; any other: its own count. Null where it is not known.
/// </param>
/// <param name="Separate">Counted by shared meters below it, which have rules of their own.</param>
/// <param name="Units">Those that have meters below it or take part by a rule, in the site's order.</param>
/// <param name="Unallocated">
/// What no rule gave to anybody; below zero where meters below counted more. Null where nothing was allocated.
/// </param>
/// <param name="Why">Why nothing was allocated, and what to do; null where the rules were applied.</param>
internal sealed record SharedMeterReport(
    string Point, string Building, string Resource, long? Counted, long? Separate,
    ImmutableArray<SharedUseReport> Units, long? Unallocated, string? Why)
{
    /// <summary>As plain lines that can be added up by hand.</summary>
    public IEnumerable<string> Lines()
    {
        var unit = Resource == Words.Of(Contracts.Readings.Resource.Water) ? "L" : "Wh";
        yield return Counted is { } counted
            ? Text($"{Point} in {Building}, {Resource}: {counted:N0} {unit} counted")
            : $"{Point} in {Building}, {Resource}: not known";
        if (Why is { } why)
        {
            yield return $"  nothing is allocated: {why}";
            yield break;
        }
        foreach (var use in Units)
        {
            yield return Text($"  {use.Unit}: {use.Measured:N0} {unit} measured, {use.Allocated:N0} {unit} allocated")
                + (use.Rule is null ? ", by no rule" : Text($" by {use.Rule}, {use.Key:N0}; {use.Source}"));
        }
        yield return Text($"  measured by shared meters below it: {Separate:N0} {unit}");
        yield return Text($"  unallocated: {Unallocated:N0} {unit}; all of it together: {Counted:N0} {unit}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A unit's part of a shared meter; the measured one is in its own use already.</summary>
/// <param name="Rule">fixed, area, headcount or remainder; null where it has meters below and no rule.</param>
/// <param name="Key">Thousandths, m2 days or head days of the month; null without a rule. See
/// <see cref="AllocationParty"/>.</param>
internal sealed record SharedUseReport(
    string Unit, long Measured, long Allocated, string? Rule, long? Key, string? Source);
