namespace Jingu.Aggregator.Reporting.Comparing;

/// <summary>What kind of office building it is, by which limits are chosen.</summary>
/// <param name="Class">a or b.</param>
/// <param name="Climate">Such as hot-summer-cold-winter.</param>
internal sealed record BuildingClass(string Class, string Climate);

/// <summary>What corrected use should be at most 约束值 and at best 引导值, kWh for each m2 and year.</summary>
/// <param name="IsConfirmed">False: from memory of a standard, and never to be called law.</param>
internal sealed record UseLimit(double Constraint, double Guide, bool IsConfirmed, string Source);

/// <summary>A limit, and how a year did by it.</summary>
/// <param name="Verdict">Of whole years whose corrected use is known.</param>
internal sealed record HeldAgainst(BuildingClass Class, UseLimit Limit, LimitVerdict? Verdict)
{
    /// <param name="corrected">kWh for each m2 of a whole year; null where that is not known.</param>
    public static HeldAgainst Of(BuildingClass kind, UseLimit limit, double? corrected) => new(
        kind, limit,
        corrected switch
        {
            null => null,
            var value when value <= limit.Guide => LimitVerdict.WithinGuide,
            var value when value <= limit.Constraint => LimitVerdict.WithinConstraint,
            _ => LimitVerdict.AboveConstraint,
        });
}

/// <summary>How use stands to its limits; equal is within.</summary>
internal enum LimitVerdict
{
    WithinGuide,
    WithinConstraint,
    AboveConstraint,
}
