using System.Collections.Immutable;
using Jingu.Aggregator.Reporting.Campus;
using Jingu.Aggregator.Reporting.Enforcement;
using Jingu.Aggregator.Reporting.Forecasting;
using Jingu.Budgets.Ladders;
using Jingu.Contracts.Ids;
using NodaTime;
using NodaTime.Text;

namespace Jingu.Aggregator.Reporting.Units;

/// <summary>A unit's month as it burns down, and what its ladder does next. Pure.</summary>
/// <param name="budget">Null where planning data for it are missing.</param>
/// <param name="days">Every day of the month, those to come too.</param>
/// <param name="points">The unit's own of this resource.</param>
internal sealed class UnitMonth(
    KnownBudget? budget, ImmutableArray<DaySum> days, IReadOnlyCollection<PointId> points, ForecastReport forecast,
    LocalDate today, DateTimeZone zone)
{
    private readonly long _available = Math.Max(0, budget?.Available ?? 0);

    public ImmutableArray<BurnDay> Days()
    {
        var burnt = ImmutableArray.CreateBuilder<BurnDay>();
        var ahead = forecast.Days.ToDictionary(day => day.Date);
        long? used = null;
        foreach (var day in days)
        {
            used = day.Of(points) is { } counted ? (used ?? 0) + counted : used;
            var text = LocalDatePattern.Iso.Format(day.Day);
            var foreseen = day.Day >= today ? ahead.GetValueOrDefault(text) : null;
            burnt.Add(budget is null ? new(text, null, null, null, null, null) : new(
                text, _available - BudgetPace.At(budget.Available, budget.Month, EndOf(day.Day), zone),
                day.Day <= today ? _available - used : null,
                _available - foreseen?.High, _available - foreseen?.Middle, _available - foreseen?.Low));
        }
        return burnt.ToImmutable();
    }

    /// <param name="used">Wh or L of the month so far.</param>
    public ImmutableArray<LadderStepAhead> Steps(LadderPolicy policy, StandingReport? standing, long? used)
    {
        if (budget is null)
            return [];
        LadderStepAhead Threshold(string kind, int percent, Stage stage)
        {
            // Rounded up, as the ladder compares used x 100 with budget x percent.
            var amount = (long)(((Int128)_available * percent + 99) / 100);
            var isReached = (used > 0 && used >= amount) || StageOf(standing) >= stage;
            return new(kind, amount, isReached ? null : Reaching(amount), isReached);
        }
        // An end after the month announces nothing: the budget of the next one begins before.
        var runOut = RunOutOf(standing);
        return
        [
            Threshold("notice", policy.NoticePercent, Stage.Notice),
            Threshold("warning", policy.WarningPercent, Stage.Warning),
            new(
                "first-notice", null, standing?.FirstNoticeAt ?? runOut - policy.FirstNoticeLead,
                standing?.FirstNoticeAt is not null),
            Threshold("exhausted", 100, Stage.Exhausted),
            new("cut", null, Cut(policy, standing), StageOf(standing) == Stage.Disconnected),
        ];
    }

    /// <summary>The earliest by the notices that stand, else by what is foreseen; null where neither says.</summary>
    private DateTimeOffset? Cut(LadderPolicy policy, StandingReport? standing) =>
        standing?.FinalNoticeAt is { } final ? final + policy.FinalNoticeLead
        : standing?.FirstNoticeAt is { } first && RunOutOf(standing) is { } end
            ? Later(first + policy.FirstNoticeLead, end)
        : RunOutOf(standing);

    private DateTimeOffset? RunOutOf(StandingReport? standing) =>
        standing?.RunOut is { } end && end < MonthPeriod.Of(budget!.Month.Month, zone).To ? end : null;

    /// <summary>A forecast alone can make a stage a notice: the gateway's own word counts beside the amounts.</summary>
    private static Stage StageOf(StandingReport? standing) =>
        Enum.TryParse<Stage>(standing?.Stage, ignoreCase: true, out var stage) ? stage : Stage.Normal;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    /// <summary>The end of the first day by which the middle of the forecast has come so far.</summary>
    private DateTimeOffset? Reaching(long amount) =>
        forecast.Days.FirstOrDefault(day => day.Middle >= amount) is { } reached
            ? EndOf(LocalDatePattern.Iso.Parse(reached.Date).Value)
            : null;

    private DateTimeOffset EndOf(LocalDate day) => MonthPeriod.OfDays(day, day.PlusDays(1), zone).To;
}
