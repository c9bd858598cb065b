using System.Collections.Immutable;
using Jingu.Aggregator.Planning.Importing;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Indicators;
using Jingu.Budgets.Quotas;
using Jingu.Contracts.Ids;
using NodaTime;

namespace Jingu.Aggregator.Planning;

/// <summary>What planning says about indicators.</summary>
internal sealed partial class Plan
{
    private readonly ImmutableArray<PlanRow> _targets;

    /// <summary>Users times days; null where some day has none: a mean of the others would be a guess.</summary>
    public long? HeadDays(UnitId unit, LocalDays days)
    {
        var heads = new EffectiveDated<Headcount>(_headcounts[unit]);
        return days.All.Select(day => (long?)heads.At(day)?.Value.Users).SumOrNull();
    }

    /// <summary>Head-counts on a day; null where none was imported.</summary>
    public Headcount? Heads(UnitId unit, LocalDate day) =>
        new EffectiveDated<Headcount>(_headcounts[unit]).At(day)?.Value;

    /// <summary>Users on a day; null where no head-count was imported.</summary>
    public int? Users(UnitId unit, LocalDate day) => Heads(unit, day)?.Users;

    /// <summary>m2 of floor area times days; null where some day has none.</summary>
    public long? AreaDays(UnitId unit, LocalDays days)
    {
        var areas = new EffectiveDated<long>(_areas[unit]);
        return days.All.Select(day => areas.At(day)?.Value).SumOrNull();
    }

    /// <summary>A unit's own target, else that of everybody; null where there is none.</summary>
    /// <param name="unit">Null: of a building or the site.</param>
    public IndicatorTarget? Target(IndicatorKind kind, UnitId? unit, int year)
    {
        var coal = IndicatorKind.IsCoal(kind.Word) ? PlanWords.Of(kind.Factor!.Value) : null;
        var rows = _targets.Where(row => row.Text("indicator") == kind.Word && row.TextOrNull("coal") == coal
            && row.Count("year") == year).ToList();
        var row = (unit is null ? null : rows.LastOrDefault(row => row.UnitOrNull("unit") == unit))
            ?? rows.LastOrDefault(row => row.UnitOrNull("unit") is null);
        return row is null
            ? null
            : new(
                year, row.Count("thousandths") / 1000d, row.Text("binding") == "yes",
                row.TextOrNull("baseYear") is null ? null : (int)row.Count("baseYear"),
                row.TextOrNull("baseThousandths") is null ? null : row.Count("baseThousandths") / 1000d,
                row.Text("source"));
    }
}
