using System.Collections.Frozen;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Reporting.Campus;
using Jingu.Budgets.Quotas;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Time;
using NodaTime;

namespace Jingu.Aggregator.Planning;

/// <summary>
/// The plan as it stands, kept between questions: made anew after an import here, and after a few seconds for what
/// another replica stored. Safe from any thread.
/// </summary>
internal sealed class CurrentPlan : IDisposable
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(5);

    private readonly Kept<Plan> _plan;
    private readonly Plans _plans;
    private readonly CurrentSite _site;

    public CurrentPlan(Plans plans, CurrentSite site, MachineTime machine)
    {
        _plans = plans;
        _site = site;
        _plan = new(stop => plans.CurrentAsync(null, stop), Age, machine);
        plans.Imported += _plan.Forget;
    }

    public Task<Plan> GetAsync(CancellationToken stop) => _plan.GetAsync(stop);

    /// <summary>Every budget of a month that is known, adjustments included.</summary>
    public async Task<FrozenDictionary<(UnitId, Resource), KnownBudget>> BudgetsAsync(
        YearMonth month, CancellationToken stop)
    {
        var plan = await GetAsync(stop);
        return (
            from unit in _site.Site.Units
            from resource in Enum.GetValues<Resource>()
            let budget = (plan.Budget(unit.Id, resource, month) as BudgetOutcome.Computed)?.Budget
            where budget is not null
            select KeyValuePair.Create(
                (unit.Id, resource),
                new KnownBudget(budget.Amount + plan.Adjustments.Sum(unit.Id, resource, month), budget)))
            .ToFrozenDictionary();
    }

    public void Dispose()
    {
        _plans.Imported -= _plan.Forget;
        _plan.Dispose();
    }
}
