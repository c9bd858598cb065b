using System.Globalization;
using System.Net;
using System.Text.Json;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Tests.Persistence.Readings;
using Jingu.Contracts.Readings;
using Jingu.Time.Sun;
using Xunit;

namespace Jingu.Aggregator.Tests.Web;

/// <summary>
/// Two days of two plants, in the store: the first follows the sun, the second one is dark from the second morning on.
/// </summary>
#pragma warning disable CA1001 // xUnit calls DisposeAsync of IAsyncLifetime.
public sealed class PlantsApiTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private const int Quarters = 2 * 96;
    private static readonly Coordinates Place = new(29.985, 122.207);
    private static readonly DateTimeOffset Trip = Batches.Start.AddHours(24 + 9);

    private readonly TestSite _site = new();
    private RunningAggregator _aggregator = null!;
    private long _generated;

    public async Task InitializeAsync()
    {
        PlantSite.Write(_site);
        Assert.Empty(_site.Current.Reload());
        _aggregator = await RunningAggregator.StartAsync(_site);
        var (samples, intervals) = (new List<StoredSample>(), new List<StoredInterval>());
        for (var i = 0; i < Quarters; i++)
        {
            var at = Batches.Start.AddMinutes(15 * i);
            var light = (long)Math.Round(Light(at.AddMinutes(7.5)));
            var first = light * 20_000 * 8 / 10 / 1000 / 4;
            var second = at >= Trip ? 0 : first / 2;
            _generated += first;
            void Count(string point, long amount) =>
                intervals.Add(Batches.Interval(Batches.Intervals(i + 1), point, at, amount, total: 1_000_000 + i));
            Count("main", 2_000);
            Count("main-export", first / 4);
            Count("roof-1", first);
            Count("roof-2", second);
            Count("unit-01-electricity", 1_000);
            Count("unit-02-electricity", 500);
            Count("pump", 100);
            samples.Add(Of(i, "m-roof-1", at, new StoredValue(new(Quantity.Power, 1, 1), first * 4)));
            samples.Add(Of(
                i, "m-roof-2", at, new StoredValue(new(Quantity.Power, 1, 1), second * 4),
                new StoredValue(new(Quantity.VoltageDc, 1, 10), 6_000), new(new(Quantity.CurrentDc, 1, 10), 0)));
            samples.Add(Of(i, "m-sun", at, new StoredValue(new(Quantity.Irradiance, 1, 1), light)));
        }
        Assert.Empty(await _aggregator.Readings.WriteAsync(samples, intervals, default));
    }

    public async Task DisposeAsync()
    {
        await _aggregator.DisposeAsync();
        _site.Dispose();
    }

    [Fact]
    public async Task A_span_of_days_tells_figures_balance_and_alarms_with_evidence()
    {
        using var report = JsonDocument.Parse(await TextAsync("/api/plants?from=2017-03-01&to=2017-03-03"));

        var plants = report.RootElement.GetProperty("plants");
        var figures = plants[0].GetProperty("figures");
        Assert.Equal(_generated, figures.GetProperty("energyWh").GetInt64());
        Assert.Equal((Quarters, Quarters), (
            figures.GetProperty("quartersDue").GetInt32(), figures.GetProperty("quartersMeasured").GetInt32()));
        var ratio = figures.GetProperty("performanceRatio");
        Assert.Equal(0.8, ratio.GetProperty("ratio").GetDouble(), tolerance: 0.01);
        Assert.Equal(1, ratio.GetProperty("coverage").GetDouble());
        Assert.Equal(JsonValueKind.Null, plants[1].GetProperty("figures").GetProperty("performanceRatio").ValueKind);
        Assert.Equal(0, plants[0].GetProperty("alarms").GetArrayLength());
        var alarm = Assert.Single(plants[1].GetProperty("alarms").EnumerateArray());
        Assert.Equal("no-output", alarm.GetProperty("kind").GetString());
        Assert.Equal(Trip, alarm.GetProperty("begin").GetDateTimeOffset());
        Assert.Equal(JsonValueKind.Null, alarm.GetProperty("end").ValueKind);
        Assert.Equal("dc-voltage-without-current", Assert.Single(
            alarm.GetProperty("hints").EnumerateArray()).GetString());
        var whole = report.RootElement.GetProperty("whole");
        Assert.Equal(
            whole.GetProperty("import").GetInt64() + whole.GetProperty("generation").GetInt64()
                - whole.GetProperty("export").GetInt64(),
            whole.GetProperty("subMeters").GetInt64() + whole.GetProperty("gap").GetInt64());
    }

    [Fact]
    public async Task Every_quarter_hour_of_the_balance_can_be_added_up_by_hand()
    {
        var rows = (await TextAsync("/api/plants?month=2017-03&format=balance")).Split("\r\n")[1..^1]
            .Select(row => row.Split(',')).ToList();

        Assert.Equal(Quarters, rows.Count);
        Assert.All(rows, row =>
        {
            var numbers = row[2..7].Select(cell => long.Parse(cell, CultureInfo.InvariantCulture)).ToArray();
            Assert.Equal(numbers[0] + numbers[1] - numbers[2], numbers[3] + numbers[4]);
            Assert.Equal(1_600, numbers[3]);
        });
    }

    [Theory]
    [InlineData("en", "no output in daylight, cause open", "DC voltage without current", "Building 1 roof")]
    [InlineData("zh", "白天无出力，原因未定", "直流有电压无电流", "1号楼光伏")]
    public async Task People_read_it_in_their_language(string language, string alarm, string hint, string name)
    {
        var text = await TextAsync($"/api/plants?month=2017-03&format=text&culture={language}");

        Assert.Contains(alarm, text, StringComparison.Ordinal);
        Assert.Contains(hint, text, StringComparison.Ordinal);
        Assert.Contains(name, text, StringComparison.Ordinal);
        Assert.Contains("2017-03-02 09:00", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_has_one_row_for_each_plant()
    {
        var rows = (await TextAsync("/api/plants?month=2017-03&format=csv")).Split("\r\n");

        Assert.StartsWith("from,to,plant,name,building,capacityW,energyWh", rows[0], StringComparison.Ordinal);
        Assert.Contains($",pv-1,\"1号楼光伏\",building-1,20000,{_generated},", rows[1], StringComparison.Ordinal);
        Assert.Equal(4, rows.Length);
    }

    [Theory]
    [InlineData("month=March")]
    [InlineData("from=2017-03-01")]
    [InlineData("from=2017-03-02&to=2017-03-02")]
    [InlineData("from=2016-03-01&to=2017-03-03")]
    [InlineData("month=2017-03&from=2017-03-01&to=2017-03-02")]
    [InlineData("month=2017-03&format=pdf")]
    public async Task What_is_no_period_or_format_is_answered_with_a_sentence(string query)
    {
        using var answer = await _aggregator.Browser.GetAsync(new Uri($"/api/plants?{query}", UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("use json|such as month=2017-03".Split('|')[query.Contains("pdf", StringComparison.Ordinal)
            ? 0 : 1], await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private Task<string> TextAsync(string address) =>
        _aggregator.Browser.GetStringAsync(new Uri(address, UriKind.Relative));

    private static double Light(DateTimeOffset at) =>
        900 * Math.Max(0, Math.Sin(SunPosition.At(Place, at).Elevation * Math.PI / 180));

    private static StoredSample Of(int index, string meter, DateTimeOffset at, params StoredValue[] values) =>
        Batches.Sample(Batches.Samples(index + 1), meter, at, values);
}
