using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Reporting.Gateways;
using Jingu.Aggregator.Web.Live;
using Jingu.Aggregator.Web.Pages.Shared;

namespace Jingu.Aggregator.Web.Pages.Gateways;

/// <summary>The texts of a gateway's page that may change. Safe from any thread.</summary>
internal sealed class GatewayLive(StoredFleet fleet, Shell shell)
{
    public async Task<LiveFrame> FrameAsync(string id, CancellationToken stop)
    {
        var sheet = await fleet.GetAsync(id, stop);
        return sheet is null ? shell.Frame() : shell.Frame(sheet.At, values => Add(values, sheet));
    }

    private void Add(Dictionary<string, string?> values, GatewaySheet sheet)
    {
        // Changes when one of the lists does.
        values["rest"] = LiveValues.Stamp(
            sheet.Alarms, sheet.Cases.Select(open => (object)(open.Number, open.Point)), sheet.Orders,
            [sheet.Changes.Length, sheet.Changes.FirstOrDefault()],
            [sheet.History.Length, sheet.History.FirstOrDefault()?.Instant]);
        values["clock.why"] = sheet.Gateway.State?.ClockReason ?? "";
        values["refused.why"] = sheet.Gateway.Policy is { IsRefused: true, Refused: var why } ? why : "";
        GatewayWords.Add(values, "g", sheet.Gateway, sheet.Alarms.Length, sheet.At, shell);
        foreach (var port in sheet.Gateway.State?.Ports ?? [])
        {
            values[$"b.{port.Id}.busy"] = GatewayWords.Percent(port.BusyThousandths);
            values[$"b.{port.Id}.most"] = GatewayWords.Percent(port.BusiestThousandths);
            values[$"b.{port.Id}.width"] = Figures.Width(port.BusyThousandths, 1000);
        }
        foreach (var meter in sheet.Meters)
        {
            var key = $"m.{meter.Id}";
            values[$"{key}.last"] = meter.LastReading is { } last
                ? shell.Local(last, "MM'-'dd HH':'mm':'ss")
                : Texts.Get("Never");
            values[$"{key}.quality"] = meter.Quality is { } quality
                ? Texts.Get("Quality-" + quality.ToString().ToLowerInvariant())
                : "";
            values[$"{key}.fault"] = meter.Told?.Fault ?? "";
            values[$"{key}.polls"] = GatewayWords.Polls(meter.Told?.Polls);
            foreach (var point in meter.Points)
                AddPoint(values, $"p.{point.Id}", point);
        }
    }

    private void AddPoint(Dictionary<string, string?> values, string key, PointSheet point)
    {
        values[$"{key}.dial"] = point.Told is { } told ? GatewayWords.Dial(told.Dial, told.Unit) : Figures.Unknown;
        values[$"{key}.register"] = Figures.Exact(point.Register);
        values[$"{key}.counted"] = point.CountedTo is { } to ? shell.Local(to, StandValues.Short) : Texts.Get("Never");
    }
}
