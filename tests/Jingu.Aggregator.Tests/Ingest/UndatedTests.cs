using System.Collections.Immutable;
using Jingu.Aggregator.Ingest;
using Jingu.Aggregator.Web;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Jingu.Mqtt;
using Xunit;

namespace Jingu.Aggregator.Tests.Ingest;

/// <summary>
/// Entries without an instant are parked until their own boot has its offset; then they are stored, once, at the
/// instants that makes.
/// </summary>
public sealed class UndatedTests : IAsyncLifetime
{
    private static readonly BootId FirstBoot = BootId.Parse("11111111111111111111111111111111");
    private static readonly BootId SecondBoot = BootId.Parse("22222222222222222222222222222222");
    private static readonly DateTimeOffset FirstBegun = TestGateway.March.AddHours(2);
    private static readonly DateTimeOffset SecondBegun = TestGateway.March.AddHours(50);
    private IngestRig _rig = null!;

    public async Task InitializeAsync() => _rig = await IngestRig.OpenAsync();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task Entries_of_a_boot_without_an_offset_are_parked_and_nothing_of_them_is_stored()
    {
        var answers = await _rig.AnswersAsync(_rig.First, Samples(1, FirstBoot, 1, 2, 3), Happened(1, FirstBoot));

        Assert.All(answers, range => Assert.Equal(Outcome.Parked, range.Outcome));
        await _rig.Ingestion.TakeUpAsync(default);
        var delivery = await _rig.DeliveryAsync();
        Assert.Equal((4, 0), (delivery.Parked, delivery.SamplesStored));
        var open = Assert.Single(await BootReport.AllAsync(_rig.Relational, default));
        Assert.Equal((true, 4, 300, 900), (open.IsOpen, open.Entries, open.FirstSeconds, open.LastSeconds));
        Assert.Equal(_rig.SiteClock.GetUtcNow().AddMinutes(-15), open.AtLatest);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Each_boot_is_dated_by_its_own_offset_in_any_order_of_arrival(bool offsetFirst)
    {
        MqttMessage[] readings = [Samples(1, FirstBoot, 1, 2), Samples(3, SecondBoot, 1, 2)];
        MqttMessage[] offsets = [Dated(1, FirstBoot, FirstBegun), Dated(2, SecondBoot, SecondBegun)];
        foreach (var message in offsetFirst ? offsets.Concat(readings) : readings.Concat(offsets))
            await _rig.AnswersAsync(_rig.First, message);

        Assert.Equal(
            [
                FirstBegun.AddMinutes(5), FirstBegun.AddMinutes(10), SecondBegun.AddMinutes(5),
                SecondBegun.AddMinutes(10),
            ],
            await InstantsAsync());
        Assert.Equal(0, (await _rig.DeliveryAsync()).Parked);
        Assert.All(await BootReport.AllAsync(_rig.Relational, default), boot => Assert.False(boot.IsOpen));
    }

    [Fact]
    public async Task An_offset_and_what_waits_for_it_in_one_drain_and_again_and_again_are_stored_once()
    {
        MqttMessage[] all = [Samples(1, FirstBoot, 1, 2), Dated(1, FirstBoot, FirstBegun), Happened(2, FirstBoot)];
        for (var i = 0; i < 3; i++)
        {
            var answers = await _rig.AnswersAsync(_rig.First, all);
            Assert.All(answers, range => Assert.Equal(Outcome.Stored, range.Outcome));
        }
        var delivery = await _rig.DeliveryAsync();
        Assert.Equal((2, 0, 0), (delivery.SamplesStored, delivery.Parked, delivery.DuplicatesStored));
    }

    [Fact]
    public async Task A_store_that_is_away_when_the_offset_comes_delays_and_loses_nothing()
    {
        await _rig.AnswersAsync(_rig.First, Samples(1, FirstBoot, 1, 2));
        _rig.Store.IsDown = true;
        await _rig.HandleAsync(Dated(1, FirstBoot, FirstBegun));
        _rig.Store.IsDown = false;
        Assert.Equal(2, (await _rig.DeliveryAsync()).Parked);
        await _rig.AnswersAsync(_rig.First, Dated(1, FirstBoot, FirstBegun));
        await _rig.Ingestion.TakeUpAsync(default);
        Assert.Equal([FirstBegun.AddMinutes(5), FirstBegun.AddMinutes(10)], await InstantsAsync());
    }

    [Fact]
    public async Task The_offset_of_another_gateway_dates_nothing_here()
    {
        var other = new TestGateway(_rig.Site.Keys[1], "gateway-2");
        await _rig.AnswersAsync(_rig.First, Samples(1, FirstBoot, 1, 2));
        await _rig.AnswersAsync(other, Dated(1, FirstBoot, FirstBegun, other));
        Assert.Empty(await InstantsAsync());
        Assert.Equal(2, (await _rig.DeliveryAsync()).Parked);
    }

    [Fact]
    public async Task A_second_offset_of_a_boot_changes_nothing_that_is_dated()
    {
        await _rig.AnswersAsync(_rig.First, Dated(1, FirstBoot, FirstBegun), Samples(1, FirstBoot, 1));
        await _rig.AnswersAsync(_rig.First, Dated(2, FirstBoot, SecondBegun), Samples(2, FirstBoot, 2));
        Assert.Equal([FirstBegun.AddMinutes(5), FirstBegun.AddMinutes(10)], await InstantsAsync());
    }

    [Fact]
    public async Task A_person_dates_a_boot_that_never_got_an_offset_and_who_and_why_are_recorded()
    {
        await _rig.AnswersAsync(_rig.First, Samples(1, FirstBoot, 1, 2));
        var record = AggregatorEvents.Make(
            new Jingu.Time.RunningSiteTime(_rig.SiteClock), new GatewayId("gateway-1"),
            AggregatorEvents.BootOffsetGiven, "gateway-1", "Wang: read off the duty log.");
        var dating = new BootDating(FirstBoot, FirstBegun, TimeSpan.FromMinutes(1));

        Assert.True(await _rig.Relational.GiveOffsetAsync(dating, ("Wang", "duty log"), record, default));
        Assert.False(await _rig.Relational.GiveOffsetAsync(
            dating with { Begun = SecondBegun }, ("Li", "no"), record, default));
        await _rig.Ingestion.TakeUpAsync(default);

        Assert.Equal([FirstBegun.AddMinutes(5), FirstBegun.AddMinutes(10)], await InstantsAsync());
        var boot = Assert.Single(await BootReport.AllAsync(_rig.Relational, default));
        Assert.Equal(("Wang", "duty log", FirstBegun), (boot.GivenBy, boot.Why, boot.Begun));
        Assert.Contains(
            await _rig.Relational.LastEventsAsync(10, default),
            item => item.Kind == AggregatorEvents.BootOffsetGiven
                && item.Text.StartsWith("Wang", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_time_since_boot_that_no_clock_can_have_counted_stays_parked()
    {
        var absurd = new Entry.Undated(FirstBoot, new Entry.Samples(
            1, DateTimeOffset.MaxValue.AddDays(-1), ClockTrust.Unset,
            [new(0, DateTimeOffset.MaxValue.AddDays(-1), Quality.Measured, [1])]));
        var answers = await _rig.AnswersAsync(
            _rig.First, _rig.First.Batch(JournalStream.Samples, 1, TestGateway.Known, [absurd]),
            Dated(1, FirstBoot, FirstBegun));
        Assert.Contains(new(JournalStream.Samples, 1, 1, Outcome.Parked), answers);
    }

    /// <summary>One entry for each of those five minutes since the boot.</summary>
    private MqttMessage Samples(long first, BootId boot, params int[] fiveMinutes) => _rig.First.Batch(
        JournalStream.Samples, first, TestGateway.Known,
        [.. fiveMinutes.Select(count => DateTimeOffset.UnixEpoch.AddMinutes(5 * count)).Select(at => new Entry.Undated(
            boot, new Entry.Samples(1, at, ClockTrust.Unset, [new(0, at, Quality.Measured, [42])])))]);

    private MqttMessage Happened(long sequence, BootId boot) => _rig.First.Batch(
        JournalStream.Events, sequence, TestGateway.Known,
        [new Entry.Undated(boot, new Entry.Event(ClockTrust.Unset, new GatewayEvent(
            EventKinds.MeterSilent, DateTimeOffset.UnixEpoch.AddMinutes(7), "m-1", "It is silent.",
            ImmutableSortedDictionary<string, string>.Empty)))]);

    private MqttMessage Dated(long sequence, BootId boot, DateTimeOffset begun, TestGateway? gateway = null) =>
        (gateway ?? _rig.First).Batch(
            JournalStream.Events, sequence, TestGateway.Known,
            [new Entry.Event(ClockTrust.Synchronised, new BootDating(boot, begun, TimeSpan.FromSeconds(1)).ToEvent(
                begun.AddHours(1), "gateway-1", "synchronised"))]);

    private async Task<IEnumerable<DateTimeOffset>> InstantsAsync() => (await _rig.Store.SamplesAsync(
        new MeterId("m-1"), DateTimeOffset.UnixEpoch, new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero), default))
        .Select(sample => sample.Instant);
}
