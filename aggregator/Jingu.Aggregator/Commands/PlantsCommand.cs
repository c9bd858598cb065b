using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Web;
using Jingu.Time;
using NodaTime;

namespace Jingu.Aggregator.Commands;

/// <summary><c>jingu-aggregator plants</c>: figures, balances and alarms of PV plants.</summary>
internal static class PlantsCommand
{
    public static Task<int> RunAsync(string config, YearMonth month, bool json, CancellationToken stop) =>
        StoredReport.PrintAsync(
            config, json,
            (readings, plans, site) => new StoredPlants(
                readings, plans, site, new RunningSiteTime(MachineTime.OfThisMachine))
                .MakeAsync(MonthPeriod.Of(month, site.Site.Zone), stop),
            PlantText.Lines, stop);
}
