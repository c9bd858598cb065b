using System.Collections.Immutable;
using Jingu.Budgets.DemandResponse;
using Jingu.Budgets.Ladders;
using Jingu.Budgets.Leases;
using Jingu.Budgets.Ledgers;
using Jingu.Budgets.Policies;
using Jingu.Budgets.Use;
using Jingu.Contracts.Ids;
using Jingu.Edge.Budgets.Leases;
using Jingu.Edge.Delivery.Signed;
using NodaTime;
using NodaTime.Text;

namespace Jingu.Edge.Budgets.Ladders;

/// <summary>Everything that decisions of one tick look at, frozen.</summary>
/// <param name="Now">The instant of the tick, site time, UTC.</param>
/// <param name="ClockTrusted">False: no month turns and nothing is cut.</param>
/// <param name="SinceStart">Since the process started, by a clock that nobody sets.</param>
/// <param name="Policy">The desired state that is in force.</param>
/// <param name="Standing">How far it can be relied on now.</param>
/// <param name="Extensions">All that this gateway was given; a desired state may include them.</param>
/// <param name="Ledgers">As accounted in this tick.</param>
/// <param name="Uses">As accounted in this tick.</param>
/// <param name="Leases">What this gateway holds of budgets that several share.</param>
/// <param name="InContact">The aggregator can be asked.</param>
internal sealed record SupplyImage(
    DateTimeOffset Now,
    bool ClockTrusted,
    TimeSpan SinceStart,
    DesiredState Policy,
    PolicyStanding Standing,
    ImmutableArray<Extension> Extensions,
    ImmutableDictionary<PointId, Ledger> Ledgers,
    ImmutableDictionary<PointId, PointUse> Uses,
    ImmutableDictionary<LeaseKey, HeldLease> Leases,
    bool InContact,
    DateTimeZone Zone)
{
    /// <summary>The clocks by which events of demand response begin and end.</summary>
    public required ShedClock Clock { get; init; }

    /// <summary>The local month that the tick lies in.</summary>
    public LadderPeriod Period => PeriodOf(Now, Zone);

    public static LadderPeriod PeriodOf(DateTimeOffset now, DateTimeZone zone) =>
        PeriodOf(LocalDay.Of(now, zone).ToYearMonth(), zone);

    public static LadderPeriod PeriodOf(YearMonth month, DateTimeZone zone)
    {
        var first = month.OnDayOfMonth(1);
        return new(
            YearMonthPattern.Iso.Format(month), LocalDay.StartOf(first, zone),
            LocalDay.StartOf(first.PlusMonths(1), zone));
    }

    /// <summary>The unit's points that have a ledger.</summary>
    public UnitUse UseOf(UnitPolicy unit) => new(
    [
        .. from point in unit.Points
           let ledger = Ledgers.GetValueOrDefault(point)
           where ledger is not null
           select (Uses.GetValueOrDefault(point) ?? PointUse.Begin(ledger), ledger),
    ]);

    /// <summary>
    /// Up to when all of the unit's use was read; null where one of its points was never read, and where it has none.
    /// </summary>
    public DateTimeOffset? MeasuredUntil(UnitPolicy unit) =>
        unit.Points.All(Ledgers.ContainsKey) ? UseOf(unit).MeasuredUntil : null;

    /// <summary>What the unit's ladder looks at, without commands.</summary>
    public LadderInput InputOf(
        UnitPolicy unit, LadderPeriod period, ImmutableArray<HoldWindow> windows)
    {
        var use = UseOf(unit);
        var used = use.In(period.Start, period.End);
        var allowance = unit.Of(period.Name);
        var lease = unit.Lease is null
            ? null
            : Leases.GetValueOrDefault(new(unit.Unit, unit.Resource, period.Name))?.Holding
                ?? new LeaseHolding(Policy.Gateway, LeaseGrant.Nobody, period.Name);
        var elsewhere = lease?.UsedElsewhere ?? 0;
        return new(Now, period, BudgetOf(unit, allowance), used.Measured + elsewhere)
        {
            UsedOther = used.Other,
            DailyMean = InProportion(use.DailyMean(LocalDay.Of(Now, Zone), Zone), used.Measured, elsewhere),
            Lease = lease?.Standing(used.Measured, InContact),
            EmergencyAllowance = allowance?.EmergencyAllowance ?? 0,
            NonDisconnect = windows,
            MeasuredUntil = MeasuredUntil(unit),
            ClockTrusted = ClockTrusted,
            SinceStart = SinceStart,
            // A month that the policy does not name: nobody has said what the unit may use.
            PolicyStanding = allowance is null ? PolicyStanding.Missing : Standing,
        };
    }

    /// <summary>
    /// The others' mean is not known here: they are taken to go on in the proportion of what all used so far.
    /// </summary>
    private static long? InProportion(long? mean, long here, long elsewhere) =>
        elsewhere == 0 || mean is null ? mean
        : here <= 0 ? null
        : long.CreateSaturating((Int128)mean.Value * (here + elsewhere) / here);

    /// <summary>With the extensions given here that the desired state does not include, each once.</summary>
    private long BudgetOf(UnitPolicy unit, MonthAllowance? allowance) => allowance is null
        ? MonthAllowance.BudgetMax
        : allowance.Budget + Extensions
            .Where(extension => extension.Unit == unit.Unit && extension.Resource == unit.Resource
                && extension.Month == allowance.Month && !allowance.Includes.Contains(extension.Name))
            .Sum(extension => extension.Amount);
}
