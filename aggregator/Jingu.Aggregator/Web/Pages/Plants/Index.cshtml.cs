using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Planning.Statements;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Campus;
using Jingu.Aggregator.Reporting.Plants;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Aggregator.Web.Live;
using Jingu.Aggregator.Web.Pages.Shared;
using Jingu.Time;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace Jingu.Aggregator.Web.Pages.Plants;

/// <summary>Every PV plant now, on a day and in its month; alarms, limits, and orders to curtail.</summary>
[Requires(Access.Read)]
internal sealed class IndexModel(
    CurrentPlants plants, StoredCampus campus, PlantsLive live, CurrentSite site, Shell shell, SiteTime time,
    Visit visit) : PageModel
{
    public ShownDays Days { get; private set; } = null!;

    public PlantsNow Now { get; private set; } = null!;

    public PlantsReport Month { get; private set; } = null!;

    public PlantsReport Day { get; private set; } = null!;

    private ImmutableArray<OpenAlarm> _open = [];

    /// <summary>Whether whoever reads may order to curtail.</summary>
    public bool MayCurtail => visit.ActsForSite;

    public async Task OnGetAsync(string? month, string? day, CancellationToken stop)
    {
        var zone = site.Site.Zone;
        var today = Instant.FromDateTimeOffset(time.GetUtcNow()).InZone(zone).Date;
        Days = ShownDays.Of("/plants", month, day, today);
        Now = await plants.NowAsync(stop);
        _open = (await campus.GetAsync(stop)).Alarms;
        Month = await plants.ReportAsync(MonthPeriod.Of(Days.Month, zone), stop);
        Day = await plants.ReportAsync(MonthPeriod.OfDays(Days.Day, Days.Day.PlusDays(1), zone), stop);
        ViewData[LiveTag.ViewKey] = (await live.FrameAsync(stop)).Values;
        ViewData["Title"] = $"{Texts.Get("Pv")} {Days.MonthText}";
        ViewData["Stream"] = "/live/plants";
    }

    /// <summary>The orders alone, when one has changed.</summary>
    public async Task<IActionResult> OnGetOrdersAsync(CancellationToken stop)
    {
        Now = await plants.NowAsync(stop);
        return Partial("_Orders", this);
    }

    public static string NameOf(PlantReport plant) => Shell.NameOf(plant.Name, plant.NameEn);

    public static string NameOf(PlantNow plant) => Shell.NameOf(plant.Name, plant.NameEn);

    /// <summary>What it generated in percent of what was to be expected, and by what that is told.</summary>
    public static string ExpectedOf(PlantReport plant) => plant.Expectation is not { } expected
        ? Texts.Get("PlantNoExpectation")
        : Texts.Get(
            expected.BySiblings == 0 ? "PlantExpectedByLight"
                : expected.BySiblings == expected.Quarters ? "PlantExpectedBySiblings" : "PlantExpectedByBoth",
            Figures.Tenths(expected.ExpectedWh, "kWh"), Figures.Part(expected.Ratio), expected.Quarters,
            expected.BySiblings);

    public static string RatioOf(PlantFigures figures) => figures.PerformanceRatio is { Ratio: { } ratio } known
        ? Texts.Get("PlantRatioOver", Figures.Part(ratio), Figures.Part(known.Coverage))
        : Texts.Get("PlantRatioNone");

    public static string YieldOf(PlantFigures figures) =>
        figures.FinalYield is { } yield ? Texts.Get("PlantYieldOf", yield) : Figures.Unknown;

    public static string AvailabilityOf(PlantFigures figures) => figures.Availability is { } available
        ? Texts.Get("PlantAvailabilityOf", Figures.Part(available.Ratio), available.Judged, available.LeftOut)
        : Texts.Get("PlantAvailabilityNone");

    public static string QualityOf(PlantFigures figures) => Texts.Get(
        "PlantQuality", figures.QuartersMeasured, figures.QuartersKnown - figures.QuartersMeasured,
        figures.QuartersDue - figures.QuartersKnown, figures.QuartersDue);

    /// <summary>An alarm as a sentence: what, with which evidence and hints.</summary>
    public static string Sentence(PlantAlarm alarm) => string.Join(Texts.Get("ListSeparator"), [
        Texts.Get("PlantAlarm-" + alarm.Kind),
        .. alarm.Hints.Select(hint => Texts.Get("PlantHint-" + hint)),
        .. alarm.Evidence.Select(each => Texts.Get(
            "PlantEvidenceOf", Texts.Get("PlantValue-" + each.Name), each.Min, each.Max)),
        Texts.Get("PlantAlarmSamples", alarm.Samples),
    ]);

    /// <summary>An alarm as it stands on the campus, where a notice may be issued; null where it is over.</summary>
    public OpenAlarm? OpenOf(PlantReport plant, PlantAlarm alarm) => alarm.End is null
        ? _open.FirstOrDefault(open => open.Subject == plant.Id && open.Kind == OpenAlarms.KindOf(alarm.Kind))
        : null;

    public static string DoubtOf(Balance balance) => balance.Doubt is { } doubt
        ? Texts.Get($"BalanceDoubt-{doubt}", balance.LeftOut)
        : Texts.Get("PlantBalanceQuarters", balance.QuartersComplete, balance.QuartersDue);

    public static string FactorOf(StatementConversion factor) => Texts.Get(
        "PlantFactor", factor.Milligrams / 1_000_000m, factor.Set, factor.Scope, factor.Source)
        + (factor.Confirmed ? "" : Texts.Get("ListSeparator") + Texts.Get("PlantUnconfirmed"));

    public string Local(DateTimeOffset at) => shell.Local(at, StandValues.Short);
}
