using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Reporting.Units;
using Jingu.Aggregator.Web.Live;
using Jingu.Aggregator.Web.Pages.Shared;

namespace Jingu.Aggregator.Web.Pages.Units;

/// <summary>The texts of a unit's page that may change. Safe from any thread.</summary>
internal sealed class UnitLive(StoredUnits units, Shell shell)
{
    public async Task<LiveFrame> FrameAsync(string id, CancellationToken stop)
    {
        var sheet = await units.GetAsync(id, stop);
        return sheet is null ? shell.Frame() : shell.Frame(sheet.At, values => Add(values, sheet));
    }

    private void Add(Dictionary<string, string?> values, UnitSheet sheet)
    {
        values["curves"] = LiveValues.Stamp(sheet.Electricity.Days, sheet.Water.Days);
        values["steps"] = LiveValues.Stamp(sheet.Electricity.Steps, sheet.Water.Steps);
        values["orders"] = LiveValues.Stamp(
            sheet.Orders, sheet.Proposals, [StateOf(sheet.Electricity), StateOf(sheet.Water)]);
        values["notices"] = LiveValues.Stamp(
            sheet.Notices.Select(each => (object)(each.Number, each.Version, each.IsOverdue)), sheet.Alarms);
        values["decisions"] = LiveValues.Stamp(sheet.Decisions, sheet.Meters);
        StandValues.Add(values, "e", sheet.Electricity.Stand, shell);
        StandValues.Add(values, "w", sheet.Water.Stand, shell);
        values["e.pv"] = sheet.Electricity.Pv switch
        {
            null => "",
            { Pv: null } => Texts.Get("FromPvUnknown"),
            { Quality.Missing: 0 } pv => Texts.Get("FromPv", Figures.Tenths(pv.Pv), Figures.Tenths(pv.Grid)),
            var pv => Texts.Get(
                "FromPvPartly", Figures.Tenths(pv.Pv), Figures.Tenths(pv.Grid), pv.Quality.Missing),
        };
    }

    /// <summary>What the forms depend on.</summary>
    private static string StateOf(UnitResource resource) => resource.Stand.Standing is { } standing
        ? $"{standing.Armed} {standing.Emergency} {standing.ApprovalAskedAt:O}"
        : "";
}
