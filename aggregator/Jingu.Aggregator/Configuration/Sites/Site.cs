using System.Collections.Frozen;
using System.Collections.Immutable;
using Jingu.Budgets.Leases;
using Jingu.Contracts.Ids;
using Jingu.Time.Sun;
using NodaTime;

namespace Jingu.Aggregator.Configuration.Sites;

/// <summary>The site as configured: whose meters hang where. Immutable; a reload makes another.</summary>
internal sealed class Site(
    SiteId id,
    DateTimeZone zone,
    ImmutableArray<Building> buildings,
    ImmutableArray<Unit> units,
    ImmutableArray<Meter> meters,
    ImmutableArray<Point> points)
{
    private readonly FrozenDictionary<MeterId, Meter> _meters = meters.ToFrozenDictionary(meter => meter.Id);
    private readonly FrozenDictionary<PointId, Point> _points = points.ToFrozenDictionary(point => point.Id);

    public SiteId Id => id;

    public DateTimeZone Zone => zone;

    public ImmutableArray<Building> Buildings => buildings;

    public ImmutableArray<Unit> Units => units;

    public ImmutableArray<Meter> Meters => meters;

    public ImmutableArray<Point> Points => points;

    /// <summary>The longest outage that a gateway's leases hold a reserve for, days.</summary>
    public int OutageDays { get; init; } = LeaseReserve.OutageDaysDefault;

    /// <summary>Where it lies; null where that was not configured.</summary>
    public Coordinates? Place { get; init; }

    public ImmutableArray<Plant> Plants { get; init; } = [];

    /// <summary>Of lighting, those whose savings are reported.</summary>
    public ImmutableArray<LightingZone> Zones { get; init; } = [];

    /// <summary>True when this gateway reads that meter.</summary>
    public bool Reads(GatewayId gateway, MeterId meter) =>
        _meters.TryGetValue(meter, out var found) && found.Gateway == gateway;

    /// <summary>True when that point is measured by a meter of this gateway.</summary>
    public bool Measures(GatewayId gateway, PointId point) =>
        _points.TryGetValue(point, out var found) && Reads(gateway, found.Meter);
}
