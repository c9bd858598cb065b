using System.Collections.Immutable;
using Jingu.Budgets.Ledgers;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using NodaTime;

namespace Jingu.Budgets.Use;

/// <summary>
/// What a metering point counted per local day and month: the ledger totals at which its days began. Use is always the
/// difference of two totals, so days add up to their month. Immutable; stored beside the ledger it follows.
/// </summary>
/// <param name="Point">The metering point.</param>
/// <param name="Days">In order of time, at most <see cref="DaysMax"/>; never empty.</param>
public sealed record PointUse(PointId Point, ImmutableArray<DayBegin> Days)
{
    /// <summary>A month, and the days before it that a forecast looks at.</summary>
    public const int DaysMax = 45;

    /// <summary>Of a ledger that begins here, or that nobody followed before: it counts from where it stands.</summary>
    public static PointUse Begin(Ledger ledger) =>
        new(ledger.Point, [new(ledger.Point, ledger.At, ledger.Total, ledger.Total)]);

    /// <summary>Takes over the days that began while a ledger went from one state to the next.</summary>
    /// <param name="closed">The intervals that were closed in between, in order of time.</param>
    public PointUse Follow(
        Ledger before, Ledger after, ImmutableArray<ClosedInterval> closed, DateTimeZone zone)
    {
        if (after.Boundary is not { } last || last == before.Boundary)
            return this;
        var use = this;
        if (closed.IsEmpty)
            return Add(last.At, last.Total, last.Quality == Quality.Measured, after, zone);
        // The first boundary of a ledger begins its first interval and ends none.
        if (before.Boundary is null && closed[0].Interval is var first)
            use = use.Add(first.Start, first.Total - first.Amount, first.Quality == Quality.Measured, after, zone);
        foreach (var (interval, earlier, later) in closed)
        {
            var isRead = interval.Quality == Quality.Measured
                || (earlier == later && interval.Quality != Quality.Substituted);
            use = use.Add(interval.End, interval.Total, isRead, after, zone);
        }
        return use;
    }

    /// <summary>A person's figure was added to the ledger: it counts, but nothing is cut for it.</summary>
    public PointUse WithSubstituted(long amount) =>
        amount == 0 ? this : this with
        {
            Days = Days.SetItem(Days.Length - 1, Days[^1] with { Substituted = Days[^1].Substituted + amount }),
        };

    /// <summary>What the point counted from one instant to another, as far as its ledger has come.</summary>
    /// <param name="start">First instant of a local month or day.</param>
    /// <param name="end">First instant after it.</param>
    /// <param name="ledger">The point's ledger now.</param>
    public Used In(DateTimeOffset start, DateTimeOffset end, Ledger ledger)
    {
        var from = Days.FirstOrDefault(day => day.At >= start && day.At < end);
        if (from is null)
            return new(0, 0);
        var to = Days.FirstOrDefault(day => day.At >= end)?.Total ?? ledger.Total;
        var total = to - from.Total;
        var doubtful = from.ReadTotal - from.Total
            + Days.Where(day => day.At >= start && day.At < end).Sum(day => day.Substituted);
        var other = long.Min(total, doubtful);
        return new(total - other, other);
    }

    /// <summary>What the point counted on a whole local day; null where it is not known, or not over.</summary>
    public long? On(LocalDate day, DateTimeZone zone) =>
        Between(LocalDay.StartOf(day, zone), LocalDay.StartOf(day.PlusDays(1), zone));

    /// <summary>What the point counted between the beginnings of two local days; null where one is not known.</summary>
    public long? Between(DateTimeOffset start, DateTimeOffset end)
    {
        var from = Days.FirstOrDefault(begin => begin.At == start);
        var to = Days.FirstOrDefault(begin => begin.At == end);
        return from is null || to is null ? null : to.Total - from.Total;
    }

    private PointUse Add(DateTimeOffset at, long total, bool isRead, Ledger after, DateTimeZone zone)
    {
        if (at <= Days[^1].At || !LocalDay.IsBegin(at, zone))
            return this;
        var days = Days.Add(new(Point, at, total, isRead ? total : after.Total));
        return this with { Days = days.Length > DaysMax ? days.RemoveRange(0, days.Length - DaysMax) : days };
    }
}

/// <summary>What was used, Wh or L.</summary>
/// <param name="Measured">By what registers showed: the one thing that a cut may be made for.</param>
/// <param name="Other">On top: what a person declared, and what a gap hid around the begin of the month.</param>
public readonly record struct Used(long Measured, long Other)
{
    public static Used operator +(Used one, Used other) => Add(one, other);

    public static Used Add(Used one, Used other) => new(one.Measured + other.Measured, one.Other + other.Other);
}
