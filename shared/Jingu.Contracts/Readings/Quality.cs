namespace Jingu.Contracts.Readings;

/// <summary>How a value came about (design.md, section 3). Numbers are on the wire: never renumbered.</summary>
public enum Quality
{
    Measured = 1,
    /// <summary>The sum is exact; its spread over the intervals of a gap is not.</summary>
    Estimated = 2,
    Substituted = 3,
    Manual = 4,
    Suspect = 5,
    Missing = 6,
}
