using System.Collections.Immutable;
using System.Globalization;
using Jingu.Budgets.Ledgers;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Edge.Commissioning;

namespace Jingu.Edge.Budgets;

/// <summary>
/// Accounts an image of samples on the ledgers of all points. Pure: gives the ledgers and records that would follow,
/// and becomes nothing by itself; the tick takes them over once they are stored.
/// </summary>
internal static class Accounts
{
    public static AccountedImage Account(
        ImmutableDictionary<PointId, Ledger> ledgers, Commissioned commissioned, ImmutableArray<Sample> image)
    {
        var next = ledgers.ToBuilder();
        var intervals = ImmutableArray.CreateBuilder<Interval>();
        var events = ImmutableArray.CreateBuilder<GatewayEvent>();
        var suspects = new HashSet<Sample>(ReferenceEqualityComparer.Instance);
        foreach (var point in commissioned.Points)
        {
            foreach (var sample in Of(image, point.MeterIndex))
            {
                if (sample.Quality != Quality.Measured || sample.Values[point.Register] is not { } count)
                    continue;
                var step = next.TryGetValue(point.Id, out var ledger) && ledger.Meter == point.Meter
                    ? Accounting.Account(ledger, point.Rules, count, sample.Instant)
                    : Accounting.Open(point.Id, point.Meter, point.Rules, count, sample.Instant);
                next[point.Id] = step.Next;
                intervals.AddRange(step.Closed);
                if (Describe(step, ledger, point, count, sample.Instant) is { } happened)
                    events.Add(happened);
                if (step.Next.Doubt != LedgerDoubt.None)
                    suspects.Add(sample);
            }
        }
        return new(
            next.ToImmutable(),
            [.. image.Select(sample => suspects.Contains(sample) ? sample with { Quality = Quality.Suspect } : sample)],
            intervals.ToImmutable(),
            events.ToImmutable());
    }

    /// <summary>The samples of one meter; the image is ordered by meter and instant.</summary>
    private static ReadOnlySpan<Sample> Of(ImmutableArray<Sample> image, int meter)
    {
        var from = 0;
        while (from < image.Length && image[from].MeterIndex < meter)
            from++;
        var to = from;
        while (to < image.Length && image[to].MeterIndex == meter)
            to++;
        return image.AsSpan()[from..to];
    }

    private static GatewayEvent? Describe(
        LedgerStep step, Ledger? before, CommissionedPoint point, long count, DateTimeOffset at)
    {
        var (kind, text) = step.Finding switch
        {
            LedgerFinding.Opened =>
                (EventKinds.LedgerOpened, $"The ledger of {point.Id} begins at register {count} of {point.Meter}."),
            LedgerFinding.Wrapped => (EventKinds.RegisterWrapped, $"The register of {point.Meter} rolled over."),
            LedgerFinding.Fell => (EventKinds.RegisterFell,
                $"The register of {point.Meter} fell from {before?.Count} to {count}; nothing is counted until it "
                    + $"is back or a person settles it."),
            LedgerFinding.Implausible => (EventKinds.RegisterImplausible,
                $"The register of {point.Meter} rose from {before?.Count} to {count}, faster than possible; it is "
                    + $"not believed."),
            LedgerFinding.Recovered =>
                (EventKinds.RegisterRecovered, $"The register of {point.Meter} can be believed again."),
            LedgerFinding.NotLater => (EventKinds.ReadingNotLater,
                $"A reading of {point.Meter} is not later than {before?.At:O}, where the ledger of {point.Id} stands: "
                    + $"nothing is counted twice, and what follows counts from there."),
            _ => ("", ""),
        };
        return kind.Length == 0 ? null : new(kind, at, point.Id.Value, text, Facts(before, point, count));
    }

    private static ImmutableSortedDictionary<string, string> Facts(Ledger? before, CommissionedPoint point, long count)
    {
        var facts = ImmutableSortedDictionary<string, string>.Empty
            .Add("meter", point.Meter.Value)
            .Add("count", count.ToString(CultureInfo.InvariantCulture));
        return before is null ? facts : facts.Add("countBefore", before.Count.ToString(CultureInfo.InvariantCulture));
    }
}

/// <summary>What an image leads to. Nothing has happened until it is stored.</summary>
internal sealed record AccountedImage(
    ImmutableDictionary<PointId, Ledger> Ledgers,
    ImmutableArray<Sample> Samples,
    ImmutableArray<Interval> Intervals,
    ImmutableArray<GatewayEvent> Events);
