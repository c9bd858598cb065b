using System.Collections.Frozen;
using System.Globalization;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Reporting.Campus;
using Jingu.Aggregator.Web.Live;
using Jingu.Aggregator.Web.Pages.Shared;

namespace Jingu.Aggregator.Web.Pages.Gateways;

/// <summary>The texts of the fleet's page that may change. Safe from any thread.</summary>
internal sealed class GatewaysLive(StoredCampus campus, Shell shell)
{
    public async Task<LiveFrame> FrameAsync(CancellationToken stop)
    {
        var report = await campus.GetAsync(stop);
        var shown = shell.Values();
        return new(report.At, () => ValuesOf(report, shown));
    }

    private LiveValues ValuesOf(CampusReport report, Dictionary<string, string?> shown)
    {
        var values = new Dictionary<string, string?>(shown)
        {
            ["gateways.online"] = report.Gateways.Count(gateway => !gateway.IsSilent(report.At))
                .ToString(CultureInfo.CurrentCulture),
        };
        foreach (var gateway in report.Gateways)
        {
            GatewayWords.Add(
                values, $"g.{gateway.Id}", gateway, report.Alarms.Count(alarm => alarm.Gateway == gateway.Id),
                report.At, shell);
        }
        return new(values.ToFrozenDictionary());
    }
}
