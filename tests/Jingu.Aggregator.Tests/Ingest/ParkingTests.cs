using Jingu.Aggregator.Ingest;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Xunit;

namespace Jingu.Aggregator.Tests.Ingest;

public sealed class ParkingTests : IAsyncLifetime
{
    private IngestRig _rig = null!;

    public async Task InitializeAsync() => _rig = await IngestRig.OpenAsync();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task Entries_with_an_unknown_meter_are_parked_and_taken_up_when_it_is_known()
    {
        var answers = await _rig.AnswersAsync(
            _rig.First, _rig.First.Intervals(1, 3, TestGateway.Newer), _rig.First.Samples(1, 2, TestGateway.Newer));
        Assert.All(answers, range => Assert.Equal(Outcome.Parked, range.Outcome));
        Assert.Equal(5, (await _rig.DeliveryAsync()).Parked);
        Assert.Equal(0, await _rig.SumAsync("circuit-new"));

        _rig.Site.WriteSite(TestSite.Meters + TestSite.NewMeter, TestSite.Points + TestSite.NewPoint);
        Assert.Empty(_rig.Site.Current.Reload());
        Assert.IsType<Handled.Done>(await _rig.Ingestion.TakeUpAsync(default));

        Assert.Equal(3000, await _rig.SumAsync("circuit-new"));
        var delivery = await _rig.DeliveryAsync();
        Assert.Equal(
            (0, 9, 6, 0),
            (delivery.Parked, delivery.IntervalsStored, delivery.SamplesStored, delivery.DuplicatesStored));
        answers = await _rig.AnswersAsync(_rig.First, _rig.First.Intervals(1, 3, TestGateway.Newer));
        Assert.Equal(new(JournalStream.Intervals, 1, 3, Outcome.Stored), Assert.Single(answers));
    }

    [Fact]
    public async Task Known_meters_of_a_parked_entry_are_stored_at_once()
    {
        await _rig.HandleAsync(_rig.First.Intervals(1, 3, TestGateway.Newer));

        Assert.Equal(3000, await _rig.SumAsync("unit-01-electricity"));
        Assert.IsType<Handled.Done>(await _rig.Ingestion.TakeUpAsync(default));
        Assert.Equal(3, (await _rig.DeliveryAsync()).Parked);
    }

    [Fact]
    public async Task Parked_entries_that_come_again_are_acknowledged_as_parked_and_kept_once()
    {
        await _rig.HandleAsync(_rig.First.Intervals(1, 3, TestGateway.Newer));

        var answers = await _rig.AnswersAsync(
            _rig.First, _rig.First.Intervals(1, 3, TestGateway.Newer), _rig.First.Intervals(4, 5));

        Assert.Equal(
            [new(JournalStream.Intervals, 1, 3, Outcome.Parked), new(JournalStream.Intervals, 4, 5, Outcome.Stored)],
            answers.OrderBy(range => range.First));
        var delivery = await _rig.DeliveryAsync();
        Assert.Equal((3, 3), (delivery.Parked, delivery.Redelivered));
    }

    [Fact]
    public async Task A_meter_of_another_gateway_is_unknown_here()
    {
        var known = TestGateway.Known;
        var foreign = known with { Meters = [known.Meters[0] with { Id = new("m-3") }, known.Meters[1]] };

        var answers = await _rig.AnswersAsync(
            _rig.First, _rig.First.Samples(1, 1, foreign), _rig.First.Intervals(1, 1, foreign));

        Assert.All(answers, range => Assert.Equal(Outcome.Parked, range.Outcome));
        Assert.Equal(1, (await _rig.DeliveryAsync()).SamplesStored);
    }

    [Fact]
    public async Task A_future_wire_version_is_parked_as_received()
    {
        var future = _rig.First.Message(
            _rig.First.Header(JournalStream.Intervals, 1, 7), [1, 2, 3], Envelope.Version + 1);

        var answers = await _rig.AnswersAsync(_rig.First, future);

        Assert.Equal(new(JournalStream.Intervals, 1, 7, Outcome.Parked), Assert.Single(answers));
        Assert.IsType<Handled.Done>(await _rig.Ingestion.TakeUpAsync(default));
        var kept = Assert.Single(await _rig.Relational.ParkedBatchesAsync(null, 10, default));
        Assert.Equal(future.Payload.ToArray(), kept.Envelope);
        Assert.Contains("wire version 2", kept.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Authentic_content_that_cannot_be_read_is_parked(int count)
    {
        var garbage = _rig.First.Message(_rig.First.Header(JournalStream.Samples, 1, count), [0xFF, 0x00, 0x13, 0x37]);

        Assert.Equal(
            new(JournalStream.Samples, 1, count, Outcome.Parked),
            Assert.Single(await _rig.AnswersAsync(_rig.First, garbage)));
    }

    [Fact]
    public async Task A_count_that_is_not_that_of_the_entries_is_parked()
    {
        var entry = EntryCodec.Encode(new Entry.Samples(1, TestGateway.March, ClockTrust.Rtc, []), TestGateway.Known);
        var content = BatchCodec.Encode([BatchCodec.EncodeCatalogue(TestGateway.Known)], [entry]);

        var answers = await _rig.AnswersAsync(
            _rig.First, _rig.First.Message(_rig.First.Header(JournalStream.Samples, 1, 2), content));

        Assert.Equal(new(JournalStream.Samples, 1, 2, Outcome.Parked), Assert.Single(answers));
    }

    [Fact]
    public async Task Values_that_no_encoder_means_are_parked()
    {
        Sample[] odd =
        [
            new(0, new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero), Quality.Measured, [1]),
            new(0, new DateTimeOffset(2300, 1, 1, 0, 0, 0, TimeSpan.Zero), Quality.Measured, [1]),
            new(0, TestGateway.March, (Quality)77, [1]),
        ];
        var batches = odd.Select((sample, index) => _rig.First.Batch(
            JournalStream.Samples, index + 1, TestGateway.Known, [new Entry.Samples(
                1, sample.Instant, ClockTrust.Rtc, [sample])]));

        var answers = await _rig.AnswersAsync(_rig.First, [.. batches]);

        Assert.Equal(new(JournalStream.Samples, 1, 3, Outcome.Parked), Assert.Single(answers));
        Assert.Equal(0, (await _rig.DeliveryAsync()).SamplesStored);
    }

    [Fact]
    public async Task What_the_reading_store_does_not_take_is_parked_and_the_rest_stored()
    {
        _rig.Store.Refuses = key => key.Sequence is 2 or 3;

        var answers = await _rig.AnswersAsync(_rig.First, _rig.First.Intervals(1, 5));

        Assert.Equal(
            [(1, 1, Outcome.Stored), (2, 3, Outcome.Parked), (4, 5, Outcome.Stored)],
            answers.OrderBy(range => range.First).Select(range => ((int)range.First, (int)range.Last, range.Outcome)));
        _rig.Store.Refuses = key => key.Sequence == 3;
        await _rig.Ingestion.TakeUpAsync(default);
        Assert.Equal(4000, await _rig.SumAsync("unit-01-electricity"));
        Assert.Equal(1, (await _rig.DeliveryAsync()).Parked);
        _rig.Store.Refuses = _ => false;
        await _rig.Ingestion.TakeUpAsync(default);
        Assert.Equal(5000, await _rig.SumAsync("unit-01-electricity"));
        Assert.Equal(0, (await _rig.DeliveryAsync()).Parked);
    }

    [Fact]
    public async Task More_parked_batches_than_are_looked_at_in_one_go_are_all_taken_up()
    {
        var count = Ingestion.TakeUpMax + 5;
        for (var sequence = 1; sequence <= count; sequence++)
            await _rig.HandleAsync(_rig.First.Intervals(sequence, sequence, TestGateway.Newer));
        _rig.Site.WriteSite(TestSite.Meters + TestSite.NewMeter, TestSite.Points + TestSite.NewPoint);
        Assert.Empty(_rig.Site.Current.Reload());

        await _rig.Ingestion.TakeUpAsync(default);

        Assert.Equal(count * 1000, await _rig.SumAsync("circuit-new"));
        Assert.Equal(0, (await _rig.DeliveryAsync()).Parked);
    }
}
