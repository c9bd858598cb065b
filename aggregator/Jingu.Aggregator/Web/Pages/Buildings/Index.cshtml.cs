using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Flow;
using Jingu.Aggregator.Reporting.Rollups;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Aggregator.Web.Pages.Shared;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace Jingu.Aggregator.Web.Pages.Buildings;

/// <summary>Every building: its month, its running day, and the gap between main and sub-meters.</summary>
[Requires(Access.Read)]
internal sealed class IndexModel(StoredBuildings buildings) : PageModel
{
    /// <summary>True when the address asked for a month that is none; the current one is shown.</summary>
    public bool IsWrongMonth { get; private set; }

    public YearMonth Month { get; private set; }

    public BuildingList List { get; private set; } = null!;

    /// <summary>Both resources of a building that has them, with the words and signs that pages use for them.</summary>
    public static IEnumerable<(string Kind, string Name, string Measure, BuildingUse Use)> Uses(BuildingStand building)
    {
        if (building.Electricity is { } electricity)
            yield return ("electricity", "Electricity", "kWh", electricity);
        if (building.Water is { } water)
            yield return ("water", "Water", "m³", water);
    }

    public static string NameOf(BuildingStand building) => Shell.IsChinese ? building.Name : building.NameEn;

    /// <summary>A gap of what came in, in thousandths of it; a dash where nothing did.</summary>
    public static string GapOf(BalanceSums? balance) => balance is null
        ? Figures.Unknown
        : BuildingModel.SignedShare(balance.Gap, balance.SubMeters + balance.Gap);

    public async Task OnGetAsync(string? month, CancellationToken stop)
    {
        var asked = month is null ? null : MonthReport.Parse(month);
        IsWrongMonth = month is not null && asked is null;
        Month = asked ?? buildings.CurrentMonth;
        List = await buildings.AllAsync(Month, stop);
        ViewData["Title"] = $"{Texts.Get("Buildings")} {MonthReport.Text(Month)}";
    }
}
