using System.Collections.Immutable;
using System.Globalization;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Enforcement;
using Jingu.Aggregator.Reporting.Plants;
using Jingu.Contracts.Commands;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Time;

namespace Jingu.Aggregator.Persistence;

/// <summary>
/// Plants as people look at them: at this moment, and over days; kept for seconds and shared by all who ask. Safe from
/// any thread; throws <see cref="ReadingStoreException"/>.
/// </summary>
internal sealed class CurrentPlants : IDisposable
{
    private static readonly TimeSpan NowAge = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ReportAge = TimeSpan.FromSeconds(10);

    /// <summary>Orders are shown for so long: a limit lasts seven days at most.</summary>
    private static readonly TimeSpan OrdersFor = TimeSpan.FromDays(14);

    private const int CommandsMax = 500;

    private readonly IReadingStore _readings;
    private readonly RelationalStore _relational;
    private readonly PolicyStore _policies;
    private readonly CurrentSite _site;
    private readonly SiteTime _time;
    private readonly StoredPlants _plants;
    private readonly Kept<PlantsNow> _now;
    private readonly KeptByKey<MonthPeriod, PlantsReport> _reports;

    public CurrentPlants(
        IReadingStore readings, RelationalStore relational, PolicyStore policies, StoredPlants plants,
        CurrentSite site, SiteTime time, MachineTime machine)
    {
        (_readings, _relational, _policies, _plants) = (readings, relational, policies, plants);
        (_site, _time) = (site, time);
        _now = new(MakeAsync, NowAge, machine);
        _reports = new(ReportAge, machine);
    }

    /// <summary>Each plant as it was a few seconds ago at most.</summary>
    public Task<PlantsNow> NowAsync(CancellationToken stop) => _now.GetAsync(stop);

    /// <inheritdoc cref="StoredPlants.MakeAsync"/>
    public Task<PlantsReport> ReportAsync(MonthPeriod period, CancellationToken stop) =>
        _reports.GetAsync(period, _plants.MakeAsync, stop);

    /// <summary>Something has changed: whoever asks next sees it.</summary>
    public void Forget()
    {
        _now.Forget();
        _reports.Forget();
    }

    public void Dispose()
    {
        _now.Dispose();
        _reports.Dispose();
    }

    private async Task<PlantsNow> MakeAsync(CancellationToken stop)
    {
        var (site, now) = (_site.Site, _time.GetUtcNow());
        var limits = await LimitsAsync(now, stop);
        var plants = ImmutableArray.CreateBuilder<PlantNow>();
        foreach (var plant in site.Plants)
            plants.Add(await PlantAsync(site, plant, limits, now, stop));
        return new(
            1, site.Id.Value, now, plants.ToImmutable(),
            [
                .. from stored in await _policies.RecentCommandsAsync(now - OrdersFor, CommandsMax, stop)
                   let curtail = stored.Command.Action as CommandAction.Curtail
                   where curtail is not null
                   select new CurtailOrder(
                       stored.Command.Id, stored.Command.Gateway.Value, curtail.Point, curtail.Tenths, curtail.Until,
                       stored.Command.By, stored.Command.Reason, stored.Command.Issued, stored.StateAt(now),
                       stored.AnsweredAt, stored.Answer),
            ]);
    }

    private async Task<PlantNow> PlantAsync(
        Site site, Plant plant, Dictionary<string, CurtailLimit> limits, DateTimeOffset now, CancellationToken stop)
    {
        var inverters = ImmutableArray.CreateBuilder<InverterNow>();
        foreach (var point in plant.Points.Select(id => site.Points.First(point => point.Id == id)))
        {
            var power = await LastAsync(point.Meter, Quantity.Power, now, stop);
            var state = await LastAsync(point.Meter, Quantity.OperatingState, now, stop);
            inverters.Add(new(
                point.Meter.Value, point.Id.Value,
                site.Meters.First(meter => meter.Id == point.Meter).Gateway.Value, (power ?? state)?.At, power?.Value,
                (int?)state?.Value, limits.GetValueOrDefault(point.Id.Value)));
        }
        return new(
            plant.Id.Value, plant.Name, plant.NameEn, plant.Building.Value, plant.CapacityW,
            PlantNow.Sum(inverters.DistinctBy(inverter => inverter.Meter).Select(inverter => inverter.PowerW)),
            plant.Irradiance.IsEmpty
                ? null
                : (await LastAsync(plant.Irradiance[0], Quantity.Irradiance, now, stop))?.Value,
            !plant.Irradiance.IsEmpty, inverters.ToImmutable());
    }

    /// <summary>What a meter said last; null where that is longer ago than what it says stands for.</summary>
    private async Task<(DateTimeOffset At, double Value)?> LastAsync(
        MeterId meter, Quantity quantity, DateTimeOffset now, CancellationToken stop)
    {
        foreach (var sample in (await _readings.SamplesAsync(meter, now - PlantNow.SaidFor, now, stop)).Reverse())
        {
            foreach (var value in sample.Values.Where(value => value.Scaling.Quantity == quantity))
                return (sample.Instant, value.Scaling.ToDouble(value.Count));
        }
        return null;
    }

    /// <summary>Limits that gateways have told of and whose time is not over, by point.</summary>
    private async Task<Dictionary<string, CurtailLimit>> LimitsAsync(DateTimeOffset now, CancellationToken stop)
    {
        var last = await _relational.LastOfSubjectsAsync(
            [EventKinds.CurtailmentBegun, EventKinds.CurtailmentEnded], now - Command.ValidMax, stop);
        var limits = new Dictionary<string, CurtailLimit>();
        foreach (var recorded in last.Where(recorded => recorded.Event.Kind == EventKinds.CurtailmentBegun))
        {
            if (int.TryParse(
                    EnforcementReport.Fact(recorded, "tenths"), CultureInfo.InvariantCulture, out var tenths)
                && DateTimeOffset.TryParse(
                    EnforcementReport.Fact(recorded, "until"), CultureInfo.InvariantCulture, out var until)
                && until > now)
            {
                limits[recorded.Event.Subject] = new(
                    tenths, recorded.Event.Instant, until, EnforcementReport.Fact(recorded, "command"));
            }
        }
        return limits;
    }
}
