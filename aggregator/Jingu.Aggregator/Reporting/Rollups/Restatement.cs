using NodaTime;

namespace Jingu.Aggregator.Reporting.Rollups;

/// <summary>Why sums are computed again. Stored by name.</summary>
internal enum RollupCause
{
    /// <summary>Nobody had them before: nothing that was reported can change.</summary>
    FirstComputed,

    /// <summary>A gateway delivered intervals; it is the subject.</summary>
    Delivery,

    /// <summary>site.yaml says otherwise what something is made of, or which zone the site lies in.</summary>
    SiteChanged,

    /// <summary>Planning data were imported; the number of the import is the subject.</summary>
    PlanningImported,
}

/// <summary>That something is to be computed again, and why.</summary>
/// <param name="At">Site time of the latest mark, UTC.</param>
internal sealed record RollupChange(RollupCause Cause, string Subject, DateTimeOffset At);

/// <summary>
/// A sum that was reported and has changed. A sum of a day or month counts as reported when the period is over and no
/// interval of it is absent, at the latest <see cref="ReportedAfter"/> after its end, whatever is absent then.
/// </summary>
/// <param name="Period">Such as 2026-03-05 or 2026-03.</param>
/// <param name="Old">Null: nothing was known.</param>
/// <param name="New">Null: nothing is known any more.</param>
internal sealed record Restatement(
    RollupKey Key, string Period, RestatedValue? Old, RestatedValue? New, RollupChange Change)
{
    public static readonly Duration ReportedAfter = Duration.FromHours(2);

    /// <summary>Null where nothing changed, or nothing that had been reported.</summary>
    public static Restatement? Of(
        RollupKey key, string name, MonthPeriod period, RollupSum? old, RollupSum? fresh, RollupChange change)
    {
        if (old == fresh || change.Cause == RollupCause.FirstComputed || !WasReported(old, period, change.At))
            return null;
        RestatedValue? Value(RollupSum? sum) =>
            sum is null ? null : new(sum.Amount, sum.QualityOf(period.Intervals));
        return new(key, name, Value(old), Value(fresh), change);
    }

    private static bool WasReported(RollupSum? old, MonthPeriod period, DateTimeOffset at) =>
        at >= period.To + ReportedAfter.ToTimeSpan() || (at >= period.To && old?.IsWhole(period) == true);
}

/// <summary>What stood in a report, Wh or L.</summary>
internal sealed record RestatedValue(long Amount, QualityCounts Quality);
