using System.Globalization;
using Jingu.Aggregator.Reporting.Forecasting;
using Jingu.Budgets.Quotas;
using Jingu.Testing;
using NodaTime;
using Xunit;
using Xunit.Abstractions;

namespace Jingu.Aggregator.Tests.Reporting.Forecasting;

/// <summary>
/// Forecasts of 30 real buildings over two years, every fourth day of every month, beside the two rules that people use
/// by hand: the mean of the last seven days, and the same day of last week. Loss: pinball of the tenth, the half and
/// the nine tenths, over the building's mean day.
/// </summary>
public sealed class ForecastOnBuildingsTests(ITestOutputHelper output)
{
    private const int OriginStep = 4;
    private const int HistoryMin = 35;
    private static readonly double[] Shares = [0.1, 0.5, 0.9];
    private static readonly Lazy<IReadOnlyList<Building>> Buildings = new(() =>
        [.. RecordedBuildings.Read().Select((building, at) => new Building(at, [.. building.Days]))]);

    [RecordingsFact]
    public void The_rest_of_a_month_is_forecast_better_than_by_the_last_week_and_within_its_band()
    {
        var all = Score(Buildings.Value);
        // The band's figures were chosen on the even ones, how days fade on all.
        var unseen = Score([.. Buildings.Value.Where(building => building.At % 2 == 1)]);
        Print("all 30", all);
        Print("the other 15", unseen);
        foreach (var scores in new[] { all, unseen })
        {
            var ours = scores[0];
            Assert.InRange(ours.Coverage, 0.75, 0.87);
            Assert.All(scores[1..], rival => Assert.True(ours.Loss < rival.Loss, $"{rival.Name} is better"));
        }
    }

    [RecordingsFact]
    public void The_day_a_budget_runs_out_is_forecast_better_than_by_the_last_week()
    {
        var (ours, week, within, count) = (0d, 0d, 0, 0);
        foreach (var building in Buildings.Value)
        {
            foreach (var (origin, days) in building.Origins().Where(
                asked => building.All.Sum(asked.Origin - 7, 7) is not null
                    && building.All.Sum(asked.Origin, asked.Days) > 0))
            {
                var budget = (long)(building.All.Sum(origin, days)!.Value * 0.7);
                var truth = building.DayOf(origin, budget);
                var now = building.DateOf(origin).AtMidnight();
                var band = building.Forecast(origin, days).RunOut(budget);
                // What does not run out in the month is taken for its end.
                double At(LocalDateTime? at) => at is { } known
                    ? (known - now).ToDuration().TotalDays : days;
                ours += Loss(truth, [At(band.Early), At(band.Middle), At(band.Late)]);
                within += truth >= At(band.Early) && truth <= At(band.Late) ? 1 : 0;
                var mean = Math.Min(days, budget / building.All.Sum(origin - 7, 7)!.Value * 7);
                week += Loss(truth, [mean, mean, mean]);
                count++;
            }
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"run-out of 70 % of what is used, days: loss {ours / count:0.000}, mean of 7 days {week / count:0.000}, "
            + $"within the band {(double)within / count:0.000}, {count} forecasts"));
        Assert.True(ours < week);
        Assert.InRange((double)within / count, 0.75, 0.9);
    }

    [RecordingsFact]
    public void A_building_in_its_first_days_is_forecast_within_its_band_too()
    {
        var (within, count) = (0, 0);
        foreach (var building in Buildings.Value)
        {
            foreach (var (origin, days) in building.Origins())
            {
                for (var seen = 1; seen <= 7; seen += 2)
                {
                    var history = building.Until(origin, seen);
                    if (history.Known < seen)
                        continue;
                    var last = UseForecast.Make(
                        history, building.DateOf(origin).AtMidnight(), building.DateOf(origin + days))!.Days[^1];
                    var used = building.All.Sum(origin, days)!.Value;
                    within += used >= last.Low && used <= last.High ? 1 : 0;
                    count++;
                }
            }
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"first week of history: within the band {(double)within / count:0.000}, {count} forecasts"));
        Assert.True((double)within / count > 0.6);
    }

    private static List<ScoreOf> Score(IReadOnlyList<Building> buildings)
    {
        List<ScoreOf> scores =
        [
            new("Jingu"), new("mean of 7 days, with our band"), new("same day last week, with our band"),
            new("mean of 7 days"), new("same day last week"),
        ];
        foreach (var building in buildings)
        {
            (int Banded, int Point, Func<int, int, double?> Rule)[] rivals =
                [(1, 3, MeanOfWeek(building.All)), (2, 4, SameDayLastWeek(building.All))];
            // Only where everybody says something.
            foreach (var (origin, days) in building.Origins().Where(
                asked => rivals.All(rival => rival.Rule(asked.Origin, asked.Days) is not null)))
            {
                var used = building.All.Sum(origin, days)!.Value;
                var last = building.Forecast(origin, days).Days[^1];
                scores[0].Add(used, [last.Low, last.Middle, last.High], building.Mean);
                foreach (var (banded, point, rule) in rivals)
                {
                    var expected = rule(origin, days)!.Value;
                    var (low, high) = new ForecastErrors(building.All, rule).Band(origin, days);
                    scores[banded].Add(used, [expected * low, expected, expected * high], building.Mean);
                    scores[point].Add(used, [expected, expected, expected], building.Mean);
                }
            }
        }
        return scores;
    }

    private static Func<int, int, double?> MeanOfWeek(UseHistory history) => (origin, days) =>
        origin < 7 ? null : history.Sum(origin - 7, 7) / 7 * days;

    private static Func<int, int, double?> SameDayLastWeek(UseHistory history) => (origin, days) =>
        origin < 7
            ? null
            : Enumerable.Range(0, days).Aggregate(
                (double?)0, (sum, day) => sum + history.Sum(origin - 7 + (day % 7), 1));

    private void Print(string which, List<ScoreOf> scores)
    {
        foreach (var score in scores)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {which} | {score.Name} | {score.Loss:0.000} | {score.Coverage:0.000} | {score.Count} |"));
        }
    }

    private static double Loss(double truth, double[] quantiles) => quantiles.Zip(Shares).Average(
        pair => truth >= pair.First ? (truth - pair.First) * pair.Second : (pair.First - truth) * (1 - pair.Second));

    private sealed record ScoreOf(string Name)
    {
        private double _loss;
        private int _within;

        public int Count { get; private set; }

        public double Loss => _loss / Count;

        public double Coverage => (double)_within / Count;

        public void Add(double truth, double[] quantiles, double scale)
        {
            _loss += ForecastOnBuildingsTests.Loss(truth, quantiles) / scale;
            _within += truth >= quantiles[0] && truth <= quantiles[2] ? 1 : 0;
            Count++;
        }
    }

    private sealed class Building(int at, List<UsedDay> days)
    {
        private readonly Dictionary<int, UseForecast> _forecasts = [];

        public int At => at;

        public UseHistory All { get; } = new(days, days[^1].Date.PlusDays(1), WorkingDays.Undeclared);

        public double Mean { get; } = days.Average(day => day.Amount);

        public LocalDate DateOf(int day) => All.First.PlusDays(day);

        /// <summary>Days of whole months, with how many are left in the month.</summary>
        public IEnumerable<(int Origin, int Days)> Origins()
        {
            for (var month = DateOf(0).ToYearMonth().PlusMonths(1); ; month = month.PlusMonths(1))
            {
                var first = Period.DaysBetween(All.First, month.OnDayOfMonth(1));
                var length = Period.DaysBetween(month.OnDayOfMonth(1), month.PlusMonths(1).OnDayOfMonth(1));
                if (first + length > All.Count)
                    yield break;
                if (first < HistoryMin || All.Sum(first, length) is null)
                    continue;
                for (var day = 0; day < length; day += OriginStep)
                    yield return (first + day, length - day);
            }
        }

        /// <summary>Until the end of the month, from what was known when a day of it began.</summary>
        public UseForecast Forecast(int origin, int days)
        {
            if (!_forecasts.TryGetValue(origin, out var forecast))
            {
                forecast = UseForecast.Make(Until(origin), DateOf(origin).AtMidnight(), DateOf(origin + days))!;
                _forecasts[origin] = forecast;
            }
            return forecast;
        }

        /// <summary>What was known when a day began; only the latest days of it where so many are asked for.</summary>
        public UseHistory Until(int origin, int? latest = null) => new(
            days.Where(day => day.Date < DateOf(origin)
                && day.Date >= DateOf(Math.Max(0, origin - (latest ?? origin)))),
            DateOf(origin), WorkingDays.Undeclared);

        /// <summary>Days, in parts too, from the begin of one until so much was used.</summary>
        public double DayOf(int origin, long amount)
        {
            var used = 0L;
            for (var day = origin; ; day++)
            {
                for (var hour = 0; hour < 24; hour++)
                {
                    var now = All[day]!.Hours[hour];
                    if (used + now >= amount)
                        return day - origin + ((hour + ((double)(amount - used) / Math.Max(1, now))) / 24);
                    used += now;
                }
            }
        }
    }
}
