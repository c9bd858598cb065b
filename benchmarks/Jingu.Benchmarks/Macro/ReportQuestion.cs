using System.Globalization;
using Jingu.Aggregator.Reporting;
using Jingu.Benchmarks.Inputs;
using Jingu.Benchmarks.Results;
using NodaTime;

namespace Jingu.Benchmarks.Macro;

/// <summary>How long does a month's report take, and how does it grow with the units?</summary>
internal static class ReportQuestion
{
    public const string Name = "report";
    private const string Command = $"`./benchmarks/run {Name}`";
    private const int Repeats = 5;
    private const double TargetMs = 200;

    /// <summary>Growth is linear where ten times the units cost no more than so many times the time.</summary>
    private const double LinearMax = 13;

    private static readonly YearMonth Month = new(2026, 2);

    /// <summary>Units, and months of data: the small campus has a year, the others what the report is about.</summary>
    private static readonly (int Units, int Months)[] Sizes = [(26, 12), (260, 1), (2600, 1)];

    public static async Task<Answer?> AskAsync()
    {
        var text = new List<string>
        {
            "The month's report of all units (`StoredReports.MonthAsync`: what page, CSV and API ask) from the "
                + "embedded store, quarter hours of every point, best of five after one to warm up. Only the small "
                + "campus holds a year; rows lie by time, so other months are not read.",
            "",
            "| units | points | months stored | report, ms | ms per unit |",
            "|---:|---:|---:|---:|---:|",
        };
        var took = new List<double>();
        foreach (var (units, months) in Sizes)
        {
            await using var campus = new Campus(units);
            await campus.OpenAsync();
            var zone = campus.Site.Zone;
            await campus.FillAsync(
                MonthPeriod.Of(Month.PlusMonths(1 - months), zone).From, MonthPeriod.Of(Month, zone).To);
            await campus.Reports.MonthAsync(Month, default);
            var best = double.PositiveInfinity;
            for (var repeat = 0; repeat < Repeats; repeat++)
            {
                var begun = Lab.Machine.GetTimestamp();
                await campus.Reports.MonthAsync(Month, default);
                best = Math.Min(best, Lab.Machine.GetElapsedTime(begun).TotalMilliseconds);
            }
            took.Add(best);
            text.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"| {units} | {campus.Site.Points.Length} | {months} | {best:0} | {best / units:0.00} |"));
        }
        return new(
            string.Join('\n', text),
            Target.Judged(
                "month report of the 26-unit campus, a year of data", "under 200 ms",
                string.Create(CultureInfo.InvariantCulture, $"{took[0]:0} ms"), "", took[0] < TargetMs, Command),
            Target.Judged(
                "growth of the month report with units", "linear",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"26: {took[0]:0} ms, 260: {took[1]:0} ms, 2,600: {took[2]:0} ms"),
                string.Create(
                    CultureInfo.InvariantCulture, $"{took[1] / took[0]:0.0} and {took[2] / took[1]:0.0} times for ten"),
                took[1] / took[0] <= LinearMax && took[2] / took[1] <= LinearMax, Command));
    }
}
