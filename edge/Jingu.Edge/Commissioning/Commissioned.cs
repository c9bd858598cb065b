using System.Collections.Immutable;
using Jingu.Budgets.Ledgers;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Jingu.Modbus;
using Jingu.Modbus.Profiles;
using NodaTime;

namespace Jingu.Edge.Commissioning;

/// <summary>A commissioning plan in the order that samples and ledgers use: index by meter, rules by point.</summary>
internal sealed class Commissioned
{
    /// <summary>Two missed polls still count as close; so does a minute, on fast ports.</summary>
    private const int ClosePolls = 2;
    private static readonly TimeSpan CloseMin = TimeSpan.FromMinutes(1);

    /// <param name="zone">The site's time zone; UTC where none is given.</param>
    public Commissioned(CommissioningPlan plan, DateTimeZone? zone = null)
    {
        (Plan, Zone) = (plan, zone ?? DateTimeZone.Utc);
        Layouts = [.. plan.Meters.Select(LayoutOf)];
        IndexOf = plan.Meters.Select((meter, i) => (meter.Id, i))
            .ToImmutableDictionary(pair => pair.Id, pair => pair.i);
        Points = [.. plan.Meters.SelectMany(meter => meter.Points.Select(point => ToPoint(meter, point)))];
    }

    public CommissioningPlan Plan { get; }

    /// <summary>The site's time zone, whose midnights are month boundaries.</summary>
    public DateTimeZone Zone { get; }

    /// <summary>Per meter, the scaling of its values, with the multiplier of its first day.</summary>
    public ImmutableArray<ImmutableArray<Scaling>> Layouts { get; }

    public ImmutableDictionary<MeterId, int> IndexOf { get; }

    public ImmutableArray<CommissionedPoint> Points { get; }

    /// <summary>The catalogue that entries of an instant refer to: with the multipliers in force then.</summary>
    public Catalogue ToCatalogue(int number, DateTimeOffset at) => new(
        number,
        [.. Plan.Meters.Select(meter => new CatalogueMeter(
            meter.Id, meter.Serial, LayoutOf(meter, MultiplierAt(meter, at))))],
        [.. Points.Select(point => new CataloguePoint(point.Id, Layouts[point.MeterIndex][point.Register].Quantity))]);

    /// <summary>The first instant after another at which a multiplier changes; null when none does.</summary>
    public DateTimeOffset? NextChange(DateTimeOffset after) => Plan.Meters
        .SelectMany(meter => meter.Multipliers.Select(dated => (DateTimeOffset?)dated.From))
        .Where(from => from > after).Min();

    private static ImmutableArray<Scaling> LayoutOf(MeterPlan meter) => LayoutOf(meter, meter.Multiplier);

    private static ImmutableArray<Scaling> LayoutOf(MeterPlan meter, long multiplier) =>
        [.. meter.Profile.Layout.Select(scaling => IsMultiplied(scaling.Quantity)
            ? scaling with { Numerator = scaling.Numerator * multiplier }
            : scaling)];

    /// <summary>
    /// Not what no transformer and no pulse constant makes smaller. Voltages stay those at the meter: the multiplier
    /// does not say what part of it is the voltage transformers'.
    /// </summary>
    private static bool IsMultiplied(Quantity quantity) => Quantities.UnitOf(quantity)
        is not (BaseUnit.Volt or BaseUnit.Hertz or BaseUnit.One or BaseUnit.Celsius or BaseUnit.WattPerSquareMetre
            or BaseUnit.Lux);

    /// <summary>CT x VT of a meter in force at an instant.</summary>
    public static long MultiplierAt(MeterPlan meter, DateTimeOffset at) =>
        meter.Multipliers.LastOrDefault(dated => dated.From <= at)?.Value ?? meter.Multiplier;

    private CommissionedPoint ToPoint(MeterPlan meter, PointPlan point)
    {
        var index = IndexOf[meter.Id];
        var counter = meter.Profile.LimitsAt(point.Register)!;
        var period = Plan.Ports.First(port => port.Id == meter.Port).Period;
        var close = period * ClosePolls;
        long RateOf(long multiplier) => point.RateMax ?? (counter.RateMax * multiplier);
        return new(
            point.Id,
            meter.Id,
            index,
            point.Register,
            new LedgerRules(
                Layouts[index][point.Register],
                counter.Modulus,
                RateOf(meter.Multiplier),
                close > CloseMin ? close : CloseMin)
            {
                Multiplier = meter.Multiplier,
                BackFlowMax = counter.BackFlowMax,
                ExactMax = ExactMaxOf(meter.Profile, point.Register),
                Changes = [.. meter.Multipliers.Select(dated => new ScalingChange(
                    dated.From, LayoutOf(meter, dated.Value)[point.Register], dated.Value, RateOf(dated.Value)))],
            });
    }

    /// <summary>A register in single precision loses counts from some size on; others do not.</summary>
    private static long? ExactMaxOf(IMeterProfile profile, int place) =>
        profile is DeviceProfile device && device.Registers[place] is { Format.Type: RegisterType.F32 } register
            ? FloatResolution.ExactMax(Math.Abs(register.Scale / register.Resolution))
            : null;
}

/// <param name="MeterIndex">Place of the meter in the plan and in the catalogue.</param>
/// <param name="Register">Place of the counter among the meter's values.</param>
internal sealed record CommissionedPoint(PointId Id, MeterId Meter, int MeterIndex, int Register, LedgerRules Rules);
