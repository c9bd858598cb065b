using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Web;
using Jingu.Time;
using NodaTime;

namespace Jingu.Aggregator.Commands;

/// <summary><c>jingu-aggregator lighting</c>: what lighting zones used and saved.</summary>
internal static class LightingCommand
{
    public static Task<int> RunAsync(string config, YearMonth month, bool json, CancellationToken stop) =>
        StoredReport.PrintAsync(
            config, json,
            (readings, plans, site) => new StoredLighting(
                readings, plans, site, new RunningSiteTime(MachineTime.OfThisMachine))
                .MakeAsync(LocalDays.Of(month), stop),
            LightingText.Lines, stop);
}
