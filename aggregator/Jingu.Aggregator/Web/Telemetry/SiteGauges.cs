using System.Collections.Immutable;
using Jingu.Aggregator.Reporting.Delivering;
using Jingu.Aggregator.Reporting.Gateways;

namespace Jingu.Aggregator.Web.Telemetry;

/// <summary>What a monitoring system watches about the site, from what gateways told and delivered. Pure.</summary>
internal static class SiteGauges
{
    /// <param name="files">Of reports, that are not delivered.</param>
    /// <param name="parked">Entries that wait to be known.</param>
    /// <param name="isHeld">Whether ingest waits for a store.</param>
    public static ImmutableArray<Measured> Of(
        ImmutableArray<GatewayReport> gateways, ImmutableArray<FileReport> files, long parked, bool isHeld,
        bool hasBroker) =>
    [
        PerGateway("jingu.gateway.online", "", "1 while the gateway is connected to the broker",
            gateways, gateway => gateway.Online ? 1 : 0),
        PerGateway("jingu.gateway.backlog.entries", "", "Journal entries that the gateway has not delivered yet",
            gateways, gateway => gateway.BacklogEntries),
        PerGateway("jingu.gateway.backlog", "s", "Age of the oldest entry that the gateway has not delivered yet",
            gateways, gateway => gateway.BacklogHours * 3600),
        PerGateway("jingu.gateway.last_reading.timestamp", "s", "Site time of the latest stored answer of a meter",
            gateways, gateway => gateway.LastReading?.ToUnixTimeMilliseconds() / 1000d),
        new(
            "jingu.deliveries.undelivered", MeasuredKind.Gauge, "", "Files of reports that are not delivered, by state",
            [.. from file in files
                group file by (file.Delivery, file.State) into each
                select new MeasuredSeries(
                    [("delivery", each.Key.Delivery), ("state", ReportWords.Of(each.Key.State))], each.Count())]),
        One("jingu.ingest.parked.entries", "Entries kept as received until what they name is known", parked),
        One("jingu.ingest.is_held", "1 while a store does not take what arrives", isHeld ? 1 : 0),
        One("jingu.broker.is_connected", "1 while the broker is reached", hasBroker ? 1 : 0),
    ];

    private static Measured PerGateway(
        string name, string unit, string help, ImmutableArray<GatewayReport> gateways,
        Func<GatewayReport, double?> value) => new(
            name, MeasuredKind.Gauge, unit, help,
            [.. from gateway in gateways
                let known = value(gateway)
                where known is not null
                select new MeasuredSeries([("gateway", gateway.Id)], known.Value)]);

    private static Measured One(string name, string help, double value) =>
        new(name, MeasuredKind.Gauge, "", help, [new([], value)]);
}
