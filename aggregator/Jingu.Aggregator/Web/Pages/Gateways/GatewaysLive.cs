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
        return shell.Frame(report.At, values => Add(values, report));
    }

    private void Add(Dictionary<string, string?> values, CampusReport report)
    {
        values["gateways.online"] = report.Gateways.Count(gateway => !gateway.IsSilent(report.At))
            .ToString(CultureInfo.CurrentCulture);
        foreach (var gateway in report.Gateways)
        {
            GatewayWords.Add(
                values, $"g.{gateway.Id}", gateway, report.Alarms.Count(alarm => alarm.Gateway == gateway.Id),
                report.At, shell);
        }
    }
}
