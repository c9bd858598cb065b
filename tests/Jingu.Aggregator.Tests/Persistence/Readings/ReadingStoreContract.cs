using Jingu.Aggregator.Persistence.Readings;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Xunit;
using static Jingu.Aggregator.Tests.Persistence.Readings.Batches;

namespace Jingu.Aggregator.Tests.Persistence.Readings;

/// <summary>What every reading store promises, on real files and real servers.</summary>
public abstract class ReadingStoreContract : IAsyncLifetime
{
    private IReadingStore? _store;

    private protected IReadingStore Store => _store!;

    public virtual async Task InitializeAsync()
    {
        _store = NewStore();
        await Store.OpenAsync(default);
    }

    public virtual async Task DisposeAsync() => await Store.DisposeAsync();

    [Fact]
    public async Task The_same_again_changes_nothing()
    {
        StoredSample[] samples = [.. Ticks(3, 4)];
        StoredInterval[] intervals = [.. Month(3, 4)];
        await WriteAsync(samples, intervals);
        var before = await Store.CountAsync(default);

        await WriteAsync(samples, intervals);
        await WriteAsync([.. samples.Reverse()], [.. intervals.Reverse()]);

        var after = await Store.CountAsync(default);
        Assert.Equal(before.PerStream.AsEnumerable(), after.PerStream);
        Assert.Equal(0, after.Duplicates);
        Assert.Equal(12, after.PerStream.Single(stream => stream.Origin == Samples(0)).Items);
        Assert.Equal(samples.Where(sample => sample.Meter == new MeterId("m-1")), await AllSamplesAsync("m-1"));
        Assert.Equal(4 * 7, (await Store.SumAsync(Start, Start.AddDays(1), default))[0].Amount);
    }

    [Fact]
    public async Task Late_and_unordered_entries_are_found_in_order()
    {
        await WriteAsync(
            [], [Interval(Intervals(3), "p", Start.AddMinutes(30), 3), Interval(Intervals(1), "p", Start, 1)]);
        await WriteAsync([Sample(Samples(9), "m", Start.AddDays(9), new StoredValue(Energy, 9))], []);

        await WriteAsync([], [Interval(Intervals(2), "p", Start.AddMinutes(15), 2)]);
        await WriteAsync([Sample(Samples(2), "m", Start.AddDays(-9), new StoredValue(Energy, 2))], []);

        var found = await Store.IntervalsAsync(new("p"), Start, Start.AddDays(1), default);
        Assert.Equal([1L, 2L, 3L], found.Select(interval => interval.Interval.Amount));
        Assert.Equal([2L, 9L], (await AllSamplesAsync("m")).Select(sample => sample.Values[0].Count));
    }

    [Theory]
    [InlineData(long.MaxValue / 10)]
    [InlineData((1L << 53) + 1)]
    [InlineData(-((1L << 53) + 1))]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task Counters_are_exact_to_the_last_count(long count)
    {
        var sample = Sample(
            Samples(1),
            "m",
            Start,
            new StoredValue(Energy, count),
            new StoredValue(new(Quantity.EnergyExport, 10, 3), count),
            new StoredValue(Power, count),
            new StoredValue(new(Quantity.Flow, 7, 3), count));
        var interval = Interval(Intervals(1), "p", Start, count, total: count);

        await WriteAsync([sample], [interval]);

        Assert.Equal(sample, Assert.Single(await AllSamplesAsync("m")));
        Assert.Equal(interval, await Store.LastIntervalAsync(new("p"), Start.AddDays(1), default));
        Assert.Equal(count, Assert.Single(await Store.SumAsync(Start, Start.AddDays(1), default)).Amount);
    }

    [Fact]
    public async Task Negative_power_and_every_known_quantity_come_back_as_sent()
    {
        var values = Enum.GetValues<Quantity>().Select(
            (quantity, i) => new StoredValue(new(quantity, 1 + (i % 3), 1 + (i * 9)), i % 2 == 0 ? -i * 1_234_567 : i));
        var sample = Sample(Samples(1), "m", Start, [.. values]);

        await WriteAsync([sample], []);

        Assert.Equal(sample, Assert.Single(await AllSamplesAsync("m")));
    }

    [Fact]
    public async Task What_the_meter_called_not_available_is_absent()
    {
        var with = Sample(Samples(1), "m", Start, new(Energy, 5), new(Power, 6), new(Voltage, 7));
        var without = Sample(Samples(2), "m", Start.AddMinutes(5), new(Energy, 5), new(Voltage, 7));
        var missing = Missing(Samples(3), "m", Start.AddMinutes(10));

        await WriteAsync([with, without, missing], []);

        Assert.Equal([with, without, missing], await AllSamplesAsync("m"));
        Assert.Equal(Start.AddMinutes(5), (await Store.LastAnswersAsync(default))[new("m")]);
    }

    [Fact]
    public async Task Last_answers_name_every_meter_that_ever_answered()
    {
        await WriteAsync(
            [
                Sample(Samples(2), "m-1", Start.AddMinutes(5), new StoredValue(Energy, 5)),
                Missing(Samples(2), "m-2", Start.AddMinutes(5)),
            ],
            []);
        await WriteAsync([Sample(Samples(1), "m-1", Start, new StoredValue(Energy, 4))], []);

        Assert.Equal(
            [KeyValuePair.Create(new MeterId("m-1"), Start.AddMinutes(5))], await Store.LastAnswersAsync(default));
    }

    [Fact]
    public async Task One_entry_stored_under_two_instants_is_counted_as_a_duplicate()
    {
        var sample = Sample(Samples(7), "m", Start, new StoredValue(Energy, 5));
        await WriteAsync(
            [
                sample,
                sample with { Instant = Start.AddSeconds(2) },
                sample with { Instant = Start.AddSeconds(3) },
                Missing(Samples(8), "m", Start.AddMinutes(5)),
                Sample(Samples(7), "m-2", Start, new StoredValue(Energy, 5)),
                Sample(Samples(7, OtherJournal), "m", Start.AddHours(1), new StoredValue(Energy, 5)),
            ],
            [Interval(Intervals(7), "p", Start, 1), Interval(Intervals(7), "p", Start.AddMinutes(15), 1)]);

        var counts = await Store.CountAsync(default);

        Assert.Equal(2, counts.Duplicates);
        Assert.Equal(
            new StreamCount[]
            {
                new(Intervals(0), 1, 2, 0), new(Samples(0), 2, 4, 1), new(Samples(0, OtherJournal), 1, 1, 0),
            },
            counts.PerStream.OrderBy(stream => stream.Origin.Journal.ToString())
                .ThenBy(stream => stream.Origin.Stream));
    }

    [Fact]
    public async Task Two_polls_of_a_meter_in_one_entry_are_no_duplicates()
    {
        var first = Sample(Samples(7), "m", Start, new StoredValue(Energy, 5));
        var second = first with { Instant = Start.AddMilliseconds(500), Occurrence = 1 };

        await WriteAsync([first, second], []);

        Assert.Equal(0, (await Store.CountAsync(default)).Duplicates);
        Assert.Equal([first, second], await AllSamplesAsync("m"));
    }

    [Fact]
    public async Task Sums_take_the_begin_of_the_range_and_leave_its_end()
    {
        var month = Start.AddMonths(1);
        await WriteAsync(
            [],
            [
                Interval(Intervals(1), "p", Start.AddMinutes(-15), 1),
                Interval(Intervals(2), "p", Start, 10),
                Interval(Intervals(3), "p", Start.AddMinutes(15), 100, Quality.Estimated),
                Interval(Intervals(4), "p", month.AddMinutes(-15), 1000),
                Interval(Intervals(5), "p", month, 10000),
                Interval(Intervals(2), "q", Start, -7),
            ]);

        var sums = await Store.SumAsync(Start, month, default);

        Assert.Equal([(new PointId("p"), 1110L), (new PointId("q"), -7L)], sums.Select(sum => (sum.Point, sum.Amount)));
        Assert.Equal(
            new Dictionary<Quality, int> { [Quality.Measured] = 2, [Quality.Estimated] = 1 }, sums[0].Intervals);
        Assert.Equal(
            [10L, 100L, 1000L],
            (await Store.IntervalsAsync(new("p"), Start, month, default)).Select(interval => interval.Interval.Amount));
    }

    [Fact]
    public async Task The_last_interval_before_an_instant_is_found_however_old_it_is()
    {
        await WriteAsync(
            [],
            [
                Interval(Intervals(1), "p", Start, 1, opening: true),
                Interval(Intervals(2), "p", Start.AddMinutes(15), 2),
                Interval(Intervals(3), "q", Start.AddDays(40), 3),
            ]);

        Assert.Equal(2, (await Store.LastIntervalAsync(new("p"), Start.AddDays(90), default))!.Interval.Amount);
        Assert.Equal(1, (await Store.LastIntervalAsync(new("p"), Start.AddMinutes(15), default))!.Interval.Amount);
        Assert.True((await Store.LastIntervalAsync(new("p"), Start.AddMinutes(1), default))!.Interval.Opening);
        Assert.Null(await Store.LastIntervalAsync(new("p"), Start, default));
        Assert.Null(await Store.LastIntervalAsync(new("nobody"), Start.AddDays(90), default));
    }

    [Fact]
    public async Task A_gateways_word_replaces_the_aggregators_estimate_and_never_the_reverse()
    {
        var estimate = Interval(Intervals(1, default(JournalId)), "p", Start, 50, Quality.Estimated);
        var measured = Interval(Intervals(1), "p", Start, 42);

        await WriteAsync([], [estimate]);
        await WriteAsync([], [measured]);
        Assert.Equal(measured, await Store.LastIntervalAsync(new("p"), Start.AddDays(1), default));

        await WriteAsync([], [estimate]);
        Assert.Equal(measured, await Store.LastIntervalAsync(new("p"), Start.AddDays(1), default));
    }

    [Fact]
    public async Task A_new_ledgers_first_interval_does_not_replace_the_old_ledgers_last()
    {
        var old = Interval(Intervals(9), "p", Start, 42);
        await WriteAsync([], [old]);

        await WriteAsync([], [Interval(Intervals(1, OtherJournal), "p", Start, 3, opening: true)]);

        Assert.Equal(old, await Store.LastIntervalAsync(new("p"), Start.AddDays(1), default));
    }

    [Fact]
    public async Task Only_the_offending_entries_are_returned_and_all_others_are_stored()
    {
        var (bad, alsoBad) = (Samples(2), Intervals(6));
        var offenders = await Store.WriteAsync(
            [
                Sample(Samples(1), "m", Start, new StoredValue(Energy, 1)),
                Sample(bad, "m", Start.AddMinutes(5), new(Energy, 2), new(Energy, 3)),
                Sample(bad, "m-2", Start.AddMinutes(5), new StoredValue(Energy, 2)),
                Sample(Samples(3), "m", Start.AddMinutes(10), new StoredValue(Energy, 3)),
            ],
            [Interval(Intervals(5), "p", Start, 1), Interval(alsoBad, "p", Start.AddMinutes(16), 1)],
            default);

        Assert.Equal([bad, alsoBad], offenders.ToHashSet());
        Assert.Equal([1L, 3L], (await AllSamplesAsync("m")).Select(sample => sample.Origin.Sequence));
        Assert.Single(await Store.IntervalsAsync(new("p"), Start, Start.AddDays(1), default));
    }

    [Fact]
    public async Task Twenty_thousand_samples_come_back_as_sent()
    {
        StoredSample[] samples = [.. Ticks(20, 1000)];
        await WriteAsync(samples, []);

        foreach (var meter in samples.GroupBy(sample => sample.Meter))
            Assert.Equal(meter.AsEnumerable(), await AllSamplesAsync(meter.Key.Value));
    }

    [Fact]
    public async Task The_epoch_of_a_meter_comes_back_as_sent()
    {
        var stored = Interval(Intervals(1), "p", Start, 5);
        var third = stored with { Interval = stored.Interval with { Epoch = 3 } };

        await WriteAsync([], [third]);

        Assert.Equal(third, await Store.LastIntervalAsync(new("p"), Start.AddDays(1), default));
        Assert.Equal(third, Assert.Single(await Store.IntervalsAsync(new("p"), Start, Start.AddDays(1), default)));
    }

    [Fact]
    public async Task Reopening_keeps_everything()
    {
        await WriteAsync([.. Ticks(3, 4)], [.. Month(3, 4)]);
        var before = await Store.CountAsync(default);
        await Store.DisposeAsync();

        _store = NewStore();
        await Store.OpenAsync(default);

        Assert.Equal(before.PerStream.AsEnumerable(), (await Store.CountAsync(default)).PerStream);
        await WriteAsync([.. Ticks(3, 5)], []);
        Assert.Equal(5, (await AllSamplesAsync("m-2")).Count);
    }

    [Fact]
    public async Task An_empty_store_answers_every_question()
    {
        Assert.Empty(await AllSamplesAsync("m"));
        Assert.Empty(await Store.IntervalsAsync(new("p"), Start, Start.AddDays(1), default));
        Assert.Empty(await Store.SumAsync(Start, Start.AddDays(1), default));
        Assert.Empty(await Store.LastAnswersAsync(default));
        Assert.Empty((await Store.CountAsync(default)).PerStream);
        Assert.Empty(await Store.WriteAsync([], [], default));
    }

    private protected abstract IReadingStore NewStore();

    private protected async Task WriteAsync(StoredSample[] samples, StoredInterval[] intervals) =>
        Assert.Empty(await Store.WriteAsync(samples, intervals, default));

    private protected Task<IReadOnlyList<StoredSample>> AllSamplesAsync(string meter) =>
        Store.SamplesAsync(new(meter), Start.AddYears(-1), Start.AddYears(1), default);
}
