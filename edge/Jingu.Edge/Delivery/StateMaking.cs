using System.Collections.Immutable;
using System.Text.Json;
using Jingu.Budgets.Ledgers;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.State;
using Jingu.Edge.Acquisition;
using Jingu.Edge.Commissioning;

namespace Jingu.Edge.Delivery;

/// <summary>What <c>up/state</c> tells of ports, meters and metering points. Pure.</summary>
internal static class StateMaking
{
    public static PortLoad Of(Port port) => new(
        port.Plan.Id, FoundYaml.KindOf(port.Plan.Settings), port.Plan.Period.TotalSeconds, port.Load?.Mean,
        port.Load?.Most);

    public static MeterHealth Of(PolledMeter meter, DateTimeOffset now)
    {
        var (plan, health) = (meter.Plan, meter.Health);
        return new(plan.Id.Value, health.Answering, health.LastAnswer, health.Fault)
        {
            Port = plan.Port,
            Device = plan.Profile.Name,
            Address = plan.Address.ToString(),
            Serial = plan.Serial,
            Multiplier = Commissioned.MultiplierAt(plan, now),
            Polls = health.Polls,
        };
    }

    /// <summary>Points that are commissioned and have a ledger, in the order of the commissioning plan.</summary>
    public static ImmutableArray<PointState> Of(
        ImmutableDictionary<PointId, Ledger> ledgers, Commissioned commissioned, DateTimeOffset now) =>
    [
        .. from point in commissioned.Points
           let ledger = ledgers.GetValueOrDefault(point.Id)
           where ledger is not null
           select Of(ledger, point, now),
    ];

    private static PointState Of(Ledger ledger, CommissionedPoint point, DateTimeOffset now)
    {
        var rules = point.Rules.In(now);
        var (scaling, multiplier) = ledger.Epoch.IsKnown
            ? (ledger.Epoch.Scaling, ledger.Epoch.Multiplier)
            : (rules.Scaling, rules.Multiplier);
        // What hangs there now is read by its own scaling.
        var (shownScaling, shownMultiplier) = ledger.Doubt == LedgerDoubt.OtherMeter
            ? (rules.Scaling, rules.Multiplier)
            : (scaling, multiplier);
        return new(
            point.Id.Value, ledger.Meter.Value,
            Quantities.UnitOf(scaling.Quantity) == BaseUnit.Litre ? "L" : "Wh",
            ledger.Epoch.Number, multiplier, ledger.At, Dial(ledger.Count, scaling, multiplier),
            Dial(ledger.Epoch.IsKnown ? ledger.Epoch.Modulus : rules.Modulus, scaling, multiplier), ledger.Total)
        {
            Case = ledger.Doubt == LedgerDoubt.None
                ? null
                : new(
                    ledger.Case, JsonNamingPolicy.KebabCaseLower.ConvertName(ledger.Doubt.ToString()),
                    ledger.Shown.At, Dial(ledger.Shown.Count, shownScaling, shownMultiplier)),
        };
    }

    private static decimal Dial(long count, Scaling scaling, long multiplier) =>
        (decimal)count * scaling.Numerator / scaling.Denominator / multiplier;
}
