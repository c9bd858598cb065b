using System.Collections.Immutable;
using Jingu.Aggregator.Ingest;
using Jingu.Contracts.Events;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Jingu.Mqtt;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Jingu.Aggregator.Tests.Ingest;

public sealed class IngestionTests : IAsyncLifetime
{
    private IngestRig _rig = null!;

    public async Task InitializeAsync() => _rig = await IngestRig.OpenAsync();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task A_gateway_that_asks_is_told_the_highest_entry_known_of_its_journal()
    {
        Assert.Empty(await InventoryAsync());
        await _rig.HandleAsync(_rig.First.Intervals(1, 5));
        await _rig.HandleAsync(_rig.First.Intervals(8, 8, TestGateway.Newer));

        Assert.Equal(new(JournalStream.Intervals, 8, 8, Outcome.Stored), Assert.Single(await InventoryAsync()));
    }

    [Fact]
    public async Task Entries_are_acknowledged_when_both_stores_have_committed()
    {
        var answers = await _rig.AnswersAsync(
            _rig.First, _rig.First.Intervals(1, 4), _rig.First.Samples(1, 3), _rig.First.Event(1));

        Assert.Equal(
            [
                new(JournalStream.Intervals, 1, 4, Outcome.Stored),
                new(JournalStream.Events, 1, 1, Outcome.Stored),
                new(JournalStream.Samples, 1, 3, Outcome.Stored),
            ],
            answers.OrderBy(range => range.Stream));
        Assert.Equal(4000, await _rig.SumAsync("unit-01-electricity"));
        Assert.Equal(28, await _rig.SumAsync("unit-01-water"));
        var delivery = await _rig.DeliveryAsync();
        Assert.Equal((6, 8, 0), (delivery.SamplesStored, delivery.IntervalsStored, delivery.DuplicatesStored));
        Assert.Equal(1, Assert.Single(delivery.Streams, stream => stream.Stream == "events").Entries);
    }

    [Fact]
    public async Task One_acknowledgement_answers_all_batches_of_a_journal_with_merged_ranges()
    {
        var answers = await _rig.AnswersAsync(
            _rig.First, _rig.First.Intervals(3, 4), _rig.First.Intervals(1, 2), _rig.First.Intervals(7, 7));

        Assert.Single(_rig.Published);
        Assert.Equal([(1, 4), (7, 7)], answers.Select(range => ((int)range.First, (int)range.Last)));
        Assert.Equal(1, _rig.Store.Writes);
    }

    [Fact]
    public async Task Nothing_is_acknowledged_while_the_reading_store_is_down()
    {
        _rig.Store.IsDown = true;
        var held = Assert.IsType<Handled.Held>(await _rig.HandleAsync(_rig.First.Intervals(1, 4)));
        Assert.Equal("The store is down: start it.", held.Why);
        Assert.Empty(_rig.Published);

        _rig.Store.IsDown = false;
        Assert.Single(await _rig.AnswersAsync(_rig.First, _rig.First.Intervals(1, 4)));
        Assert.Equal(0, (await _rig.DeliveryAsync()).Redelivered);
    }

    [Fact]
    public async Task Nothing_is_acknowledged_when_only_the_readings_are_committed()
    {
        await RenameAsync("committed", "away");
        Assert.IsType<Handled.Held>(await _rig.HandleAsync(_rig.First.Intervals(1, 4)));
        Assert.Empty(_rig.Published);

        await RenameAsync("away", "committed");
        Assert.Single(await _rig.AnswersAsync(_rig.First, _rig.First.Intervals(1, 4)));
        Assert.Equal(4000, await _rig.SumAsync("unit-01-electricity"));
        Assert.Equal(0, (await _rig.DeliveryAsync()).DuplicatesStored);
    }

    [Fact]
    public async Task An_unpublished_acknowledgement_is_given_when_the_entries_come_again()
    {
        _rig.BrokerSays = new MqttOutcome.Lost("Not connected.");
        Assert.IsType<Handled.Done>(await _rig.HandleAsync(_rig.First.Intervals(1, 4)));
        _rig.BrokerSays = new MqttOutcome.Ok();

        Assert.Equal(
            new(JournalStream.Intervals, 1, 4, Outcome.Stored),
            Assert.Single(await _rig.AnswersAsync(_rig.First, _rig.First.Intervals(1, 4))));
    }

    [Fact]
    public async Task Redelivered_entries_are_acknowledged_again_and_stored_once()
    {
        var (batch, samples) = (_rig.First.Intervals(1, 4), _rig.First.Samples(1, 2));
        await _rig.HandleAsync(batch, samples);
        var writes = _rig.Store.Writes;

        var answers = await _rig.AnswersAsync(_rig.First, batch, samples, batch);

        Assert.Equal([(1, 4), (1, 2)], answers.Select(range => ((int)range.First, (int)range.Last)));
        Assert.All(answers, range => Assert.Equal(Outcome.Stored, range.Outcome));
        Assert.Equal(writes, _rig.Store.Writes);
        Assert.Equal(4000, await _rig.SumAsync("unit-01-electricity"));
        var delivery = await _rig.DeliveryAsync();
        Assert.Equal(
            (10, 8, 4, 0),
            (delivery.Redelivered, delivery.IntervalsStored, delivery.SamplesStored, delivery.DuplicatesStored));
    }

    [Fact]
    public async Task A_batch_that_overlaps_stored_entries_adds_the_rest()
    {
        await _rig.HandleAsync(_rig.First.Intervals(1, 4));

        var answers = await _rig.AnswersAsync(_rig.First, _rig.First.Intervals(3, 6));

        Assert.Equal(new(JournalStream.Intervals, 1, 6, Outcome.Stored), Assert.Single(answers));
        Assert.Equal(6000, await _rig.SumAsync("unit-01-electricity"));
        Assert.Equal(2, (await _rig.DeliveryAsync()).Redelivered);
    }

    /// <summary>A card restored from an older copy begins again at 3 while 1 to 8 are stored.</summary>
    [Fact]
    public async Task An_entry_that_came_again_is_answered_with_the_whole_range_it_lies_in()
    {
        await _rig.HandleAsync(_rig.First.Intervals(1, 8));
        await _rig.HandleAsync(_rig.First.Intervals(20, 21));

        var answers = await _rig.AnswersAsync(_rig.First, _rig.First.Intervals(3, 3));

        Assert.Equal(new(JournalStream.Intervals, 1, 8, Outcome.Stored), Assert.Single(answers));
    }

    [Fact]
    public async Task Batches_in_any_order_end_in_one_range()
    {
        foreach (var first in new[] { 9, 1, 5, 13, 3, 11, 7 })
            await _rig.HandleAsync(_rig.First.Intervals(first, first + 1));

        var (key, ranges) = Assert.Single(await _rig.Relational.AllCommittedAsync(default));
        Assert.Equal(_rig.First.Journal, key.Journal);
        Assert.Equal(new(1, 14), Assert.Single(ranges.Ranges));
        Assert.Equal(14_000, await _rig.SumAsync("unit-01-electricity"));
    }

    /// <summary>Planted bug: forget-journal-id.</summary>
    [Fact]
    public async Task The_same_sequences_of_another_journal_are_other_entries()
    {
        await _rig.HandleAsync(_rig.First.Samples(1, 4));
        var replaced = new TestGateway(_rig.Site.Keys[0]);
        var sample = new Sample(0, TestGateway.StartOf(50), Quality.Measured, [5]);
        var later = replaced.Batch(
            JournalStream.Samples, 1, TestGateway.Known,
            [new Entry.Samples(1, sample.Instant, ClockTrust.Synchronised, [sample])]);

        var answers = await _rig.AnswersAsync(replaced, later);

        Assert.Equal(new(JournalStream.Samples, 1, 1, Outcome.Stored), Assert.Single(answers));
        var delivery = await _rig.DeliveryAsync();
        Assert.Equal((9, 0), (delivery.SamplesStored, delivery.Redelivered));
    }

    /// <summary>Planted bug: arrival-time.</summary>
    [Fact]
    public async Task Samples_keep_their_own_instants()
    {
        await _rig.HandleAsync(_rig.First.Samples(1, 3));

        var stored = await _rig.Store.SamplesAsync(
            new("m-1"), DateTimeOffset.UnixEpoch, _rig.SiteClock.GetUtcNow().AddYears(1), default);

        Assert.Equal(
            [TestGateway.StartOf(1), TestGateway.StartOf(2), TestGateway.StartOf(3)],
            stored.Select(sample => sample.Instant));
    }

    [Fact]
    public async Task What_the_reading_store_would_drop_stops_ingest_with_a_sentence()
    {
        _rig.Store.Keeps = TestGateway.StartOf(3);

        var held = Assert.IsType<Handled.Held>(await _rig.HandleAsync(_rig.First.Intervals(2, 8)));

        Assert.Contains("lengthen its retention", held.Why, StringComparison.Ordinal);
        Assert.Empty(_rig.Published);
        Assert.Equal(0, _rig.Store.Writes);
    }

    [Fact]
    public async Task Events_are_kept_with_what_they_say()
    {
        await _rig.HandleAsync(_rig.First.Event(1), _rig.First.Event(1));

        var (gateway, kind, subject, text) = Assert.Single(await _rig.Relational.LastEventsAsync(10, default));
        Assert.Equal(("gateway-1", EventKinds.MeterSilent, "m-1", "It is silent."), (gateway, kind, subject, text));
    }

    private async Task RenameAsync(string from, string to)
    {
        await using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(_rig.Site.Settings.StoreFolder, AggregatorHost.RelationalFile)}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Two names of ours.
        command.CommandText = $"ALTER TABLE {from} RENAME TO {to}";
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private async Task<ImmutableArray<AcknowledgedRange>> InventoryAsync()
    {
        _rig.Published.Clear();
        var header = _rig.First.Header(JournalStream.Intervals, 0, 0) with { Kind = EnvelopeKind.Inquiry };
        await _rig.HandleAsync(_rig.First.Message(header, []));
        var answer = Assert.IsType<EnvelopeResult.Opened>(
            Envelope.Open(Assert.Single(_rig.Published).Payload.Span, (_, _, _) => _rig.Site.Keys[0]));
        Assert.Equal((EnvelopeKind.Inventory, false), (answer.Header.Kind, answer.Header.Up));
        return AcknowledgementCodec.Decode(answer.Content).Ranges;
    }
}
