using System.Collections.Frozen;
using System.Globalization;
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
        var shown = shell.Values();
        return sheet is null
            ? shell.Frame()
            : new(sheet.At, () => ValuesOf(sheet, shown));
    }

    private LiveValues ValuesOf(UnitSheet sheet, Dictionary<string, string?> shown)
    {
        var values = new Dictionary<string, string?>(shown)
        {
            ["curves"] = Stamp(sheet.Electricity.Days, sheet.Water.Days),
            ["steps"] = Stamp(sheet.Electricity.Steps, sheet.Water.Steps),
            ["orders"] = Stamp(
                sheet.Orders.Cast<object>().Concat(sheet.Proposals.Cast<object>()),
                (string[])[StateOf(sheet.Electricity), StateOf(sheet.Water)]),
            ["notices"] = Stamp(
                sheet.Notices.Select(each => (each.Number, each.Version, each.IsOverdue)), sheet.Alarms),
            ["decisions"] = Stamp(sheet.Decisions, sheet.Meters),
        };
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
        return new(values.ToFrozenDictionary());
    }

    /// <summary>What the forms depend on.</summary>
    private static string StateOf(UnitResource resource) => resource.Stand.Standing is { } standing
        ? $"{standing.Armed} {standing.Emergency} {standing.ApprovalAskedAt:O}"
        : "";

    private static string Stamp<T, TOther>(IEnumerable<T> first, IEnumerable<TOther> second)
    {
        var hash = new HashCode();
        foreach (var each in first)
            hash.Add(each);
        foreach (var each in second)
            hash.Add(each);
        return hash.ToHashCode().ToString("x8", CultureInfo.InvariantCulture);
    }
}
