using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Lighting;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Aggregator.Web.Live;
using Jingu.Aggregator.Web.Pages.Shared;
using Jingu.Contracts.State;
using Jingu.Time;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace Jingu.Aggregator.Web.Pages.Lighting;

/// <summary>Every lighting zone now, why it is lit so, its lamps and sensors, and what its rules saved.</summary>
[Requires(Access.Read)]
internal sealed class IndexModel(
    CurrentLighting lighting, LightingLive live, CurrentSite site, SiteTime time, Visit visit) : PageModel
{
    public ShownDays Days { get; private set; } = null!;

    public LightingNow Now { get; private set; } = null!;

    public LightingReport Month { get; private set; } = null!;

    public LightingReport Day { get; private set; } = null!;

    /// <summary>Whether whoever reads may order light.</summary>
    public bool MayOrder => visit.ActsForSite;

    public async Task OnGetAsync(string? month, string? day, CancellationToken stop)
    {
        var today = Instant.FromDateTimeOffset(time.GetUtcNow()).InZone(site.Site.Zone).Date;
        Days = ShownDays.Of("/lighting", month, day, today);
        Now = await lighting.NowAsync(stop);
        Month = await lighting.ReportAsync(LocalDays.Of(Days.Month), stop);
        Day = await lighting.ReportAsync(new(Days.Day, Days.Day.PlusDays(1)), stop);
        ViewData[LiveTag.ViewKey] = (await live.FrameAsync(stop)).Values;
        ViewData["Title"] = $"{Texts.Get("Lighting")} {Days.MonthText}";
        ViewData["Stream"] = "/live/lighting";
    }

    /// <summary>Lamps, sensors and faults of one zone alone, when one of them has changed.</summary>
    public async Task<IActionResult> OnGetZoneAsync(string zone, CancellationToken stop)
    {
        Now = await lighting.NowAsync(stop);
        return Now.Zones.FirstOrDefault(each => each.Id == zone) is { } known ? Partial("_Zone", known) : NotFound();
    }

    /// <summary>Orders and proposals alone, when one of them has changed.</summary>
    public async Task<IActionResult> OnGetOrdersAsync(CancellationToken stop)
    {
        Now = await lighting.NowAsync(stop);
        return Partial("_Orders", this);
    }

    public static string NameOf(ZoneNow zone) => Shell.IsChinese ? zone.Name : zone.NameEn;

    /// <summary>Of a zone by its id; the id where nobody knows it any more.</summary>
    public string NameOf(string zone) => Now.Zones.FirstOrDefault(each => each.Id == zone) is { } known
        ? NameOf(known)
        : zone;

    /// <summary>Why an order has no answer yet, or never got one; null where it has one.</summary>
    public string? SilenceOf(ZoneCommand order) => order.State is not ("issued" or "expired") ? null
        : Now.Zones.FirstOrDefault(zone => zone.Id == order.Zone) is { Orders: null, IsSilent: false, ToldAt: not null }
            ? Texts.Get("ZoneOrderUnknown", order.Gateway)
            : Texts.Get(order.State == "issued" ? "ZoneOrderWaits" : "ZoneOrderUnheard", order.Gateway);

    public string BuildingOf(ZoneNow zone) => site.Site.Buildings.FirstOrDefault(
        building => building.Id.Value == zone.Building) is { } building
        ? Shell.IsChinese ? building.Name : building.NameEn
        : Texts.Get("ZoneNotInSite");

    /// <summary>Null for a zone that site.yaml does not know.</summary>
    public static ZoneReport? Of(LightingReport report, ZoneNow zone) =>
        report.Zones.FirstOrDefault(each => each.Id == zone.Id);

    /// <summary>Saved, with its part of the baseline; or why it is not known.</summary>
    public static string SavedOf(ZoneReport? zone) => zone switch
    {
        null => Texts.Get("ZoneNoPoint"),
        { SavedWh: { } saved } => $"{Figures.Tenths(saved, "kWh")} "
            + $"({Figures.Part(zone.SavedThousandths is { } part ? part / 1000d : null)})",
        _ => LightingText.GapOf(zone),
    };

    /// <summary>What a sensor said last, and whether it is believed.</summary>
    public static string SensorOf(SensorLighting sensor)
    {
        var said = (sensor.Kind, sensor.Value) switch
        {
            (_, null) => Texts.Get("SensorNothing"),
            ("presence", > 0) => Texts.Get("SensorSomebody"),
            ("presence", _) => Texts.Get("SensorNobody"),
            (_, { } lux) => Texts.Get("SensorLux", lux),
        };
        return sensor.Fault is { } fault
            ? Texts.Get("SensorFault", Texts.Find($"SensorFault-{fault}") ?? fault, said)
            : said;
    }
}
