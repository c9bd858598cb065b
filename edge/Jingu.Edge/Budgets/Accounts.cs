using System.Collections.Immutable;
using Jingu.Budgets.Ledgers;
using Jingu.Budgets.Use;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Edge.Commissioning;

namespace Jingu.Edge.Budgets;

/// <summary>
/// Accounts an image of samples on the ledgers of all points, and on the days and months that they count for. Pure:
/// gives the ledgers and records that would follow,
/// and becomes nothing by itself; the tick takes them over once they are stored.
/// </summary>
internal static class Accounts
{
    public static AccountedImage Account(
        ImmutableDictionary<PointId, Ledger> ledgers, ImmutableDictionary<PointId, PointUse> uses,
        Commissioned commissioned, ImmutableArray<Sample> image)
    {
        var next = ledgers.ToBuilder();
        var nextUses = uses.ToBuilder();
        var intervals = ImmutableArray.CreateBuilder<Interval>();
        var events = ImmutableArray.CreateBuilder<GatewayEvent>();
        var suspects = new HashSet<Sample>(ReferenceEqualityComparer.Instance);
        foreach (var point in commissioned.Points)
        {
            foreach (var sample in Of(image, point.MeterIndex))
            {
                if (sample.Quality != Quality.Measured)
                    continue;
                var ledger = next.GetValueOrDefault(point.Id);
                if (sample.Values[point.Register] is not { } count
                    || (ledger is null && !point.Rules.IsRegister(count)))
                {
                    suspects.Add(sample);
                    continue;
                }
                var step = Account(ledger, point, count, sample.Instant);
                next[point.Id] = WithCase(step.Next, ledger, next);
                nextUses[point.Id] = Follow(nextUses.GetValueOrDefault(point.Id), ledger, step, commissioned);
                intervals.AddRange(step.Closed.Select(closed => closed.Interval));
                events.AddRange(LedgerEvents.Of(
                    step with { Next = next[point.Id] }, ledger, point, count, sample.Instant, commissioned.Zone));
                if (step.Next.Doubt != LedgerDoubt.None)
                    suspects.Add(sample);
            }
        }
        return new(
            next.ToImmutable(),
            nextUses.ToImmutable(),
            [.. image.Select(sample => suspects.Contains(sample) ? sample with { Quality = Quality.Suspect } : sample)],
            intervals.ToImmutable(),
            events.ToImmutable());
    }

    /// <summary>
    /// The ledger with a number for its case where a doubt has begun. Numbers rise over all points and are never used
    /// twice: a point keeps that of its newest case.
    /// </summary>
    public static Ledger WithCase(
        Ledger ledger, Ledger? before, IReadOnlyDictionary<PointId, Ledger> ledgers) =>
        ledger.Doubt == LedgerDoubt.None || before?.Doubt is not (null or LedgerDoubt.None)
            ? ledger
            : ledger with { Case = ledgers.Values.Max(other => other.Case) + 1 };

    private static PointUse Follow(
        PointUse? use, Ledger? before, LedgerStep step, Commissioned commissioned) =>
        before is null
            ? PointUse.Begin(step.Next)
            : (use ?? PointUse.Begin(before)).Follow(before, step.Next, step.Closed, commissioned.Zone);

    private static LedgerStep Account(Ledger? ledger, CommissionedPoint point, long count, DateTimeOffset at) =>
        ledger is null ? Accounting.Open(point.Id, point.Meter, point.Rules, count, at)
        : ledger.Meter == point.Meter ? Accounting.Account(ledger, point.Rules, count, at)
        : Accounting.AccountOther(ledger, count, at);

    /// <summary>The samples of one meter; the image is ordered by meter and instant.</summary>
    private static ReadOnlySpan<Sample> Of(ImmutableArray<Sample> image, int meter)
    {
        // Thousands of points ask for theirs in each tick.
        var (from, end) = (0, image.Length);
        while (from < end)
        {
            var middle = (from + end) / 2;
            (from, end) = image[middle].MeterIndex < meter ? (middle + 1, end) : (from, middle);
        }
        var to = from;
        while (to < image.Length && image[to].MeterIndex == meter)
            to++;
        return image.AsSpan()[from..to];
    }
}

/// <summary>What an image leads to. Nothing has happened until it is stored.</summary>
internal sealed record AccountedImage(
    ImmutableDictionary<PointId, Ledger> Ledgers,
    ImmutableDictionary<PointId, PointUse> Uses,
    ImmutableArray<Sample> Samples,
    ImmutableArray<Interval> Intervals,
    ImmutableArray<GatewayEvent> Events);
