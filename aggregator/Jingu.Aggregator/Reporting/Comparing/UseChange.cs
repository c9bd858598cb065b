using Jingu.Aggregator.Reporting.Indicators;

namespace Jingu.Aggregator.Reporting.Comparing;

/// <summary>How an indicator changed from an earlier period, 同比 or 环比.</summary>
/// <param name="From">First month of the earlier period; empty where there is none yet.</param>
/// <param name="To">Its last one.</param>
/// <param name="Difference">Now less before, in the indicator's unit; null where not known.</param>
/// <param name="Thousandths">The same of what it was before; halves away from zero.</param>
/// <param name="Used">Wh or L of the months that are over.</param>
/// <param name="Unknown">Why the change is not known.</param>
internal sealed record UseChange(
    string From, string To, double? Before, double? Difference, long? Thousandths, long? Used, long? UsedBefore,
    QualityCounts? Quality, QualityCounts? QualityBefore, Unknown? Unknown)
{
    /// <summary>Only between periods that are over, of whose intervals enough were measured.</summary>
    /// <param name="over">Null: nothing of the period is over.</param>
    public static UseChange Of(ComparedPeriod? over, ComparedPeriod? before)
    {
        if (over is null || before is null)
            return new("", "", null, null, null, null, null, null, null, new(UnknownKind.NotOver));
        var unknown = over.Objection ?? before.Objection
            ?? (before.Indicator.Value == 0 ? new(UnknownKind.ZeroBefore) : null);
        double? difference = unknown is null ? over.Indicator.Value - before.Indicator.Value : null;
        return new(
            before.From, before.To, before.Indicator.Value, difference,
            difference is { } known ? Comparison.Thousandths(known / before.Indicator.Value!.Value) : null,
            over.Used, before.Used, over.Quality, before.Quality, unknown);
    }
}
