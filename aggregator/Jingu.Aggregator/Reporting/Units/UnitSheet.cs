using System.Collections.Immutable;
using Jingu.Aggregator.Planning.Statements;
using Jingu.Aggregator.Reporting.Campus;
using Jingu.Aggregator.Reporting.Flow;
using Jingu.Aggregator.Reporting.Forecasting;
using Jingu.Aggregator.Reporting.Notices;
using Jingu.Aggregator.Reporting.Sentences;

namespace Jingu.Aggregator.Reporting.Units;

/// <summary>
/// A unit at an instant of the running month: what its page shows. Amounts are Wh or L, instants UTC.
/// </summary>
/// <param name="Established">在编, on this day; null before the first head-count.</param>
/// <param name="Users">用能人数.</param>
/// <param name="Gateways">Behind which gateways its meters are.</param>
/// <param name="Decisions">Of the month, the newest first.</param>
/// <param name="Orders">Commands of the last days, the newest first.</param>
internal sealed record UnitSheet(
    int Schema,
    string Id,
    string Name,
    string NameEn,
    DateTimeOffset At,
    string Month,
    int? Established,
    int? Users,
    ImmutableArray<string> Gateways,
    UnitResource Electricity,
    UnitResource Water,
    ImmutableArray<UnitMeter> Meters,
    ImmutableArray<UnitDecision> Decisions,
    ImmutableArray<UnitOrder> Orders)
{
    /// <summary>What one person asks for and another one has not answered yet.</summary>
    public ImmutableArray<UnitProposal> Proposals { get; init; } = [];

    /// <summary>Alarms of the unit, its meters and its switch points that stand open.</summary>
    public ImmutableArray<OpenAlarm> Alarms { get; init; } = [];

    /// <summary>Rectification notices to the unit that are open, what asks for somebody first.</summary>
    public ImmutableArray<NoticeReport> Notices { get; init; } = [];
}

/// <summary>An order that waits for a second person.</summary>
/// <param name="Action">Such as <c>approve-cut</c>.</param>
/// <param name="Until">Nobody can agree from then on.</param>
internal sealed record UnitProposal(
    string Id, string Action, string Resource, string By, string Reason, DateTimeOffset Until);

/// <summary>A unit's month of one resource.</summary>
/// <param name="Days">Every day of the month: how much is left at its end.</param>
/// <param name="Steps">What the ladder does next, in order.</param>
/// <param name="Statement">The budget's arithmetic.</param>
/// <param name="Emergency">What a person may select on top of a month; 0 where nothing is offered.</param>
internal sealed record UnitResource(
    UnitStand Stand, ImmutableArray<BurnDay> Days, ForecastReport Forecast, ImmutableArray<LadderStepAhead> Steps,
    BudgetStatement Statement, long Emergency)
{
    /// <summary>Of electricity, where plants stand on the unit's buildings; budgets count nothing of it.</summary>
    public PvPart? Pv { get; init; }
}

/// <summary>A day of a burn-down: what is left of the budget at its end. All null without a budget.</summary>
/// <param name="Planned">If the budget is used as its days have shares of it.</param>
/// <param name="Left">As it was, today as it is; null for days to come and where nothing is known.</param>
/// <param name="Low">With a tenth of all outcomes below; null for days without a forecast.</param>
internal sealed record BurnDay(string Day, long? Planned, long? Left, long? Low, long? Middle, long? High);

/// <summary>Something that the ladder does when use goes on.</summary>
/// <param name="Kind">notice, warning, first-notice, exhausted or cut.</param>
/// <param name="Amount">The use at which it is reached; null where time decides.</param>
/// <param name="At">When it was or will be; null where that is not foreseen within the month.</param>
/// <param name="IsReached">It has happened.</param>
internal sealed record LadderStepAhead(string Kind, long? Amount, DateTimeOffset? At, bool IsReached);

/// <summary>A metering point of a unit and the meter that hangs there.</summary>
/// <param name="Role">unit or circuit: circuits lie below the unit's meter and are not added to it.</param>
/// <param name="Register">
/// The meter's own count at <paramref name="RegisterAt"/>; null before the first interval.
/// </param>
internal sealed record UnitMeter(
    string Point, string Meter, string Resource, string Role, PointReport Use, long? Register,
    DateTimeOffset? RegisterAt);

/// <summary>A command for the unit.</summary>
/// <param name="Action">Such as <c>extend</c>.</param>
/// <param name="Resource">electricity or water.</param>
/// <param name="State">issued, done, refused or expired.</param>
/// <param name="Answer">The gateway's sentence; null before it.</param>
internal sealed record UnitOrder(
    string Id, string Gateway, string Action, string Resource, long? Amount, string By, string Reason,
    DateTimeOffset Issued, DateTimeOffset NotAfter, string State, DateTimeOffset? AnsweredAt, string? Answer)
{
    /// <summary>What came of it, in every language; null where only the gateway's own sentence tells it.</summary>
    public Sentence? Sentence { get; init; }
}
