namespace Jingu.Aggregator.Reporting.Comparing;

/// <summary>
/// What use of energy is corrected by before offices are compared, so that a crowded office, or one that is in use
/// around the clock, does not always come last: GB/T 51161-2016, offices; as cited by a secondary source. Immutable.
/// </summary>
/// <param name="Hours">T: in use so many hours a year; null where not known.</param>
/// <param name="SquareMetres">S: floor area for each person; null where not known.</param>
internal sealed record UseCorrection(UseHours? Hours, double? SquareMetres)
{
    /// <summary>Of a leap year.</summary>
    public const int HoursMax = 366 * 24;

    /// <summary>250 days of ten hours.</summary>
    private const double StandardHours = 2_500;

    private const double StandardSquareMetres = 10;

    /// <summary>0.3 + 0.7 x 2500 / T.</summary>
    public double? OfHours => 0.3 + (0.7 * StandardHours / Hours?.PerYear);

    /// <summary>0.7 + 0.3 x S / 10.</summary>
    public double? OfSpace => 0.7 + (0.3 * SquareMetres / StandardSquareMetres);

    /// <summary>
    /// Use for each m2 is corrected by both. Use for each person by hours alone: it counts persons already, and the
    /// second factor, made for areas, would count them twice (ours: the standard speaks of areas only).
    /// </summary>
    public double? Factor(bool isPerPerson) => isPerPerson ? OfHours : OfHours * OfSpace;
}

/// <summary>How long something is in use.</summary>
/// <param name="PerYear">Hours, the mean of the days that are compared.</param>
internal sealed record UseHours(double PerYear, string Source);
