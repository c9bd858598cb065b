using System.Collections.Immutable;
using Jingu.Budgets.Ledgers;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;

namespace Jingu.Edge.Commissioning;

/// <summary>A commissioning plan in the order that samples and ledgers use: index by meter, rules by point.</summary>
internal sealed class Commissioned
{
    /// <summary>Two missed polls still count as close; so does a minute, on fast ports.</summary>
    private const int ClosePolls = 2;
    private static readonly TimeSpan CloseMin = TimeSpan.FromMinutes(1);

    public Commissioned(CommissioningPlan plan)
    {
        Plan = plan;
        Layouts = [.. plan.Meters.Select(LayoutOf)];
        IndexOf = plan.Meters.Select((meter, i) => (meter.Id, i))
            .ToImmutableDictionary(pair => pair.Id, pair => pair.i);
        Points = [.. plan.Meters.SelectMany(meter => meter.Points.Select(point => ToPoint(meter, point)))];
    }

    public CommissioningPlan Plan { get; }

    /// <summary>Per meter, the scaling of its values, multiplier included.</summary>
    public ImmutableArray<ImmutableArray<Scaling>> Layouts { get; }

    public ImmutableDictionary<MeterId, int> IndexOf { get; }

    public ImmutableArray<CommissionedPoint> Points { get; }

    /// <summary>The catalogue that entries refer to.</summary>
    public Catalogue ToCatalogue(int number) => new(
        number,
        [.. Plan.Meters.Select((meter, i) => new CatalogueMeter(meter.Id, meter.Serial, Layouts[i]))],
        [.. Points.Select(point => new CataloguePoint(point.Id, Layouts[point.MeterIndex][point.Register].Quantity))]);

    private static ImmutableArray<Scaling> LayoutOf(MeterPlan meter) =>
        [.. meter.Profile.Layout.Select(scaling => IsMultiplied(scaling.Quantity)
            ? scaling with { Numerator = scaling.Numerator * meter.Multiplier }
            : scaling)];

    /// <summary>
    /// Not what no transformer and no pulse constant makes smaller. Voltages stay those at the meter: the multiplier
    /// does not say what part of it is the voltage transformers'.
    /// </summary>
    private static bool IsMultiplied(Quantity quantity) => Quantities.UnitOf(quantity)
        is not (BaseUnit.Volt or BaseUnit.Hertz or BaseUnit.One or BaseUnit.Celsius);

    private CommissionedPoint ToPoint(MeterPlan meter, PointPlan point)
    {
        var index = IndexOf[meter.Id];
        var counter = meter.Profile.LimitsAt(point.Register)!;
        var period = Plan.Ports.First(port => port.Id == meter.Port).Period;
        var close = period * ClosePolls;
        return new(
            point.Id,
            meter.Id,
            index,
            point.Register,
            new LedgerRules(
                Layouts[index][point.Register],
                counter.Modulus,
                counter.RateMax * meter.Multiplier,
                close > CloseMin ? close : CloseMin));
    }
}

/// <param name="MeterIndex">Place of the meter in the plan and in the catalogue.</param>
/// <param name="Register">Place of the counter among the meter's values.</param>
internal sealed record CommissionedPoint(PointId Id, MeterId Meter, int MeterIndex, int Register, LedgerRules Rules);
