using System.Collections.Immutable;
using Jingu.Aggregator.Planning.Importing;
using Jingu.Aggregator.Reporting.Sharing;
using Jingu.Budgets.Allocation;
using Jingu.Budgets.Quotas;
using Jingu.Contracts.Ids;
using NodaTime;
using NodaTime.Text;

namespace Jingu.Aggregator.Planning;

/// <summary>What planning says about shared meters.</summary>
internal sealed partial class Plan
{
    private readonly ILookup<(PointId Point, UnitId Unit), Dated<Allocation>> _allocations;

    /// <summary>
    /// The rules of a month: those that hold on its first day. Areas and head-counts are summed over its days, so that
    /// a change counts from its day; heads are users, for shares are indicators.
    /// </summary>
    public ImmutableArray<SharingRule> Sharing(YearMonth month) =>
    [
        .. from rule in SharingOn(month.OnDayOfMonth(1))
           select rule with { Key = KeyOf(rule, month) },
    ];

    /// <summary>The rules that hold on a day; the keys are those of fixed shares, and 0 for all others.</summary>
    public ImmutableArray<SharingRule> SharingOn(LocalDate day) =>
    [
        .. from each in _allocations
           let dated = new EffectiveDated<Allocation>(each).At(day)
           where dated is not null && dated.Value.Rule != PlanWords.None
           select new SharingRule(
               each.Key.Point, each.Key.Unit, PlanWords.Allocations[dated.Value.Rule], dated.Value.Thousandths,
               $"from {LocalDatePattern.Iso.Format(dated.From)}: {dated.Value.Source}"),
    ];

    /// <summary>The days from a day on, itself included, on which a rule of a shared meter changes.</summary>
    public IEnumerable<LocalDate> SharingChanges(PointId point, LocalDate from) => _allocations
        .Where(each => each.Key.Point == point).SelectMany(each => each).Select(dated => dated.From)
        .Where(day => day >= from).Distinct().Order();

    private long KeyOf(SharingRule rule, YearMonth month)
    {
        var heads = new EffectiveDated<Headcount>(_headcounts[rule.Unit]);
        var areas = new EffectiveDated<long>(_areas[rule.Unit]);
        var days = Enumerable.Range(0, month.Calendar.GetDaysInMonth(month.Year, month.Month))
            .Select(month.OnDayOfMonth(1).PlusDays);
        return rule.Rule switch
        {
            AllocationRule.Area => days.Sum(day => areas.At(day)?.Value ?? 0),
            AllocationRule.Headcount => days.Sum(day => (long)(heads.At(day)?.Value.Users ?? 0)),
            _ => rule.Key,
        };
    }

    private sealed record Allocation(string Rule, long Thousandths, string Source);
}
