using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Planning;
using Jingu.Aggregator.Planning.Statements;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Plants;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Time;
using NodaTime;
using NodaTime.Text;
using Interval = Jingu.Contracts.Readings.Interval;

namespace Jingu.Aggregator.Persistence;

/// <summary>
/// Fetches what reports of plants are computed from. Safe from any thread; throws <see cref="ReadingStoreException"/>.
/// </summary>
internal sealed class StoredPlants(IReadingStore readings, PlanStore plans, CurrentSite site, SiteTime time)
{
    /// <summary>
    /// Intervals and samples of so much are held at once, before they are reduced to balances and to what alarms need.
    /// </summary>
    private static readonly TimeSpan ChunkMax = TimeSpan.FromDays(7);

    /// <summary>The month in which the site is now.</summary>
    public YearMonth CurrentMonth => MonthPeriod.Containing(time.GetUtcNow(), site.Site.Zone);

    /// <param name="period">
    /// <see cref="LocalDays.Max"/> days at most; what is still to come of it is not missing.
    /// </param>
    public async Task<PlantsReport> MakeAsync(MonthPeriod period, CancellationToken stop)
    {
        var current = site.Site;
        var due = period.Until(time.GetUtcNow());
        var plan = new Plan(await plans.LoadAsync(null, stop));
        var (intervals, quarters) = await IntervalsAsync(current, due, stop);
        var buildings = Balancing.Of(current, quarters, due.Intervals);
        var series =
            new List<(Plant Plant, ImmutableArray<PlantQuarter> Quarters, ImmutableArray<PlantSample> Samples)>();
        foreach (var plant in current.Plants)
        {
            var (samples, light) = await SamplesAsync(current, plant, due, stop);
            series.Add((plant, PlantQuarter.All(
                due, [.. plant.Points.Select(point => intervals[point].Values.ToList())], light), samples));
        }
        var yields = series.Select(each => SiblingYields.OwnOf(each.Plant.CapacityW, each.Quarters)).ToList();
        var daylight = new Daylight(current.Place);
        return new(
            1, current.Id.Value, current.Zone.Id, MonthPeriod.ZoneVersion, period.From, period.To,
            readings.Description, plan.Number, current.Place?.Latitude, current.Place?.Longitude,
            [
                .. series.Select((each, index) =>
                {
                    var siblings = SiblingYields.Medians([.. yields.Where((_, other) => other != index)]);
                    var alarms = PlantAlarms.Of(new(each.Plant.CapacityW, daylight, each.Samples, siblings));
                    var curve = PlantCurve.Of(each.Plant.CapacityW, each.Quarters, siblings);
                    return Make(each.Plant, each.Quarters, period, plan, current.Zone, daylight, alarms) with
                    {
                        Expectation = PlantExpectation.Of(curve),
                        Days = PlantDay.All(curve, at => LocalDatePattern.Iso.Format(
                            Instant.FromDateTimeOffset(at).InZone(current.Zone).Date)),
                        Curve = curve,
                    };
                }),
            ],
            buildings, Balance.OfSite(buildings))
        {
            Quarters = quarters,
            Credits = MonthOf(period, current.Zone) is { } month
                ? new Credits(current, quarters, intervals).Of(plan.CreditsOn(month.OnDayOfMonth(1)), period.Intervals)
                : [],
        };
    }

    /// <summary>The month that a period is, from midnight to midnight; null for any other.</summary>
    public static YearMonth? MonthOf(MonthPeriod period, DateTimeZone zone)
    {
        var month = MonthPeriod.Containing(period.From, zone);
        return MonthPeriod.Of(month, zone) == period ? month : null;
    }

    /// <summary>True when nothing more of a period is to come.</summary>
    public bool IsOver(MonthPeriod period) => time.GetUtcNow() >= period.To;

    private static PlantReport Make(
        Plant plant, ImmutableArray<PlantQuarter> quarters, MonthPeriod period, Plan plan, DateTimeZone zone,
        Daylight daylight, ImmutableArray<PlantAlarm> alarms)
    {
        var figures = PlantFigures.Of(plant.CapacityW, quarters, daylight);
        return new(
            plant.Id.Value, plant.Name, plant.NameEn, plant.Building.Value, plant.CapacityW, figures,
            YieldBand.Of(figures, period),
            [
                .. from quarter in quarters
                   where quarter.Wh is not null
                   group quarter.Wh!.Value by MonthPeriod.Containing(quarter.Start, zone) into month
                   let sum = month.Sum()
                   select new AvoidedReport(
                       MonthReport.Text(month.Key), sum,
                       StatementMaking.Conversions(plan, Resource.Electricity, month.Key, sum)),
            ],
            alarms);
    }

    /// <summary>What generation points counted, and the balances of every building's quarter hours.</summary>
    private async Task<(
        Dictionary<PointId, IReadOnlyDictionary<DateTimeOffset, Interval>> Generation,
        ImmutableArray<BalanceQuarter> Quarters)> IntervalsAsync(
        Site current, MonthPeriod period, CancellationToken stop)
    {
        var points = Balancing.Points(current);
        var generation = points.Where(point => point.Role == PointRole.Plant).ToDictionary(
            point => point.Id, _ => new Dictionary<DateTimeOffset, Interval>());
        var quarters = ImmutableArray.CreateBuilder<BalanceQuarter>();
        foreach (var chunk in Chunks(period))
        {
            var found = new Dictionary<PointId, IReadOnlyDictionary<DateTimeOffset, Interval>>();
            foreach (var point in points.Select(point => point.Id))
            {
                var read = (await readings.IntervalsAsync(point, chunk.From, chunk.To, stop))
                    .ToDictionary(each => each.Interval.Start, each => each.Interval);
                found[point] = read;
                if (!generation.TryGetValue(point, out var kept))
                    continue;
                foreach (var (start, interval) in read)
                    kept[start] = interval;
            }
            quarters.AddRange(new Balancing(current, found).Quarters(chunk));
        }
        return (
            generation.ToDictionary(
                each => each.Key, each => (IReadOnlyDictionary<DateTimeOffset, Interval>)each.Value),
            [.. quarters.OrderBy(quarter => quarter.Building.Value, StringComparer.Ordinal)]);
    }

    private static IEnumerable<MonthPeriod> Chunks(MonthPeriod period)
    {
        for (var from = period.From; from < period.To; from += ChunkMax)
            yield return new(from, period.To - from < ChunkMax ? period.To : from + ChunkMax);
    }

    /// <summary>Samples for alarms, and those of the sensor in the plane of the array alone.</summary>
    private async Task<(ImmutableArray<PlantSample> Samples, ImmutableArray<PlantSample> Light)> SamplesAsync(
        Site current, Plant plant, MonthPeriod period, CancellationToken stop)
    {
        ImmutableArray<MeterId> inverters =
            [.. plant.Points.Select(id => current.Points.First(point => point.Id == id).Meter).Distinct()];
        var read = new Dictionary<MeterId, ImmutableArray<MeterSample>>();
        foreach (var meter in inverters.Concat(plant.Irradiance).Distinct())
            read[meter] = await SamplesAsync(meter, period, stop);
        return (
            SampleJoining.Join(
                [.. inverters.Select(meter => read[meter])], [.. plant.Irradiance.Select(meter => read[meter])]),
            plant.Irradiance.IsEmpty
                ? []
                : [.. read[plant.Irradiance[0]].Select(each => new PlantSample(
                    each.At, null, Irradiance: each.Irradiance))]);
    }

    private async Task<ImmutableArray<MeterSample>> SamplesAsync(
        MeterId meter, MonthPeriod period, CancellationToken stop)
    {
        var samples = ImmutableArray.CreateBuilder<MeterSample>();
        foreach (var chunk in Chunks(period))
            samples.AddRange((await readings.SamplesAsync(meter, chunk.From, chunk.To, stop)).Select(Thinned));
        return samples.ToImmutable();
    }

    private static MeterSample Thinned(StoredSample sample)
    {
        double? Of(Quantity quantity)
        {
            foreach (var value in sample.Values)
            {
                if (value.Scaling.Quantity == quantity)
                    return value.Scaling.ToDouble(value.Count);
            }
            return null;
        }
        return new(
            sample.Instant, Of(Quantity.Power), Of(Quantity.VoltageDc), Of(Quantity.CurrentDc),
            (int?)Of(Quantity.OperatingState), Of(Quantity.Irradiance));
    }
}
