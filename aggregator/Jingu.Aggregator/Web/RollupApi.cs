using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Persistence.Rollups;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Plants;
using Jingu.Aggregator.Reporting.Rollups;
using Jingu.Aggregator.Web.Answers;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Aggregator.Web.Tables;
using Jingu.Contracts.Readings;
using NodaTime;
using NodaTime.Text;
using static Jingu.Aggregator.Web.Requests;

namespace Jingu.Aggregator.Web;

/// <summary>The HTTP API of days and months, curves, balances, restatements and indicators, read-only.</summary>
internal static class RollupApi
{
    /// <summary>As many months are answered at once.</summary>
    private const int MonthsMax = 120;

    private static string MonthsWanted =>
        $"Name months such as from=2026-01&to=2026-03, at most {MonthsMax} of them.";

    public static void MapRollupApi(this WebApplication app)
    {
        app.MapGet("/api/rollups", RollupsAsync).Requires(Access.ReadOwn);
        app.MapGet("/api/curve", CurveAsync).Requires(Access.ReadOwn);
        app.MapGet("/api/balance", BalanceAsync).Requires(Access.Read);
        app.MapGet("/api/restatements", RestatementsAsync).Requires(Access.ReadOwn)
            .Paged(WebJson.Words, "number");
        app.MapGet("/api/indicators", IndicatorsAsync).Requires(Access.ReadOwn);
    }

    /// <summary>Days from one to another, the last excluded; or months, both included.</summary>
    private static async Task<IResult> RollupsAsync(
        string? of, string? id, string? resource, string? from, string? to, string? by, string? format,
        StoredRollups rollups, CurrentSite site, Visit visit, CancellationToken stop)
    {
        if (Complaint(of, id, resource, rollups, out var subject, out var wanted) is { } complaint)
            return Bad(complaint);
        if (!visit.Sees(subject.Of, subject.Id, site.Site))
            return NotYours(id);
        if (by is not (null or "day" or "month"))
            return Bad($"'{by}' is no period: use day or month.");
        if (by == "month")
        {
            return Months(from, to, rollups) is var (first, last)
                ? Answer(format, subject, wanted, await rollups.MonthsAsync(subject, wanted, first, last, stop))
                : Bad(MonthsWanted);
        }
        return LocalDays.Parse(null, from, to, rollups.CurrentMonth) is { } days
            ? Answer(format, subject, wanted, await rollups.DaysAsync(subject, wanted, days, stop))
            : Bad(LocalDays.Wanted);
    }

    /// <summary>Every quarter hour of a local day that is over; without a day, today's.</summary>
    private static async Task<IResult> CurveAsync(
        string? of, string? id, string? resource, string? day, string? format, StoredRollups rollups,
        CurrentSite site, Visit visit, CancellationToken stop)
    {
        if (Complaint(of, id, resource, rollups, out var subject, out var wanted) is { } complaint)
            return Bad(complaint);
        if (!visit.Sees(subject.Of, subject.Id, site.Site))
            return NotYours(id);
        if (DayOf(day, rollups) is not { } on)
            return Bad($"'{day}' is no day: write one such as 2026-03-01.");
        var quarters = await rollups.CurveAsync(subject, wanted, on, stop);
        return format switch
        {
            null or "json" => Results.Json(
                new { of, id, resource = Words.Of(wanted), day = RollupPeriods.Of(on), quarters }, WebJson.Words),
            "csv" => TableCsv.Answer(RollupTables.Of(wanted, quarters)),
            _ => WrongFormat(format),
        };
    }

    /// <summary>A building's month by day, whole, and by unit; or every quarter hour of it, or of a day.</summary>
    private static async Task<IResult> BalanceAsync(
        string? building, string? resource, string? month, string? day, string? by, string? format,
        StoredRollups rollups, CancellationToken stop)
    {
        if (Complaint("building", building, resource, rollups, out var subject, out var wanted) is { } complaint)
            return Bad(complaint);
        var of = day is null ? LocalDays.Parse(month, null, null, rollups.CurrentMonth)
            : DayOf(day, rollups) is { } on ? new(on, on.PlusDays(1)) : null;
        if (of is null)
            return Bad("Name a month such as month=2026-03, or a day such as day=2026-03-01.");
        if (by is not (null or "day" or "quarter"))
            return Bad($"'{by}' is no period: use day or quarter.");
        if (by == "quarter" || day is not null)
        {
            var quarters = await rollups.QuartersAsync(new(subject.Id), wanted, of, stop);
            return format switch
            {
                null or "json" => Results.Json(new { building, quarters = quarters.Select(Quarter) }, WebJson.Words),
                "csv" => TableCsv.Answer(RollupTables.Of(wanted, quarters)),
                _ => WrongFormat(format),
            };
        }
        var whole = of.First.ToYearMonth();
        var days = await rollups.DaysAsync(subject, wanted, of, stop);
        return format switch
        {
            null or "json" => Results.Json(
                new
                {
                    building,
                    resource = Words.Of(wanted),
                    month = RollupPeriods.Of(whole),
                    whole = (await rollups.MonthsAsync(subject, wanted, whole, whole, stop))[0],
                    days,
                    shares = await rollups.SharesAsync(new(subject.Id), wanted, whole, stop),
                },
                WebJson.Words),
            "csv" => TableCsv.Answer(RollupTables.Of(subject, wanted, days)),
            _ => WrongFormat(format),
        };
    }

    /// <summary>What was reported of a month and its days and has changed since.</summary>
    private static async Task<IResult> RestatementsAsync(
        string? month, string? format, StoredRollups rollups, RollupStore store, CurrentSite site, Visit visit,
        CancellationToken stop)
    {
        if ((month is null ? rollups.CurrentMonth : MonthReport.Parse(month)) is not { } wanted)
            return Api.WrongMonth(month);
        var restated = (await store.RestatementsAsync(RollupPeriods.Of(wanted), stop)).For(visit, site.Site);
        return format switch
        {
            null or "json" => Results.Json(restated, WebJson.Words),
            "csv" => TableCsv.Answer(RollupTables.Of(restated)),
            _ => WrongFormat(format),
        };
    }

    /// <summary>Of months, both included; without them of this year up to the running month.</summary>
    private static async Task<IResult> IndicatorsAsync(
        string? of, string? id, string? from, string? to, string? format, StoredIndicators indicators,
        StoredRollups rollups, CurrentSite site, Visit visit, CancellationToken stop)
    {
        if (of is not null && Complaint(of, id, null, rollups, out _, out _) is { } complaint)
            return Bad(complaint);
        if (!visit.Sees(RollupWords.Find<RollupOf>(of) ?? RollupOf.Building, id ?? "", site.Site))
            return NotYours(id);
        var january = RollupPeriods.Of(new YearMonth(rollups.Today.Year, 1));
        var asked = from is null && to is null
            ? Months(january, RollupPeriods.Of(rollups.CurrentMonth), rollups)
            : Months(from, to, rollups);
        if (asked is not var (first, last))
            return Bad(MonthsWanted);
        var report = await indicators.MakeAsync(
            first, last, of is null ? null : new(RollupWords.Parse<RollupOf>(of), id!), stop);
        return format switch
        {
            null or "json" => Results.Json(report, WebJson.Words),
            "csv" => TableCsv.Answer(IndicatorTable.Of(report)),
            _ => WrongFormat(format),
        };
    }

    private static (YearMonth First, YearMonth Last)? Months(string? from, string? to, StoredRollups rollups)
    {
        var first = from is null ? rollups.CurrentMonth : MonthReport.Parse(from);
        var last = to is null ? first : MonthReport.Parse(to);
        return first is { } begin && last is { } end && begin <= end && end <= begin.PlusMonths(MonthsMax - 1)
            ? (begin, end)
            : null;
    }

    private static IResult NotYours(string? id) =>
        Visit.NotAllowed($"'{id}' is not of your units: ask about one of your own, or a point of it.");

    private static object Quarter(BalanceQuarter each) => new
    {
        each.Start,
        each.Import,
        each.Generation,
        each.Export,
        each.SubMeters,
        each.Gap,
        each.Quality,
    };

    private static IResult Answer(
        string? format, RollupSubject subject, Resource resource,
        ImmutableArray<RollupRow> rows) => format switch
        {
            null or "json" => Results.Json(
                new
                {
                    of = subject.Of,
                    subject.Id,
                    resource = Words.Of(resource),
                    unit = resource == Resource.Electricity ? "Wh" : "L",
                    zoneVersion = MonthPeriod.ZoneVersion,
                    rows,
                },
                WebJson.Words),
            "csv" => TableCsv.Answer(RollupTables.Of(subject, resource, rows)),
            _ => WrongFormat(format),
        };

    /// <summary>What is wrong with the thing that is asked about; null: nothing.</summary>
    private static string? Complaint(
        string? of, string? id, string? resource, StoredRollups rollups, out RollupSubject subject,
        out Resource wanted)
    {
        subject = new(RollupWords.Find<RollupOf>(of) ?? default, id ?? "");
        wanted = RollupWords.Find<Resource>(resource ?? "electricity") ?? default;
        return RollupWords.Find<RollupOf>(of) is null
            ? $"'{of}' is nothing to ask about: of is point, unit or building."
            : wanted == default ? $"'{resource}' is no resource: use electricity or water."
            : rollups.Knows(subject) ? null
            : $"'{id}' is no {of} of the site: see site.yaml.";
    }

    private static LocalDate? DayOf(string? day, StoredRollups rollups) => day is null ? rollups.Today
        : LocalDatePattern.Iso.Parse(day) is { Success: true, Value: var on } ? on
        : null;
}
