using Jingu.Aggregator.Planning.DemandResponse;
using Jingu.Aggregator.Web.Live;
using Jingu.Aggregator.Web.Pages.Shared;
using Jingu.Time;

namespace Jingu.Aggregator.Web.Pages.DemandResponse;

/// <summary>The texts of the page of events that may change, one event shown whole. Safe from any thread.</summary>
internal sealed class DemandLive(DemandReporting reporting, SiteTime time, Shell shell)
{
    /// <param name="id">Of the event that is shown; empty where there is none yet.</param>
    public async Task<LiveFrame> FrameAsync(string id, CancellationToken stop)
    {
        var events = await reporting.AllAsync(stop);
        var report = id.Length == 0 ? null : await reporting.OfAsync(id, stop);
        var now = time.GetUtcNow();
        return shell.Frame(now, values =>
        {
            values["events"] = LiveValues.Stamp(
                events.Select(each => (object)(each.Record.Id, each.StateAt(now), each.CalledOff)));
            if (report is not null)
                Add(values, report);
        });
    }

    private static void Add(Dictionary<string, string?> values, DemandReport report)
    {
        var whole = report.Whole;
        values["curve"] = LiveValues.Stamp(
            whole.Quarters.Select(quarter => (object)(quarter.BaselineWh, quarter.MeasuredWh)));
        values["rest"] = LiveValues.Stamp([whole.MeasuredWh, whole.BaselineWh, report.Steps.Length]);
        values["reduced"] = PartWords.IsKnown(whole) ? Figures.Tenths(whole.ReducedWh) : Figures.Unknown;
        values["part"] = Texts.Get("DemandOfBaseline", PartWords.Share(whole));
    }
}

/// <summary>Parts of a report as a page writes them.</summary>
internal static class PartWords
{
    /// <summary>A quarter hour of the event is known at least.</summary>
    public static bool IsKnown(PartReport part) => part.Quarters.Any(quarter => quarter.IsEvent && quarter.IsKnown);

    public static string Known(PartReport part, long amount) =>
        IsKnown(part) ? Figures.Tenths(amount) : Figures.Unknown;

    /// <summary>Reduced, of the baseline.</summary>
    public static string Share(PartReport part) =>
        Figures.Part(part.Thousandths is { } thousandths ? thousandths / 1000d : null);
}
