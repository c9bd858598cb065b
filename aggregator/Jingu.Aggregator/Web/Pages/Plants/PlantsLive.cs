using System.Globalization;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Reporting.Plants;
using Jingu.Aggregator.Web.Live;
using Jingu.Aggregator.Web.Pages.Shared;

namespace Jingu.Aggregator.Web.Pages.Plants;

/// <summary>The texts of the page of plants that may change. Safe from any thread.</summary>
internal sealed class PlantsLive(CurrentPlants plants, Shell shell)
{
    public async Task<LiveFrame> FrameAsync(CancellationToken stop)
    {
        var now = await plants.NowAsync(stop);
        return shell.Frame(now.At, values => Add(values, now));
    }

    private void Add(Dictionary<string, string?> values, PlantsNow now)
    {
        values["orders"] = LiveValues.Stamp(now.Orders);
        foreach (var plant in now.Plants)
        {
            var key = $"p.{plant.Id}";
            values[$"{key}.now"] = Figures.Kilowatts(plant.PowerW);
            values[$"{key}.width"] = Figures.Width((long?)plant.PowerW, plant.CapacityW);
            values[$"{key}.light"] = plant.Irradiance is { } light
                ? Texts.Get("PlantLight", light)
                : Texts.Get(plant.HasSensor ? "PlantLightSilent" : "PlantNoSensor");
            foreach (var inverter in plant.Inverters)
            {
                var of = $"{key}.{inverter.Point}";
                values[$"{of}.state"] = StateOf(inverter);
                values[$"{of}.power"] = Figures.Kilowatts(inverter.PowerW);
                values[$"{of}.limit"] = LimitOf(inverter);
                values[$"{of}.fault"] = inverter.State == PlantSample.Fault ? "yes" : null;
            }
        }
    }

    /// <summary>By SunSpec, or since when nobody knows.</summary>
    private static string StateOf(InverterNow inverter) => inverter switch
    {
        { At: null } => Texts.Get("InverterSilent", PlantNow.SaidFor.TotalMinutes),
        { State: { } state } => Texts.Find($"Inverter-{state.ToString(CultureInfo.InvariantCulture)}")
            ?? Texts.Get("InverterOther", state),
        _ => Texts.Get("InverterNoState"),
    };

    private string LimitOf(InverterNow inverter) => inverter.Limit is { } limit
        ? Texts.Get("InverterLimit", limit.Tenths / 10m, shell.Local(limit.Until, StandValues.Short))
        : "";
}
