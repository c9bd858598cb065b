using System.Globalization;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Reporting.Campus;
using Jingu.Aggregator.Web.Live;
using Jingu.Aggregator.Web.Pages.Shared;

namespace Jingu.Aggregator.Web.Pages.Campus;

/// <summary>The texts of the campus page that may change. Safe from any thread.</summary>
internal sealed class CampusLive(StoredCampus campus, Shell shell)
{
    public async Task<LiveFrame> FrameAsync(CancellationToken stop)
    {
        var report = await campus.GetAsync(stop);
        return shell.Frame(report.At, values => Add(values, report));
    }

    private void Add(Dictionary<string, string?> values, CampusReport report)
    {
        values["plants.now"] = Figures.Kilowatts(
            report.Plants.All(plant => plant.PowerW is null) ? null : report.Plants.Sum(plant => plant.PowerW));
        values["plants.silent"] = report.Plants.Count(plant => plant.PowerW is null) is > 0 and var silent
            ? Texts.Get("PlantsSilent", silent, report.Plants.Length)
            : "";
        values["plants.today"] = Figures.Thousandths(Sum(report.Plants.Select(plant => plant.Today)));
        values["plants.month"] = Figures.Thousandths(Sum(report.Plants.Select(plant => plant.ThisMonth)));
        values["gateways.online"] = report.Gateways.Count(gateway => !gateway.IsSilent(report.At))
            .ToString(CultureInfo.CurrentCulture);
        values["alarms"] = report.Alarms.Length.ToString(CultureInfo.CurrentCulture);
        values["alarms.serious"] = report.Alarms.Any(alarm => alarm.IsSerious) ? "yes" : null;
        // Changes when one of the lists does.
        values["lists"] = LiveValues.Stamp(
            report.Alarms,
            report.Gateways.Select(gateway => (object)(
                gateway.Id, gateway.Online, gateway.IsSilent(report.At), gateway.BacklogEntries > 0)),
            report.Units.Select(unit => (object)(
                unit.Electricity.Standing?.RunOut, unit.Water.Standing?.RunOut)));
        values["curves"] = report.Electricity.Quarters.Count(quarter => quarter.Used is not null)
            .ToString(CultureInfo.InvariantCulture) + "/" + report.Today;
        Add(values, "e", report.Electricity);
        Add(values, "w", report.Water);
        foreach (var unit in report.Units)
        {
            StandValues.Add(values, $"u.{unit.Id}.e", unit.Electricity, shell);
            StandValues.Add(values, $"u.{unit.Id}.w", unit.Water, shell);
        }
        foreach (var plant in report.Plants)
        {
            values[$"p.{plant.Id}.now"] = Figures.Kilowatts(plant.PowerW);
            values[$"p.{plant.Id}.width"] = Figures.Width((long?)plant.PowerW, plant.CapacityW);
        }
    }

    private static void Add(Dictionary<string, string?> values, string key, CampusUse use)
    {
        values[$"{key}.used"] = Figures.Thousandths(use.Used);
        values[$"{key}.share"] = Figures.Percent(use.Used, use.Budget);
        values[$"{key}.budget"] = Figures.Thousandths(use.Budget);
        values[$"{key}.today"] = Figures.Thousandths(use.Today);
        values[$"{key}.width"] = Figures.Width(use.Used, use.Budget);
        values[$"{key}.pace"] = Figures.Width(use.Paced, use.Budget);
        values[$"{key}.against"] = StandValues.AgainstPace(use.Used, use.Paced);
        values[$"{key}.over"] = use.Used > use.Paced ? "over" : "under";
    }

    private static long? Sum(IEnumerable<long?> parts)
    {
        var known = parts.OfType<long>().ToList();
        return known.Count == 0 ? null : known.Sum();
    }
}
