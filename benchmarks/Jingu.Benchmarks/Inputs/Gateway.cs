using System.Collections.Immutable;
using System.Globalization;
using Jingu.Budgets.Ladders;
using Jingu.Budgets.Ledgers;
using Jingu.Budgets.Policies;
using Jingu.Budgets.Use;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Jingu.Edge.Budgets;
using Jingu.Edge.Commissioning;
using Jingu.Modbus;
using Jingu.Modbus.Profiles;
using NodaTime;

namespace Jingu.Benchmarks.Inputs;

/// <summary>
/// A gateway with so many Eastron SDM630 behind it, ten to a unit at least, that was started at
/// <see cref="StandingTime.Noon"/>: what its tick works on.
/// </summary>
internal sealed class Gateway
{
    /// <summary>As many as grant codes can name.</summary>
    public const int UnitsMax = 100;

    private const int MetersPerUnit = 10;
    private const int MetersPerPort = 100;
    private static readonly DeviceProfile Profile = ProfileCatalogue.Find("eastron-sdm630")!;
    private static readonly int Energy = Profile.IndexOf(Quantity.EnergyImport);

    public Gateway(int meters)
    {
        Meters = meters;
        Commissioned = new(
            new CommissioningPlan(
                [
                    .. Enumerable.Range(0, ((meters - 1) / MetersPerPort) + 1).Select(port => new PortPlan(
                        PortOf(port), new PortSettings.Tcp("127.0.0.1", 502), TimeSpan.FromSeconds(1),
                        TimeSpan.FromMilliseconds(500))),
                ],
                [
                    .. Enumerable.Range(0, meters).Select(meter => new MeterPlan(
                        new($"m-{meter}"), PortOf(meter / MetersPerPort),
                        new MeterAddress.Modbus((byte)((meter % MetersPerPort) + 1)), Profile, $"S-{meter}", 1,
                        [new PointPlan(PointOf(meter), Quantity.EnergyImport, Energy)])),
                ]),
            DateTimeZoneProviders.Tzdb["Asia/Shanghai"]);
        Catalogue = Commissioned.ToCatalogue(1, StandingTime.Noon);
        var first = Accounts.Account(
            ImmutableDictionary<PointId, Ledger>.Empty, ImmutableDictionary<PointId, PointUse>.Empty, Commissioned,
            ImageAt(0));
        (Ledgers, Uses) = (first.Ledgers, first.Uses);
    }

    public static SiteId Site { get; } = new("zhoushan");

    public static GatewayId Id { get; } = new("gateway-1");

    public int Meters { get; }

    public Commissioned Commissioned { get; }

    public Catalogue Catalogue { get; }

    /// <summary>Opened by the readings of second 0.</summary>
    public ImmutableDictionary<PointId, Ledger> Ledgers { get; }

    /// <inheritdoc cref="Ledgers"/>
    public ImmutableDictionary<PointId, PointUse> Uses { get; }

    /// <summary>A budget for each unit, all of its meters counting, as the aggregator would publish it.</summary>
    public DesiredState Policy()
    {
        var units = Math.Clamp(Meters / MetersPerUnit, 1, UnitsMax);
        return new(
            DesiredState.SchemaNow, Site, Id, 1, StandingTime.Noon.AddDays(-1), StandingTime.Noon.AddDays(60),
            [
                .. Enumerable.Range(0, units).Select(unit => new UnitPolicy(
                    UnitOf(unit), Resource.Electricity, unit, new LadderPolicy(UnitOf(unit), Resource.Electricity, 1),
                    [new MonthAllowance("2026-03", 50_000_000, 0, 1, [])],
                    [.. Enumerable.Range(0, Meters).Where(meter => meter % units == unit).Select(PointOf)],
                    null, null)),
            ],
            HoldCalendar.None);
    }

    /// <summary>One reading of every meter, a number of seconds after the first.</summary>
    public ImmutableArray<Sample> ImageAt(int second) =>
    [
        .. Enumerable.Range(0, Meters).Select(meter => new Sample(
            meter, StandingTime.Noon.AddSeconds(second), Quality.Measured,
            [.. Profile.Layout.Select((scaling, place) => (long?)CountOf(scaling.Quantity, meter, place, second))])),
    ];

    /// <summary>The same as the entry of a tick.</summary>
    public Entry.Samples EntryAt(int second) => new(
        Catalogue.Number, StandingTime.Noon.AddSeconds(second), ClockTrust.Synchronised, ImageAt(second));

    public static PointId PointOf(int meter) => new(string.Create(CultureInfo.InvariantCulture, $"p-{meter}"));

    private static UnitId UnitOf(int unit) => new(string.Create(CultureInfo.InvariantCulture, $"unit-{unit}"));

    private static string PortOf(int port) => string.Create(CultureInfo.InvariantCulture, $"tcp-{port}");

    /// <summary>
    /// Counters stand anywhere and rise; each other value lies somewhere else and moves by some steps of its
    /// resolution, as noise does that no codec can foresee.
    /// </summary>
    private static long CountOf(Quantity quantity, int meter, int place, int second) => Quantities.IsCounter(quantity)
        ? 1_000_000 + (meter * 7_919L) + (second / (1 + (meter % 20)))
        : 1_000 + Noise.Of(4_000, meter, place) + Noise.Of(20, meter, place, second);
}
