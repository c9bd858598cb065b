using System.Collections.Immutable;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Budgets.DemandResponse;
using Jingu.Budgets.Quotas;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using NodaTime;

namespace Jingu.Aggregator.Planning.DemandResponse;

/// <summary>
/// What each building took by quarter hours, as an event's baseline and report need it: at its main meters, without
/// them at the meters of its units. Estimated intervals are not known. Safe from any thread.
/// </summary>
internal sealed class DemandUse(IReadingStore readings, DemandStore store)
{
    /// <summary>After an event the report goes on so long: what comes back then is told too.</summary>
    public static readonly TimeSpan ReportedAfter = TimeSpan.FromHours(2);

    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    /// <summary>The buildings with a meter of electricity, each with its points.</summary>
    public static ImmutableArray<(Building Building, ImmutableArray<PointId> Points)> Buildings(Site site) =>
    [
        .. from building in site.Buildings
           let points = site.Points.Where(point => point.Building == building.Id
               && point.Resource == Resource.Electricity && point.Direction == FlowDirection.Import)
           let mains = points.Where(point => point.Role == PointRole.Main).ToList()
           let measured = mains.Count > 0 ? mains : [.. points.Where(point => point.Role == PointRole.Unit)]
           where measured.Count > 0
           select (building, measured.Select(point => point.Id).ToImmutableArray()),
    ];

    /// <summary>
    /// The baseline of each building, in the order of <see cref="Buildings"/>; null where no day is known.
    /// </summary>
    /// <param name="only">The days of an event that has its plan; empty: they are chosen now.</param>
    public async Task<ImmutableArray<Baseline?>> BaselinesAsync(
        Site site, Plan plan, DateTimeOffset from, DateTimeOffset to, IReadOnlyCollection<LocalDate> only,
        CancellationToken stop)
    {
        var day = Instant.FromDateTimeOffset(from).InZone(site.Zone).Date;
        var days = only.Count > 0 ? [.. only] : await DaysAsync(site, plan, day, from, stop);
        var made = ImmutableArray.CreateBuilder<Baseline?>();
        foreach (var (_, points) in Buildings(site))
        {
            var uses = new List<DayUse>();
            foreach (var other in days)
            {
                var shift = Shift(site, day, other, from);
                uses.Add(new(
                    other, await BeforeAsync(points, from + shift, stop),
                    await WhatAsync(points, from + shift, to + ReportedAfter + shift, stop)));
            }
            made.Add(Baseline.Of(uses, await BeforeAsync(points, from, stop)));
        }
        return made.ToImmutable();
    }

    /// <summary>What was measured from the beginning of an event to two hours after its end.</summary>
    public async Task<ImmutableArray<Reduction>> ReductionsAsync(
        Site site, Plan plan, DemandRecord record, CancellationToken stop)
    {
        var baselines = await BaselinesAsync(site, plan, record.From, record.To, [.. record.Days()], stop);
        var made = ImmutableArray.CreateBuilder<Reduction>();
        foreach (var ((_, points), baseline) in Buildings(site).Zip(baselines))
        {
            made.Add(Reduction.Of(
                baseline, record.From, record.To,
                await WhatAsync(points, record.From, record.To + ReportedAfter, stop)));
        }
        return made.ToImmutable();
    }

    /// <summary>
    /// Days of the same kind before a day on which nothing was shed or cut or stood so since before, the latest first.
    /// </summary>
    private async Task<ImmutableArray<LocalDate>> DaysAsync(
        Site site, Plan plan, LocalDate day, DateTimeOffset from, CancellationToken stop)
    {
        var cuts = await store.CutsAsync(from.AddDays(-Baseline.LookBackDays - 1), from, stop);
        LocalDate DayOf(DateTimeOffset at) => Instant.FromDateTimeOffset(at).InZone(site.Zone).Date;
        bool WasCut(LocalDate other) => cuts.Any(cut => DayOf(cut.From) <= other && other <= DayOf(cut.To));
        return
        [
            .. Enumerable.Range(1, Baseline.LookBackDays).Select(back => day.PlusDays(-back))
                .Where(other => KindOf(plan, other) == KindOf(plan, day) && !WasCut(other)),
        ];
    }

    private Task<ImmutableArray<long?>> BeforeAsync(
        ImmutableArray<PointId> points, DateTimeOffset from, CancellationToken stop)
    {
        var end = from - Baseline.BeforeEnds;
        return WhatAsync(points, end - (Baseline.BeforeQuarters * Quarter), end, stop);
    }

    private async Task<ImmutableArray<long?>> WhatAsync(
        ImmutableArray<PointId> points, DateTimeOffset from, DateTimeOffset to, CancellationToken stop)
    {
        var sum = new long?[(to - from) / Quarter is var quarters ? (int)quarters : 0];
        Array.Fill(sum, 0);
        foreach (var point in points)
        {
            var known = (await readings.IntervalsAsync(point, from, to, stop))
                .Where(stored => stored.Interval.Quality == Quality.Measured)
                .ToDictionary(stored => stored.Interval.Start, stored => stored.Interval.Amount);
            for (var place = 0; place < sum.Length; place++)
                sum[place] += known.TryGetValue(from + (place * Quarter), out var amount) ? amount : null;
        }
        return [.. sum];
    }

    private static DayKind KindOf(Plan plan, LocalDate day) => plan.Declared(day)?.Kind
        ?? WorkingDays.Undeclared.KindOf(day);

    /// <summary>From the event's day to another one, at the same local time.</summary>
    private static TimeSpan Shift(Site site, LocalDate day, LocalDate other, DateTimeOffset from)
    {
        var local = Instant.FromDateTimeOffset(from).InZone(site.Zone).TimeOfDay;
        return (site.Zone.AtLeniently(other.At(local)).ToInstant() - site.Zone.AtLeniently(day.At(local)).ToInstant())
            .ToTimeSpan();
    }
}
