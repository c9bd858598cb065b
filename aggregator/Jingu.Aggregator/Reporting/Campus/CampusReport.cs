using System.Collections.Immutable;
using Jingu.Aggregator.Reporting.Enforcement;
using Jingu.Aggregator.Reporting.Gateways;

namespace Jingu.Aggregator.Reporting.Campus;

/// <summary>The campus at an instant: what the first page of the dashboard shows. Amounts are Wh or L.</summary>
/// <param name="At">Site time it was made at, UTC.</param>
/// <param name="Today">The local day.</param>
/// <param name="Plan">Number of the last import of planning data that budgets were computed with.</param>
internal sealed record CampusReport(
    int Schema,
    string Site,
    string Zone,
    DateTimeOffset At,
    string Month,
    string Today,
    long Plan,
    CampusUse Electricity,
    CampusUse Water,
    ImmutableArray<CampusUnit> Units,
    ImmutableArray<CampusPlant> Plants,
    ImmutableArray<OpenAlarm> Alarms,
    ImmutableArray<GatewayReport> Gateways);

/// <summary>What all units together used of a resource: their own meters, nothing allocated.</summary>
/// <param name="Budget">Of the units that have one; null where none has.</param>
/// <param name="Used">This month; null where nothing is known.</param>
/// <param name="Paced">What the budget's days let use by now.</param>
/// <param name="Today">Used since local midnight.</param>
/// <param name="Days">Every day of the month, in order.</param>
/// <param name="Quarters">Every quarter hour of today, in order.</param>
internal sealed record CampusUse(
    long? Budget, long? Used, long? Paced, long? Today, ImmutableArray<DayUse> Days,
    ImmutableArray<QuarterUse> Quarters);

/// <param name="Used">Null where nothing is known of the day.</param>
/// <param name="Share">What the budgets of all units give the day.</param>
internal sealed record DayUse(string Day, long? Used, long Share);

/// <param name="Start">UTC.</param>
/// <param name="Used">Null where nothing is stored of it yet.</param>
/// <param name="Points">Of how many points it is the sum; fewer than before: it is not whole yet.</param>
internal sealed record QuarterUse(DateTimeOffset Start, long? Used, int Points);

/// <summary>A unit's light for both resources.</summary>
internal sealed record CampusUnit(string Id, string Name, string NameEn, UnitStand Electricity, UnitStand Water);

/// <summary>How a unit stands with one resource.</summary>
/// <param name="Budget">Null where planning data for it are missing.</param>
/// <param name="Used">This month; null where nothing of it is known.</param>
/// <param name="Paced">What the budget's days let use by now; null without a budget.</param>
/// <param name="Today">Used since local midnight.</param>
/// <param name="CountedTo">Up to when all of its meters were counted; null where one never was.</param>
/// <param name="IsSilent">Nothing younger is known although it is due: the figures are those of then.</param>
/// <param name="Standing">What its gateway recorded last; null where none enforces its budget yet.</param>
internal sealed record UnitStand(
    long? Budget, long? Used, long? Paced, long? Today, DateTimeOffset? CountedTo, bool IsSilent,
    StandingReport? Standing);

/// <summary>A plant now.</summary>
/// <param name="CapacityW">W peak.</param>
/// <param name="PowerW">What its inverters said last; null where one of them said nothing for a while.</param>
/// <param name="Today">Wh since local midnight.</param>
/// <param name="ThisMonth">Wh.</param>
internal sealed record CampusPlant(
    string Id, string Name, string NameEn, string Building, long CapacityW, double? PowerW, long? Today,
    long? ThisMonth);
