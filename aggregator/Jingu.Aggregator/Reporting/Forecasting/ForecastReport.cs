using System.Collections.Immutable;

namespace Jingu.Aggregator.Reporting.Forecasting;

/// <summary>When a unit's budget of the current month will be used up. Wh or L; information only.</summary>
/// <param name="Month">Such as 2026-03.</param>
/// <param name="KnownUntil">Up to when use is known; the forecast begins there. Null without any whole day.</param>
/// <param name="Budget">Adjustments included; null where planning data for it are missing.</param>
/// <param name="Used">Of the month, as far as it is known.</param>
/// <param name="Missing">Intervals of the month that are due and not known.</param>
/// <param name="KnownDays">Whole days that it was made from.</param>
internal sealed record ForecastReport(
    string Unit, string Resource, string Month, DateTimeOffset? KnownUntil, long? Budget, long? Used, int Missing,
    int KnownDays)
{
    /// <summary>The month's whole use; null without a whole day.</summary>
    public ForecastAmounts? AtEnd { get; init; }

    /// <summary>Null without a forecast or a budget.</summary>
    public ForecastRunOut? RunOut { get; init; }

    /// <summary>What the month will have used at each day's end.</summary>
    public ImmutableArray<ForecastDayEnd> Days { get; init; } = [];

    /// <summary>How such forecasts fared; null before the first week that could be checked.</summary>
    public ForecastAccuracy? Past { get; init; }
}

/// <summary>A tenth, half and nine tenths of all outcomes are expected below; Wh or L.</summary>
internal sealed record ForecastAmounts(long Low, long Middle, long High);

/// <summary>At the end of a local day.</summary>
internal sealed record ForecastDayEnd(string Date, long Low, long Middle, long High);

/// <summary>UTC, as <see cref="RunOutBand"/>; null: not within the month.</summary>
internal sealed record ForecastRunOut(DateTimeOffset? Early, DateTimeOffset? Middle, DateTimeOffset? Late);
