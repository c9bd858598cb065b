using System.Collections.Immutable;
using Jingu.Budgets.Pulses;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Signatures;
using Jingu.Contracts.Wire;
using Jingu.Edge.Clock;
using Jingu.Mqtt;

namespace Jingu.Edge.Commissioning;

/// <summary>What <c>gateway.yaml</c> says, checked whole. Paths are absolute.</summary>
/// <param name="Zone">The site's time zone, IANA name: for budget periods, calendars and display only.</param>
/// <param name="Key">The gateway's secret.</param>
/// <param name="StoreFile">The SQLite file of journal and ledgers.</param>
/// <param name="StorePagesMax">The most 4 KiB pages that file may have; null: as many as the disk has.</param>
/// <param name="PaceLines">
/// True keeps the silence between frames on serial lines. Only a bench that runs faster than the clock on the wall
/// turns it off.
/// </param>
/// <param name="Tick">How often arrived readings are accounted: 10 ms to 1 min.</param>
internal sealed record GatewayOptions(
    SiteId Site,
    GatewayId Gateway,
    string Zone,
    GatewayKey Key,
    string StoreFile,
    long? StorePagesMax,
    string CommissioningFile,
    TimeSpan Tick,
    bool PaceLines,
    MqttOptions Broker,
    DeliveryOptions Delivery)
{
    /// <summary>How far the clock is believed that no time service keeps.</summary>
    public ClockOptions Clock { get; init; } = ClockOptions.Default;

    /// <summary>
    /// The aggregator's keys: one, or two while they are rotated; none: no policy and no command is taken.
    /// </summary>
    public ImmutableArray<VerificationKey> Trusted { get; init; } = [];

    /// <summary>12 hex digits of both files' content: another content, other digits.</summary>
    public string Configuration { get; init; } = "";

    /// <summary>How much of a pulse count may be in memory only.</summary>
    public StoreLimits Pulses { get; init; } = StoreLimits.Usual;
}

/// <summary>Limits of delivery. Times are machine time.</summary>
/// <param name="WindowBatches">Batches per stream that the aggregator may owe an acknowledgement for: 1 to 64.</param>
/// <param name="BatchBytesMax">Size of a batch's entries before packing: 1 KiB to 1 MiB. One larger entry travels
/// alone.</param>
/// <param name="BatchEntriesMax">Entries in a batch: 1 to 10,000.</param>
/// <param name="ResendAfter">Silence after which a batch is sent again: 100 ms to 10 min; doubles each time.</param>
/// <param name="ResendAfterMax">Where the doubling ends: up to 1 h.</param>
internal sealed record DeliveryOptions(
    int WindowBatches, int BatchBytesMax, int BatchEntriesMax, TimeSpan ResendAfter, TimeSpan ResendAfterMax);
