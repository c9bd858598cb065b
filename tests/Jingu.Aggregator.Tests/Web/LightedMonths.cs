using System.Text;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Tests.Persistence.Readings;
using Jingu.Contracts.Readings;
using NodaTime;
using Xunit;

namespace Jingu.Aggregator.Tests.Web;

/// <summary>
/// What the lamps of <see cref="ZoneSite"/> used from January to the morning of 20 March 2017, with the holidays and
/// made-up days of January and February, in the store of a running aggregator.
/// </summary>
#pragma warning disable CA1001 // xUnit calls DisposeAsync of IAsyncLifetime.
public sealed class LightedMonths : IAsyncLifetime
#pragma warning restore CA1001
{
    private readonly TestSite _site = new();
    private readonly List<StoredInterval> _intervals = [];
    private RunningAggregator _aggregator = null!;

    internal TestSite Site => _site;

    internal RunningAggregator Aggregator => _aggregator;

    public HttpClient Browser => _aggregator.Browser;

    /// <summary>The path of aggregator.yaml.</summary>
    public string Config => _site.PathOf("aggregator.yaml");

    public async Task InitializeAsync()
    {
        ZoneSite.Write(_site);
        Assert.Empty(_site.Current.Reload());
        _aggregator = await RunningAggregator.StartAsync(_site);
        await ImportCalendarAsync();
        AddReferenceDays();
        for (var day = new LocalDate(2017, 2, 1); day < new LocalDate(2017, 3, 20); day = day.PlusDays(1))
        {
            Add("lamps-office", day, day.Month == 2 ? 20 : 10);
            Add("lamps-hall", day, 20, quarter => (day.Month, day.Day, quarter) == (3, 7, 40) ? Quality.Estimated
                : (day.Month, day.Day, quarter) == (3, 5, 40) ? null : Quality.Measured);
            Add("lamps-store", day, 1);
        }
        Add("lamps-office", new(2017, 1, 15), 20);
        Opening(_intervals.Count - 96);
        Add("lamps-office", new(2017, 3, 20), 9_000, quarter => quarter < 32 ? Quality.Measured : null);
        Assert.Empty(await _aggregator.Readings.WriteAsync([], _intervals, default));
    }

    public async Task DisposeAsync()
    {
        await _aggregator.DisposeAsync();
        _site.Dispose();
    }

    /// <summary>
    /// Fifteen working days of 3,840 Wh, of which the tenth is not whole; six days of rest, one of 1,056 Wh and the
    /// others of 480 Wh.
    /// </summary>
    private void AddReferenceDays()
    {
        for (var day = new LocalDate(2017, 1, 2); day <= new LocalDate(2017, 1, 22); day = day.PlusDays(1))
        {
            var isRest = day.Day == 2
                || (day.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday && day.Day != 22);
            Add(
                "lamps-hall", day, day.Day == 2 ? 11 : isRest ? 5 : day.Day == 10 ? 700 : 40,
                quarter => day.Day == 10 && quarter == 3 ? null : Quality.Measured);
        }
    }

    /// <param name="quality">Of each quarter hour; null: it is missing.</param>
    private void Add(string point, LocalDate day, long amount, Func<int, Quality?>? quality = null)
    {
        var midnight = new DateTimeOffset(day.Year, day.Month, day.Day, 0, 0, 0, TimeSpan.FromHours(8))
            .ToUniversalTime();
        for (var i = 0; i < 96; i++)
        {
            if ((quality is null ? Quality.Measured : quality(i)) is not { } known)
                continue;
            var number = _intervals.Count + 1;
            _intervals.Add(Batches.Interval(
                Batches.Intervals(number), point, midnight.AddMinutes(15 * i), amount, known, total: number));
        }
    }

    private void Opening(int index) =>
        _intervals[index] = _intervals[index] with
        {
            Interval = _intervals[index].Interval with { Opening = true },
        };

    private async Task ImportCalendarAsync()
    {
        const string Days = """
            date,kind,name,source
            2017-01-02,rest,元旦,notice
            2017-01-22,working,,notice
            2017-02-01,rest,春节,notice
            2017-02-02,rest,春节,notice
            2017-02-04,working,,notice

            """;
        using var content = new StringContent(Days, Encoding.UTF8, "text/csv");
        using var answer = await Browser.PostAsync(
            new Uri("/api/planning/days?import=days&actor=wang&reason=test", UriKind.Relative), content);
        answer.EnsureSuccessStatusCode();
    }
}
