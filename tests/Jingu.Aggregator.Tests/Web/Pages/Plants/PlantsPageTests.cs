using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Tests.Ingest;
using Jingu.Aggregator.Tests.Persistence.Readings;
using Jingu.Contracts.Events;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Jingu.Aggregator.Tests.Web.Pages.Plants;

/// <summary>The page of plants through the real host, held against the API; it is 20 March 2017, 08:00.</summary>
public sealed class PlantsPageTests : IAsyncLifetime
{
    private const string Day = "/plants?day=2017-03-02";

    private readonly PlayedPlants _played = new();

    public Task InitializeAsync() => _played.InitializeAsync();

    public Task DisposeAsync() => _played.DisposeAsync();

    [Fact]
    public async Task A_day_and_its_month_show_what_the_API_answers()
    {
        var shown = await PageAsync(Day, "en");
        using var month = JsonDocument.Parse(await TextAsync("/api/plants?month=2017-03"));
        using var day = JsonDocument.Parse(await TextAsync("/api/plants?from=2017-03-02&to=2017-03-03"));

        foreach (var report in new[] { month, day })
        {
            var plant = report.RootElement.GetProperty("plants")[0];
            var figures = plant.GetProperty("figures");
            Assert.Contains(Kwh(figures.GetProperty("energyWh").GetInt64()), shown, StringComparison.Ordinal);
            Assert.Contains(
                Percent(figures.GetProperty("performanceRatio").GetProperty("ratio").GetDouble())
                    + " (IEC 61724-1)", shown, StringComparison.Ordinal);
            var expected = plant.GetProperty("expectation");
            Assert.Contains(
                $"{Kwh(expected.GetProperty("expectedWh").GetInt64())}, by irradiance", shown,
                StringComparison.Ordinal);
            var whole = report.RootElement.GetProperty("whole");
            Assert.Contains(
                $">{Percent(whole.GetProperty("selfConsumption").GetDouble())}<", shown, StringComparison.Ordinal);
            Assert.Contains(
                $">{Percent(whole.GetProperty("selfSufficiency").GetDouble())}<", shown, StringComparison.Ordinal);
        }
        Assert.Contains(
            "no output in daylight, cause open, DC voltage without current", shown, StringComparison.Ordinal);
        Assert.Contains("began 03-02 09:00, ended: now, it stands", shown, StringComparison.Ordinal);
        var raised = month.RootElement.GetProperty("plants")[1].GetProperty("alarms")[0].GetProperty("raised")
            .GetDateTimeOffset().ToOffset(TimeSpan.FromHours(8));
        Assert.Contains($"<time>{raised:MM-dd HH:mm}</time>", shown, StringComparison.Ordinal);
    }

    /// <summary>
    /// 20 kWp under 800 W/m2 are expected to give 3 kWh in a quarter hour; where nobody measures light, the other plant
    /// tells.
    /// </summary>
    [Fact]
    public async Task What_was_to_be_expected_follows_from_light_and_without_a_sensor_from_the_other_plants()
    {
        using var curve = JsonDocument.Parse(await TextAsync("/api/plants?month=2017-03&format=curve"));
        var plants = curve.RootElement.GetProperty("plants");
        foreach (var quarter in plants[0].GetProperty("curve").EnumerateArray().Take(PlayedPlants.Quarters))
        {
            var light = quarter.GetProperty("irradiance").GetDouble();
            Assert.Equal(
                (long)Math.Round(light / 1000 * 0.75 * 20_000 / 4), quarter.GetProperty("expectedWh").GetInt64());
            Assert.Equal("irradiance", quarter.GetProperty("by").GetString());
        }
        foreach (var (own, other) in plants[1].GetProperty("curve").EnumerateArray()
            .Zip(plants[0].GetProperty("curve").EnumerateArray()).Take(PlayedPlants.Quarters))
        {
            // Half the rating: half of what the other one gave, rounded.
            Assert.InRange((2 * own.GetProperty("expectedWh").GetInt64()) - other.GetProperty("wh").GetInt64(), -1, 1);
            Assert.Equal("siblings", own.GetProperty("by").GetString());
        }
        var first = plants[0].GetProperty("days")[0];
        Assert.Equal(
            ("2017-03-01", 96, 96), (
                first.GetProperty("day").GetString(), first.GetProperty("quartersDue").GetInt32(),
                first.GetProperty("quartersMeasured").GetInt32()));
        Assert.Equal(
            _played.Generated,
            plants[0].GetProperty("days").EnumerateArray().Where(day => day.GetProperty("wh").ValueKind
                == JsonValueKind.Number).Sum(day => day.GetProperty("wh").GetInt64()));
        // Of what was not measured nothing is held against anything.
        var third = plants[0].GetProperty("days")[2];
        Assert.Equal(
            (JsonValueKind.Null, JsonValueKind.Null),
            (third.GetProperty("wh").ValueKind, third.GetProperty("expectation").ValueKind));
    }

    [Fact]
    public async Task Now_tells_power_light_and_state_and_what_is_silent_is_not_known()
    {
        var silent = Now(await TextAsync("/api/plants/now"), 0);
        Assert.Equal(JsonValueKind.Null, silent.GetProperty("powerW").ValueKind);
        Assert.Contains("said nothing for 20 min: not known", await PageAsync(Day, "en"), StringComparison.Ordinal);

        var at = _played.Aggregator.Time.GetUtcNow().AddMinutes(-5);
        await WriteAsync(
            ("m-roof-1", at, [new(new(Quantity.Power, 1, 1), 12_340), new(new(Quantity.OperatingState, 1, 1), 7)]),
            ("m-sun", at, [new(new(Quantity.Irradiance, 1, 1), 812)]));
        Forget();

        var now = Now(await TextAsync("/api/plants/now"), 0);
        Assert.Equal(
            (12_340, 812, 7), (
                now.GetProperty("powerW").GetDouble(), now.GetProperty("irradiance").GetDouble(),
                now.GetProperty("inverters")[0].GetProperty("state").GetInt32()));
        var shown = PageText.Of(await PageAsync(Day, "en"));
        Assert.Contains("12.3 / 20.0 kW", shown, StringComparison.Ordinal);
        Assert.Contains("812 W/m² in the plane of the array", shown, StringComparison.Ordinal);
        Assert.Contains("m-roof-1 fault 12.3 kW", shown, StringComparison.Ordinal);
        Assert.Contains("irradiance not known: no sensor in site.yaml", shown, StringComparison.Ordinal);
        // The other plant is silent: the campus says that its sum is not all.
        Assert.Contains("1 of 2 not known", await PageAsync("/?", "en"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alarm_that_stands_leads_to_a_notice_as_it_does_from_the_campus()
    {
        var now = _played.Aggregator.Time.GetUtcNow();
        await WriteAsync(
            [.. Enumerable.Range(1, 12).Select(i => (
                "m-roof-1", now.AddMinutes(-5 * i), (StoredValue[])[
                    new(new(Quantity.Power, 1, 1), 0), new(new(Quantity.OperatingState, 1, 1), 7)]))]);
        Forget();

        const string Issue = "/notices/issue?alarm=plant-inverter-fault";
        Assert.Contains(Issue, await PageAsync("/", "en"), StringComparison.Ordinal);
        Assert.Contains(Issue, await PageAsync("/plants", "en"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_in_force_is_told_until_its_gateway_ends_it_or_its_time_is_over()
    {
        var now = _played.Aggregator.Time.GetUtcNow();
        await TellAsync(1, EventKinds.CurtailmentBegun, now.AddHours(-1), now.AddHours(2));
        Assert.Contains(
            "limited to 45.5 % until 03-20 10:00", PageText.Of(await PageAsync(Day, "en")), StringComparison.Ordinal);
        Assert.Equal(
            455, Now(await TextAsync("/api/plants/now"), 0).GetProperty("inverters")[0].GetProperty("limit")
                .GetProperty("tenths").GetInt32());

        await TellAsync(2, EventKinds.CurtailmentEnded, now.AddMinutes(-1), now.AddHours(2));
        Assert.DoesNotContain("limited to", PageText.Of(await PageAsync(Day, "en")), StringComparison.Ordinal);

        await TellAsync(3, EventKinds.CurtailmentBegun, now.AddSeconds(-30), now.AddSeconds(-10));
        Assert.DoesNotContain("limited to", PageText.Of(await PageAsync(Day, "en")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_avoided_names_set_scope_and_source_and_without_a_set_says_what_to_do()
    {
        Assert.Contains("no coefficients of electricity hold", await PageAsync(Day, "en"), StringComparison.Ordinal);
        using var content = new StringContent(
            "set,kind,resource,from,milligrams,scope,confirmed,source\n"
            + "zhejiang-2022,carbon,electricity,2017-01-01,515300,\"Zhejiang, average\",no,grid factors of 2022\n",
            Encoding.UTF8, "text/csv");
        using var answer = await _played.Aggregator.Browser.PostAsync(
            new Uri("/api/planning/coefficients?import=c&actor=wang&reason=test", UriKind.Relative), content);
        answer.EnsureSuccessStatusCode();
        Forget();

        var shown = PageText.Of(await PageAsync(Day, "en"));

        Assert.All(
            ["0.5153 kg/kWh", "set zhejiang-2022, Zhejiang, average", "(grid factors of 2022;", "unconfirmed"],
            part => Assert.Contains(part, shown, StringComparison.Ordinal));
        Assert.Contains(
            (Math.Floor(_played.Generated * 0.5153m) / 1000).ToString("N1", CultureInfo.InvariantCulture) + " kg",
            shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/plants?month=March", "WrongDays")]
    [InlineData("/plants?day=2017-13-01", "WrongDays")]
    [InlineData("/plants?month=2017-02", "")]
    public async Task A_month_or_day_that_is_none_is_said_and_another_month_has_its_last_day(
        string address, string sign)
    {
        var shown = await PageAsync(address, "en");

        Assert.Equal(
            sign.Length > 0, shown.Contains("This is no month or day: choose one.", StringComparison.Ordinal));
        Assert.Contains(
            sign.Length > 0 ? "value=\"2017-03-20\"" : "value=\"2017-02-28\"", shown, StringComparison.Ordinal);
    }

    /// <summary>What is kept for seconds is made anew.</summary>
    private void Forget()
    {
        _played.Aggregator.Services.GetRequiredService<CurrentPlants>().Forget();
        _played.Aggregator.Services.GetRequiredService<StoredCampus>().Forget();
    }

    private async Task TellAsync(long sequence, string kind, DateTimeOffset at, DateTimeOffset until)
    {
        await _played.Aggregator.Ingestion.HandleAsync(
            [
                new TestGateway(_played.Site.Keys[0]).Batch(
                    JournalStream.Events, sequence, TestGateway.Known,
                    [
                        new Entry.Event(ClockTrust.Synchronised, new(kind, at, "roof-1", "It happened.",
                            ImmutableSortedDictionary<string, string>.Empty.Add("tenths", "455")
                                .Add("until", until.ToString("O", CultureInfo.InvariantCulture)).Add("command", "c"))),
                    ]),
            ],
            default);
        Forget();
    }

    private async Task WriteAsync(params (string Meter, DateTimeOffset At, StoredValue[] Values)[] said) =>
        Assert.Empty(await _played.Aggregator.Readings.WriteAsync(
            [.. said.Select((one, i) => Batches.Sample(Batches.Samples(9_000 + i), one.Meter, one.At, one.Values))], [],
            default));

    private static JsonElement Now(string json, int plant) =>
        JsonSerializer.Deserialize<JsonElement>(json).GetProperty("plants")[plant];

    private static string Kwh(long wh) => (wh / 1000m).ToString("N1", CultureInfo.InvariantCulture) + " kWh";

    private static string Percent(double part) =>
        (part * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    private async Task<string> PageAsync(string address, string language) => await TextAsync(
        address + (address.Contains('?', StringComparison.Ordinal) ? "&" : "?") + $"culture={language}");

    private Task<string> TextAsync(string address) =>
        _played.Aggregator.Browser.GetStringAsync(new Uri(address, UriKind.Relative));
}
