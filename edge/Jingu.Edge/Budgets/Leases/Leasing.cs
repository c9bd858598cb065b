using System.Collections.Immutable;
using System.Globalization;
using Jingu.Budgets.Leases;
using Jingu.Budgets.Policies;
using Jingu.Budgets.Use;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Edge.Budgets.Ladders;
using NodaTime.Text;

namespace Jingu.Edge.Budgets.Leases;

/// <summary>
/// Takes up leases from the desired state, and says when the aggregator is to hear of them: at every change, when a
/// part comes near its end, when it is used up, and once a day. Pure: nothing has happened until it is stored.
/// </summary>
internal static class Leasing
{
    /// <summary>While a part is near its end, what was used of it is told this often.</summary>
    public static readonly TimeSpan AskEvery = TimeSpan.FromHours(1);

    /// <summary>Days whose 90th percentile is told.</summary>
    private const int DaysLookedAt = 30;

    /// <param name="before">As stored.</param>
    /// <param name="image">Of a trusted clock.</param>
    /// <param name="holder">This life of the store. What another one held is void.</param>
    public static (ImmutableDictionary<LeaseKey, HeldLease> Leases, ImmutableArray<GatewayEvent> Reports) Take(
        ImmutableDictionary<LeaseKey, HeldLease> before, SupplyImage image, GatewayId gateway, JournalId holder)
    {
        var reports = ImmutableArray.CreateBuilder<GatewayEvent>();
        var month = image.Period.Name;
        var leases = before.RemoveRange(before.Keys.Where(key => string.CompareOrdinal(key.Month, month) < 0));
        foreach (var unit in image.Policy.Units)
        {
            foreach (var grant in unit.AllLeases().Where(grant => string.CompareOrdinal(grant.Period, month) >= 0))
            {
                var key = new LeaseKey(unit.Unit, unit.Resource, grant.Period);
                var used = UsedIn(image, unit, grant.Period);
                var held = Taken(leases.GetValueOrDefault(key), grant, used, gateway, holder);
                held = held with { Holding = WithCodes(held.Holding, image, unit) };
                if (IsToBeTold(held, used, image, isNow: grant.Period == month))
                {
                    var today = LocalDay.Of(image.Now, image.Zone);
                    var daily = LeaseReserve.NinetiethPercentile(
                        image.UseOf(unit).DaysBefore(today, image.Zone, DaysLookedAt));
                    reports.Add(LeaseEvent.Of(
                        held.Holding.Report(used, daily), unit.Unit, unit.Resource, image.Now,
                        held.Holding.Overdraft(used), Sentence(key, held.Holding, used)));
                    held = held with
                    {
                        Told = new(
                            image.Now, DayOf(image), held.Holding.Version, held.Holding.GrantedOnSite, used, daily),
                    };
                }
                leases = leases.SetItem(key, held);
            }
        }
        return (leases, reports.ToImmutable());
    }

    /// <summary>What measured sub-meters behind this gateway counted for a unit in a month.</summary>
    public static long UsedIn(SupplyImage image, UnitPolicy unit, string month)
    {
        var period = SupplyImage.PeriodOf(YearMonthPattern.Iso.Parse(month).Value, image.Zone);
        return image.UseOf(unit).In(period.Start, period.End).Measured;
    }

    /// <summary>How a lease stands, for a person.</summary>
    public static string Sentence(LeaseKey key, LeaseHolding held, long used)
    {
        var resource = key.Resource == Resource.Water ? "L" : "Wh";
        string Amount(long amount) => string.Create(CultureInfo.InvariantCulture, $"{amount:N0} {resource}");
        var text = held.Version == 0
            ? $"{key}: this gateway holds no lease yet"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{key}: {Amount(used)} of this gateway's lease of {Amount(held.Spendable)} used (grant "
                + $"{held.Version}, others used {Amount(held.UsedElsewhere)} of {Amount(held.Budget)})");
        if (held.GrantedOnSite > 0)
            text += $"; {Amount(held.GrantedOnSite)} of it by code on site";
        if (held.Overdraft(used) is > 0 and var overdraft)
            text += $"; overdraft {Amount(overdraft)}";
        return text + (held.Final ? "; all of the unit's budget is used." : ".");
    }

    private static HeldLease Taken(
        HeldLease? before, LeaseGrant grant, long used, GatewayId gateway, JournalId holder)
    {
        // A grant to another life says that the aggregator reckons with nothing that is held here.
        var isKnown = before?.Holding.Holder == holder && (grant.Holder == holder || before.Holding.Version == 0);
        var held = isKnown ? before! : new(new(gateway, holder, grant.Period), null);
        return held with { Holding = held.Holding.Take(grant, used) };
    }

    /// <summary>Codes typed in here count beside the part; each once, and for the whole month.</summary>
    private static LeaseHolding WithCodes(LeaseHolding held, SupplyImage image, UnitPolicy unit)
    {
        var granted = image.Extensions
            .Where(extension => extension.Unit == unit.Unit && extension.Resource == unit.Resource
                && extension.Month == held.Period && MonthAllowance.IsOfGrant(extension.Name, held.Gateway))
            .Sum(extension => extension.Amount);
        return granted > held.GrantedOnSite ? held.GrantOnSite(granted - held.GrantedOnSite) : held;
    }

    private static bool IsToBeTold(HeldLease held, long used, SupplyImage image, bool isNow)
    {
        var holding = held.Holding;
        if (held.Told is not { } told || told.Version != holding.Version || told.GrantedOnSite != holding.GrantedOnSite)
            return true;
        if (!isNow || used <= told.Used)
            return isNow && told.Day != DayOf(image);
        return told.Day != DayOf(image)
            || (holding.IsUsed(used) && !holding.IsUsed(told.Used))
            || (holding.ShouldAsk(used, told.DailyUse) && image.Now - told.At >= AskEvery);
    }

    private static string DayOf(SupplyImage image) =>
        LocalDatePattern.Iso.Format(LocalDay.Of(image.Now, image.Zone));
}
