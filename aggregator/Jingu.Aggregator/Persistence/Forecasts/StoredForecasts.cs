using System.Collections.Concurrent;
using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Persistence.Rollups;
using Jingu.Aggregator.Planning;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Forecasting;
using Jingu.Aggregator.Reporting.Rollups;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using NodaTime;

namespace Jingu.Aggregator.Persistence.Forecasts;

/// <summary>
/// Forecasts of the current month, made again when the sums or the plan that they follow from have changed. Safe from
/// any thread; throws what the stores throw.
/// </summary>
internal sealed class StoredForecasts(StoredRollups rollups, CurrentPlan current, CurrentSite site)
{
    /// <summary>Days that are looked back at: those that weigh, and those of earlier forecasts.</summary>
    private const int DaysBack = 190;

    /// <summary>Days of which hours are looked at.</summary>
    private const int HoursBack = 21;

    private readonly ConcurrentDictionary<(UnitId, Resource), (Basis Basis, ForecastReport Report)> _made = new();

    /// <summary>Of a unit that site.yaml knows.</summary>
    public async Task<ForecastReport> OfAsync(UnitId unit, Resource resource, CancellationToken stop)
    {
        var plan = await current.GetAsync(stop);
        return await OfAsync(unit, resource, plan, stop);
    }

    /// <summary>Of every unit, without the days.</summary>
    public async Task<ImmutableArray<ForecastReport>> AllAsync(CancellationToken stop)
    {
        var plan = await current.GetAsync(stop);
        var all = ImmutableArray.CreateBuilder<ForecastReport>();
        foreach (var unit in site.Site.Units)
        {
            foreach (var resource in Enum.GetValues<Resource>())
                all.Add(await OfAsync(unit.Id, resource, plan, stop) with { Days = [] });
        }
        return all.ToImmutable();
    }

    private async Task<ForecastReport> OfAsync(UnitId unit, Resource resource, Plan plan, CancellationToken stop)
    {
        var subject = new RollupSubject(RollupOf.Unit, unit.Value);
        var (today, month) = (rollups.Today, rollups.CurrentMonth);
        var whole = (await rollups.MonthsAsync(subject, resource, month, month, stop))[0];
        var basis = new Basis(today, whole.Used, whole.Quality, plan.Number, site.Site);
        if (_made.TryGetValue((unit, resource), out var made) && made.Basis == basis)
            return made.Report;
        var days = await rollups.DaysAsync(subject, resource, new(today.PlusDays(-DaysBack), today), stop);
        var quarters = await rollups.CurveAsync(
            subject, resource, new LocalDays(today.PlusDays(-HoursBack), today.PlusDays(1)), stop);
        var report = Make(unit, resource, whole, plan, days, KnownUse.Of(days, quarters, site.Site.Zone));
        _made[(unit, resource)] = (basis, report);
        return report;
    }

    private ForecastReport Make(
        UnitId unit, Resource resource, RollupRow whole, Plan plan, ImmutableArray<RollupRow> days, KnownUse? known)
    {
        var month = rollups.CurrentMonth;
        var first = month.OnDayOfMonth(1);
        var end = first.PlusMonths(1);
        var budget = plan.Available(unit, resource, month) is { } available ? Math.Max(0, available) : (long?)null;
        var report = new ForecastReport(
            unit.Value, Words.Of(resource), MonthReport.Text(month), known is null ? null : At(known.Until), budget,
            whole.Used, whole.Quality.Missing, known?.Days.Length ?? 0);
        // Where nothing of the month is known yet, or a day of it has just become the last one, nothing is said.
        if (known is null || known.Until.Date < first || known.Until.Date >= end
            || UseForecast.Make(
                new(known.Days, known.Until.Date, plan.WorkingDays), known.Until, end) is not { } forecast)
        {
            return report;
        }
        // What is known beyond a gap is part of the forecast, so that nothing counts twice.
        var before = days.Where(day =>
            string.CompareOrdinal(day.Period, RollupPeriods.Of(first)) >= 0
            && string.CompareOrdinal(day.Period, RollupPeriods.Of(known.Until.Date)) < 0);
        var used = before.Sum(day => day.Used ?? 0) + known.Begun;
        var last = forecast.Days[^1];
        var runOut = budget is { } all ? forecast.RunOut(all - used) : null;
        return report with
        {
            AtEnd = new(used + last.Low, used + last.Middle, used + last.High),
            RunOut = runOut is null ? null : new(At(runOut.Early), At(runOut.Middle), At(runOut.Late)),
            Days =
            [
                .. forecast.Days.Select(day => new ForecastDayEnd(
                    RollupPeriods.Of(day.Date), used + day.Low, used + day.Middle, used + day.High)),
            ],
            Past = forecast.Past(),
        };
    }

    private DateTimeOffset? At(LocalDateTime? local) => local is { } known ? At(known) : null;

    private DateTimeOffset At(LocalDateTime local) =>
        local.InZoneLeniently(site.Site.Zone).ToDateTimeOffset().ToUniversalTime();

    /// <summary>What a forecast follows from; while it is the same, so is the forecast.</summary>
    private sealed record Basis(LocalDate Today, long? Used, QualityCounts Quality, long Plan, Site Site);
}
