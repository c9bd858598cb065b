using System.Globalization;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Flow;
using Jingu.Aggregator.Reporting.Rollups;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Aggregator.Web.Pages.Shared;
using Jingu.Contracts.Readings;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using NodaTime.Text;

namespace Jingu.Aggregator.Web.Pages.Buildings;

/// <summary>
/// One building's month: from grid and plants to who used it, main against sub-meters, sub-items, shares.
/// </summary>
[Requires(Access.Read)]
internal sealed class BuildingModel(StoredBuildings buildings, CurrentSite site) : PageModel
{
    /// <summary>Null where the site has no such building.</summary>
    public BuildingMonth? Sheet { get; private set; }

    public string Id { get; private set; } = "";

    public YearMonth Month { get; private set; }

    /// <summary>True when the address asked for what is no month, day or resource; what is shown is another.</summary>
    public bool IsWrong { get; private set; }

    public Resource Resource { get; private set; }

    public string Name => Sheet is null ? Id : Shell.IsChinese ? Sheet.Name : Sheet.NameEn;

    public string Kind => Words.Of(Resource);

    public string Measure => Resource == Resource.Electricity ? "kWh" : "m³";

    /// <summary>True where roof plants supply the building, so that parts of PV are shown.</summary>
    public bool HasPv => site.Site.Buildings.Any(building => building.Id.Value == Id
        && PvAllocation.HasPlant(site.Site, building.Id, Resource));

    /// <summary>The day that is not over yet; null where the month has none.</summary>
    public string? Running => Month == buildings.CurrentMonth ? RollupPeriods.Of(buildings.Today) : null;

    /// <summary>The API's address of what the page shows.</summary>
    public string Address => $"/api/buildings/{Id}?{Query(Resource, Sheet!.Month, Sheet.Day)}";

    /// <summary>This page with something else of it chosen.</summary>
    public string Link(Resource resource, YearMonth month) =>
        $"/buildings/{Id}?{Query(resource, MonthReport.Text(month), null)}";

    /// <summary>The day before or after the shown one, within the month; null at its ends.</summary>
    public string? DayLink(int days)
    {
        if (Sheet?.Day is not { } shown)
            return null;
        var day = LocalDatePattern.Iso.Parse(shown).Value.PlusDays(days);
        return day.ToYearMonth() == Month && day <= buildings.Today
            ? $"/buildings/{Id}?{Query(Resource, Sheet.Month, RollupPeriods.Of(day))}#quarters"
            : null;
    }

    /// <summary>Who a part is of, in the reader's language.</summary>
    public static string NameOf(FlowPart part) => part.User switch
    {
        FlowUser.Unit => (Shell.IsChinese ? part.Name : part.NameEn) ?? part.Unit!,
        FlowUser.Common => Texts.Get("Common"),
        _ => Texts.Get("Gap"),
    };

    public static string NameOf(SubItem? item) =>
        Texts.Get("SubItem-" + (item is { } known ? RollupWords.Of(known) : "none"));

    /// <summary>A part of a whole in percent, to the tenth; a dash where there is no whole.</summary>
    public static string PartOf(long? part, long? whole) =>
        Figures.Part(part is { } known && whole is > 0 and var all ? (double)known / all : null);

    /// <summary>A part of a whole in percent with its sign, to the tenth; a dash where there is no whole.</summary>
    public static string SignedShare(long? part, long? whole) => part is { } known && whole is > 0 and var all
        ? ((decimal)((Int128)known * 1000 / all) / 10).ToString("+0.0;-0.0;0.0", CultureInfo.CurrentCulture) + " %"
        : Figures.Unknown;

    public async Task<IActionResult> OnGetAsync(
        string id, string? month, string? day, string? resource, CancellationToken stop)
    {
        Id = id;
        var on = day is null ? null : LocalDatePattern.Iso.Parse(day) is { Success: true } parsed
            ? parsed.Value : (LocalDate?)null;
        var asked = month is null ? on?.ToYearMonth() : MonthReport.Parse(month);
        Month = asked ?? buildings.CurrentMonth;
        Resource = RollupWords.Find<Resource>(resource ?? "electricity") ?? Resource.Electricity;
        IsWrong = (month is not null && asked is null) || (day is not null && on is null)
            || RollupWords.Find<Resource>(resource ?? "electricity") is null;
        Sheet = await buildings.MonthAsync(
            id, Resource, Month, on is { } known && known.ToYearMonth() == Month ? known : Shown(), stop);
        ViewData["Title"] = Name;
        if (Sheet is null)
            Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }

    /// <summary>The running day, of another month its last.</summary>
    private LocalDate Shown() => Month == buildings.CurrentMonth
        ? buildings.Today
        : Month.OnDayOfMonth(1).PlusMonths(1).PlusDays(-1);

    private static string Query(Resource resource, string month, string? day) =>
        $"resource={Words.Of(resource)}&month={month}" + (day is null ? "" : $"&day={day}");
}
