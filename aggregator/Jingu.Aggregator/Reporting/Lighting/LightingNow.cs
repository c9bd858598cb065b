using System.Collections.Immutable;
using System.Globalization;
using Jingu.Aggregator.Reporting.Enforcement;
using Jingu.Aggregator.Reporting.Gateways;
using Jingu.Contracts.Events;
using Jingu.Contracts.State;

namespace Jingu.Aggregator.Reporting.Lighting;

/// <summary>All lighting zones at this moment, as the API and the page show them.</summary>
/// <param name="At">Site time, UTC.</param>
/// <param name="Zones">Those of site.yaml in its order, then those that only gateways tell of.</param>
/// <param name="Proposals">Overrides that wait for a second person, the newest first.</param>
/// <param name="Orders">Of the last two weeks, the newest first.</param>
internal sealed record LightingNow(
    int Schema, string Site, DateTimeOffset At, ImmutableArray<ZoneNow> Zones,
    ImmutableArray<ZoneProposal> Proposals, ImmutableArray<ZoneCommand> Orders);

/// <summary>An override that one person asks for and another one must agree to.</summary>
/// <param name="Light">Thousandths of full light.</param>
/// <param name="Until">Until when it would hold.</param>
/// <param name="OpenUntil">Nobody can agree from then on.</param>
internal sealed record ZoneProposal(
    string Id, string Zone, int Light, DateTimeOffset Until, string By, string Reason, DateTimeOffset OpenUntil);

/// <summary>An order for a zone, and what its gateway answered.</summary>
/// <param name="Light">Thousandths of full light; null: what was ordered before ends.</param>
/// <param name="Until">Null where it ends an order.</param>
/// <param name="State">issued, done, refused or expired.</param>
/// <param name="Answer">The gateway's sentence; null while there is none.</param>
internal sealed record ZoneCommand(
    string Id, string Gateway, string Zone, int? Light, DateTimeOffset? Until, string By, string Reason,
    DateTimeOffset Issued, string State, DateTimeOffset? AnsweredAt, string? Answer);

/// <summary>A zone now. What its gateway says is for a screen; overrides and faults are what it recorded.</summary>
/// <param name="Name">Its id where site.yaml does not know it.</param>
/// <param name="Building">Null where site.yaml does not know it.</param>
/// <param name="Gateway">Null: none has told of it.</param>
/// <param name="ToldAt">When its gateway told last; null: it never did.</param>
/// <param name="IsSilent">Its gateway is cut off, or tells nothing any more: light and lamps are not known.</param>
/// <param name="Light">Thousandths of full light that its rules want; null: not known.</param>
/// <param name="Reason">Such as <c>occupied</c>; null: not known.</param>
/// <param name="Since">Since when there is that light.</param>
/// <param name="Override">What a person chose and what still holds.</param>
/// <param name="Lamps">As their devices show them.</param>
/// <param name="Sensors">As they are believed.</param>
/// <param name="Faults">What was recorded of its sensors and lamps and has not ended.</param>
internal sealed record ZoneNow(
    string Id, string Name, string NameEn, string? Building, string? Gateway, DateTimeOffset? ToldAt, bool IsSilent,
    int? Light, string? Reason, DateTimeOffset? Since, ZoneOverrideNow? Override, ImmutableArray<LampLighting> Lamps,
    ImmutableArray<SensorLighting> Sensors, ImmutableArray<ZoneFault> Faults)
{
    /// <summary>What its gateway says may be ordered; null: it does not say, or takes no orders yet.</summary>
    public OrderRange? Orders { get; init; }
}

/// <param name="Light">Thousandths of full light; null: on, as the rules of the zone say.</param>
/// <param name="By">Who ordered it; null: somebody at the zone chose it.</param>
/// <param name="Order">The id of that order.</param>
internal sealed record ZoneOverrideNow(
    int? Light, DateTimeOffset Since, DateTimeOffset Until, string? By, string? Order);

/// <summary>A sensor that is not believed, or a lamp that is not as it was told.</summary>
/// <param name="Kind">sensor-failed or lamp-unlike.</param>
/// <param name="Text">The gateway's sentence.</param>
internal sealed record ZoneFault(string Kind, string Subject, DateTimeOffset Since, string Text);

/// <summary>Puts together what gateways tell and recorded of zones. Pure.</summary>
/// <param name="overrides">The last event about an override of each zone.</param>
/// <param name="faults">The last event of each sensor and lamp.</param>
internal sealed class ZonesNow(
    ImmutableArray<GatewayReport> gateways, ImmutableArray<RecordedEvent> overrides,
    ImmutableArray<RecordedEvent> faults, DateTimeOffset now)
{
    /// <summary>Events about what persons chose.</summary>
    public static readonly ImmutableArray<string> OverrideKinds = [EventKinds.ZoneOverride];

    /// <summary>Events about sensors and lamps.</summary>
    public static readonly ImmutableArray<string> FaultKinds =
        [EventKinds.SensorFailed, EventKinds.SensorBack, EventKinds.LampUnlike];

    /// <param name="known">Zones of site.yaml: id, both names, building.</param>
    public ImmutableArray<ZoneNow> All(IReadOnlyList<(string Id, string Name, string NameEn, string Building)> known)
    {
        var told = gateways.SelectMany(gateway => gateway.State?.Zones ?? []).Select(zone => zone.Id)
            .Except(known.Select(zone => zone.Id)).Order(StringComparer.Ordinal);
        return
        [
            .. known.Select(zone => Of(zone.Id, zone.Name, zone.NameEn, zone.Building)),
            .. told.Select(id => Of(id, id, id, null)),
        ];
    }

    private ZoneNow Of(string id, string name, string nameEn, string? building)
    {
        var (gateway, zone) = (
            from each in gateways
            from told in each.State?.Zones ?? []
            where told.Id == id
            orderby each.Online descending, each.State!.At descending
            select ((GatewayReport?)each, (ZoneLighting?)told)).FirstOrDefault();
        var isSilent = gateway is not null && gateway.IsSilent(now);
        var shown = isSilent ? null : zone;
        return new(
            id, name, nameEn, building, gateway?.Id, gateway?.State!.At, isSilent, shown?.Light, shown?.Reason,
            shown?.Since, OverrideOf(id), shown?.Lamps ?? [], shown?.Sensors ?? [],
            [
                .. from recorded in faults
                   where EnforcementReport.Fact(recorded, "zone") == id && Stands(recorded)
                   select new ZoneFault(
                       recorded.Event.Kind, recorded.Event.Subject, recorded.Event.Instant, recorded.Event.Text),
            ])
        {
            Orders = zone?.Orders,
        };
    }

    private static bool Stands(RecordedEvent recorded) => recorded.Event.Kind switch
    {
        EventKinds.SensorFailed => true,
        EventKinds.LampUnlike => EnforcementReport.Fact(recorded, "state") == "differs",
        _ => false,
    };

    private ZoneOverrideNow? OverrideOf(string id)
    {
        foreach (var recorded in overrides.Where(recorded => recorded.Event.Subject == id
            && EnforcementReport.Fact(recorded, "state") == "begun"))
        {
            if (DateTimeOffset.TryParse(
                    EnforcementReport.Fact(recorded, "until"), CultureInfo.InvariantCulture, out var until)
                && until > now)
            {
                return new(
                    int.TryParse(
                        EnforcementReport.Fact(recorded, "light"), CultureInfo.InvariantCulture, out var light)
                        ? light
                        : null,
                    recorded.Event.Instant, until, recorded.Event.Facts.GetValueOrDefault("by"),
                    recorded.Event.Facts.GetValueOrDefault("order"));
            }
        }
        return null;
    }
}
