namespace Jingu.Aggregator.Reporting.Indicators;

/// <summary>What an indicator of a whole year should be at most, in its own unit.</summary>
/// <param name="IsBinding">约束性; else expected.</param>
/// <param name="BaseYear">Null where none was imported, and <paramref name="Base"/> then too.</param>
internal sealed record IndicatorTarget(
    int Year, double Target, bool IsBinding, int? BaseYear, double? Base, string Source);
