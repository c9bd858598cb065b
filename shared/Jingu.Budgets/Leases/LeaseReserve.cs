using System.Collections.Immutable;

namespace Jingu.Budgets.Leases;

/// <summary>What a part holds in reserve, so that a gateway can go on alone.</summary>
public static class LeaseReserve
{
    /// <summary>The longest outage a site has to reckon with, unless it declares another.</summary>
    public const int OutageDaysDefault = 7;

    /// <summary>
    /// The 90th percentile by nearest rank: the smallest day that at least nine tenths of the days do not exceed; 0
    /// without days.
    /// </summary>
    public static long NinetiethPercentile(ImmutableArray<long> days) =>
        days.IsEmpty ? 0 : days.Sort()[(((days.Length * 9) + 9) / 10) - 1];

    /// <summary>The reserve: so many days at that use, Wh or L.</summary>
    public static long For(long dailyUse, int outageDays) => dailyUse * outageDays;
}
