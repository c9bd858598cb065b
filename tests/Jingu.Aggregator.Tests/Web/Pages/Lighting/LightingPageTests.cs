using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Tests.Ingest;
using Jingu.Contracts.Events;
using Jingu.Contracts.Readings;
using Jingu.Contracts.State;
using Jingu.Contracts.Wire;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Jingu.Aggregator.Tests.Web.Pages.Lighting;

/// <summary>
/// The page of lighting zones through the real host: what a gateway tells and recorded, held against the API. It is
/// 20 March 2017, 08:00.
/// </summary>
public sealed class LightingPageTests : IAsyncLifetime
{
    private readonly LightedMonths _months = new();
    private long _sequence;

    private RunningAggregator Aggregator => _months.Aggregator;

    private DateTimeOffset Now => Aggregator.Time.GetUtcNow();

    public Task InitializeAsync() => _months.InitializeAsync();

    public Task DisposeAsync() => _months.DisposeAsync();

    [Fact]
    public async Task Savings_are_those_of_the_API_with_method_and_source()
    {
        var shown = await PageAsync("/lighting?day=2017-02-28");

        // LightingApiTests has these by hand.
        Assert.Contains("Used 1.9 kWh 53.8 kWh Baseline 4.4 kWh 87.2 kWh", shown, StringComparison.Ordinal);
        Assert.Contains("33.4 kWh (38.3 %)", shown, StringComparison.Ordinal);
        Assert.Contains(
            "stipulated: rated power times the hours that a schedule without rules would have lit (as in IPMVP "
            + "option A); source: plates of the lamps, and the caretaker's timetable of 2016", shown,
            StringComparison.Ordinal);
        Assert.Contains("three weeks before commissioning", shown, StringComparison.Ordinal);
        Assert.Contains("no baseline: state rated power and former hours", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "80 % daylight gives a part, since 03-20 07:10", "somebody", "not believed; last: 312 lx")]
    [InlineData("zh-CN", "80 % 自然光补充一部分，自 03-20 07:10", "有人", "不可信；最后：312 lx")]
    public async Task A_zone_tells_its_light_why_and_what_its_lamps_and_sensors_show(
        string language, string light, string presence, string lux)
    {
        Assert.Contains(
            "– not known: no gateway tells of this zone", await PageAsync("/lighting"), StringComparison.Ordinal);
        await AnswerAsync();
        await TellAsync(new ZoneLighting(
            "office", 800, "daylight", Now.AddMinutes(-50), null, [new("l-1", 795, null), new("l-2", null, null)],
            [new("pir-1", "presence", 1, null), new("lux-1", "light", 312, "stuck")]));

        var shown = await PageAsync("/lighting", language);

        Assert.Contains(light, shown, StringComparison.Ordinal);
        Assert.Matches("l-1 \\S+ 79.5 % l-2 \\S+ –", shown);
        Assert.Contains(presence, shown, StringComparison.Ordinal);
        Assert.Contains(lux, shown, StringComparison.Ordinal);
        using var now = JsonDocument.Parse(await TextAsync("/api/lighting/now"));
        var zone = now.RootElement.GetProperty("zones")[0];
        Assert.Equal(
            ("office", 800, "daylight"), (
                zone.GetProperty("id").GetString(), zone.GetProperty("light").GetInt32(),
                zone.GetProperty("reason").GetString()));
    }

    /// <summary>What stands in a retained message of a gateway that is gone is not what there is now.</summary>
    [Fact]
    public async Task Of_a_gateway_that_is_silent_the_light_is_not_known()
    {
        await TellAsync(new ZoneLighting("office", 800, "occupied", Now.AddMinutes(-50)));

        var shown = await PageAsync("/lighting");

        Assert.Contains("– not known: gateway-1 is silent, told last 03-20 08:00", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("80 %", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_person_chose_stands_until_it_ends_and_faults_until_they_are_mended()
    {
        await AnswerAsync();
        await HappenAsync(EventKinds.ZoneOverride, "office", ("state", "begun"), ("light", "400"),
            ("until", Now.AddHours(2).ToString("O", CultureInfo.InvariantCulture)));
        await HappenAsync(EventKinds.SensorFailed, "pir-1", ("zone", "office"), ("fault", "silent"));
        await HappenAsync(EventKinds.LampUnlike, "l-1", ("zone", "office"), ("state", "differs"));

        var shown = await PageAsync("/lighting");
        Assert.Contains("A person chose 40 %, until 03-20 10:00", shown, StringComparison.Ordinal);
        Assert.Contains("Sensor pir-1 is not believed", shown, StringComparison.Ordinal);
        Assert.Contains("Lamp l-1 is not as it was told", shown, StringComparison.Ordinal);

        await HappenAsync(EventKinds.ZoneOverride, "office", ("state", "ended"));
        await HappenAsync(EventKinds.SensorBack, "pir-1", ("zone", "office"));
        await HappenAsync(EventKinds.LampUnlike, "l-1", ("zone", "office"), ("state", "same"));

        shown = await PageAsync("/lighting");
        Assert.DoesNotContain("A person chose", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("is not believed", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("is not as it was told", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zone_that_only_a_gateway_knows_is_shown_and_said_to_be_in_no_file()
    {
        await AnswerAsync();
        await TellAsync(new ZoneLighting("attic", 0, "absent", Now));

        var shown = await PageAsync("/lighting");

        Assert.Contains(
            "attic attic · not in site.yaml · gateway-1 0 % all have left", shown, StringComparison.Ordinal);
        Assert.Contains("not known: no metering point in site.yaml", shown, StringComparison.Ordinal);
    }

    /// <summary>Anybody may write to a topic of the broker.</summary>
    [Theory]
    [InlineData("""{"id":null,"light":1,"reason":"x","since":"2017-03-20T00:00:00+00:00"}""")]
    [InlineData("""{"id":"a","light":1,"reason":"x","since":"2017-03-20T00:00:00+00:00","lamps":[null]}""")]
    [InlineData("""{"id":"a","light":1,"reason":"x","since":"2017-03-20T00:00:00+00:00","sensors":[{"id":"s"}]}""")]
    public async Task A_state_with_half_a_zone_is_ignored_and_the_page_stands(string zone)
    {
        await AnswerAsync();
        await Zones.ListenAsync(
            Aggregator, _months.Site,
            Zones.State(Now, []).Replace("\"zones\":[]", $"\"zones\":[{zone}]", StringComparison.Ordinal));

        Assert.Contains("Office", await PageAsync("/lighting"), StringComparison.Ordinal);
    }

    private Task AnswerAsync() => Zones.AnswerAsync(Aggregator);

    private Task TellAsync(params ImmutableArray<ZoneLighting> zones) =>
        Zones.TellAsync(Aggregator, _months.Site, zones);

    private async Task HappenAsync(string kind, string subject, params (string Name, string Value)[] facts)
    {
        await Aggregator.Ingestion.HandleAsync(
            [
                new TestGateway(_months.Site.Keys[0]).Batch(
                    JournalStream.Events, ++_sequence, TestGateway.Known,
                    [
                        new Entry.Event(ClockTrust.Synchronised, new(
                            kind, Now.AddMinutes(_sequence - 30), subject, "It happened.",
                            facts.ToImmutableSortedDictionary(fact => fact.Name, fact => fact.Value))),
                    ]),
            ],
            default);
        Forget();
    }

    private void Forget() => Aggregator.Services.GetRequiredService<CurrentLighting>().Forget();

    private Task<string> PageAsync(string address, string language = "en") =>
        PageText.ReadAsync(Aggregator.Browser, address, language);

    private Task<string> TextAsync(string address) =>
        Aggregator.Browser.GetStringAsync(new Uri(address, UriKind.Relative));
}
