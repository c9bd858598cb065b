using Jingu.Aggregator.Ingest;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Xunit;

namespace Jingu.Aggregator.Tests.Ingest;

public sealed class BridgingTests : IAsyncLifetime
{
    private IngestRig _rig = null!;

    public async Task InitializeAsync() => _rig = await IngestRig.OpenAsync();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Theory]
    [InlineData(1, 100)]
    [InlineData(7, 1000)]
    [InlineData(96, 31)]
    [InlineData(3, 0)]
    public async Task A_lost_journal_is_bridged_to_the_watt_hour(int missing, int between)
    {
        await _rig.HandleAsync(_rig.First.OneInterval(1, Interval(1, amount: 500, register: 9_500)));
        var replaced = new TestGateway(_rig.Site.Keys[0]);
        var opening = Interval(2 + missing, amount: 40, register: 9_500 + between + 40, opening: true);

        var answers = await _rig.AnswersAsync(replaced, replaced.OneInterval(1, opening));

        Assert.Equal(new(JournalStream.Intervals, 1, 1, Outcome.Stored), Assert.Single(answers));
        Assert.Equal(500 + between + 40, await _rig.SumAsync("unit-01-electricity"));
        var made = await MadeAsync(missing);
        Assert.Equal(missing, made.Count);
        Assert.All(made, interval => Assert.Equal(Quality.Estimated, interval.Interval.Quality));
        Assert.Equal(opening.Register - opening.Amount, made[^1].Interval.Register);
        Assert.InRange(
            made.Max(interval => interval.Interval.Amount) - made.Min(interval => interval.Interval.Amount), 0, 1);
        var delivery = await _rig.DeliveryAsync();
        Assert.Equal((missing, 2, 0), (delivery.Bridged, delivery.IntervalsStored, delivery.DuplicatesStored));
    }

    [Fact]
    public async Task A_journal_lost_within_a_quarter_of_an_hour_adds_to_its_opening_interval()
    {
        await _rig.HandleAsync(_rig.First.OneInterval(1, Interval(1, amount: 500, register: 9_500)));
        var replaced = new TestGateway(_rig.Site.Keys[0]);
        var message = replaced.OneInterval(1, Interval(2, amount: 40, register: 9_600, opening: true));

        await _rig.HandleAsync(message);
        await _rig.HandleAsync(message);

        Assert.Equal(600, await _rig.SumAsync("unit-01-electricity"));
        var last = await _rig.Store.LastIntervalAsync(new("unit-01-electricity"), TestGateway.StartOf(3), default);
        Assert.Equal(Quality.Estimated, last?.Interval.Quality);
    }

    [Fact]
    public async Task Bridging_twice_changes_nothing()
    {
        await _rig.HandleAsync(_rig.First.OneInterval(1, Interval(1, amount: 500, register: 9_500)));
        var replaced = new TestGateway(_rig.Site.Keys[0]);
        var newer = new TestGateway(_rig.Site.Keys[0]);
        var opening = Interval(5, amount: 40, register: 9_640, opening: true);

        await _rig.HandleAsync(replaced.OneInterval(1, opening), replaced.OneInterval(1, opening));
        await _rig.HandleAsync(newer.OneInterval(1, opening));

        Assert.Equal(640, await _rig.SumAsync("unit-01-electricity"));
        Assert.Equal(3, (await _rig.DeliveryAsync()).Bridged);
    }

    [Fact]
    public async Task Old_and_new_journal_in_one_drain_are_bridged_too()
    {
        var replaced = new TestGateway(_rig.Site.Keys[0]);

        await _rig.HandleAsync(
            _rig.First.OneInterval(1, Interval(1, amount: 500, register: 9_500)),
            replaced.OneInterval(1, Interval(4, amount: 40, register: 9_740, opening: true)));

        Assert.Equal(740, await _rig.SumAsync("unit-01-electricity"));
    }

    /// <summary>
    /// A card restored from a copy: its ledger stood at the end of quarter 1 and closed the gap up to quarter 8 by a
    /// straight line. Quarters 2 to 4 had been measured and stored by then.
    /// </summary>
    [Theory]
    [InlineData(900)]
    [InlineData(9)]
    [InlineData(300)]
    public async Task A_copy_of_the_past_joins_what_was_stored_since_to_the_watt_hour(int measured)
    {
        var first = _rig.First;
        await _rig.HandleAsync(first.OneInterval(1, Interval(1, amount: 500, register: 9_500)));
        for (var quarter = 2; quarter <= 4; quarter++)
        {
            await _rig.HandleAsync(first.OneInterval(
                quarter, Interval(quarter, measured / 3, 9_500 + ((quarter - 1) * measured / 3))));
        }
        var copy = new TestGateway(_rig.Site.Keys[0]);
        Interval[] line = [.. Enumerable.Range(2, 7).Select(
            quarter => Interval(quarter, 150, 9_500 + ((quarter - 1) * 150)) with { Quality = Quality.Estimated })];
        await _rig.HandleAsync(copy.Batch(
            JournalStream.Intervals, 1, TestGateway.Known,
            [new Entry.Intervals(1, ClockTrust.Synchronised, [.. line])]));
        await _rig.HandleAsync(copy.OneInterval(2, Interval(9, amount: 25, register: 10_575)));

        var stored = await _rig.Store.IntervalsAsync(
            new("unit-01-electricity"), TestGateway.StartOf(1), TestGateway.StartOf(10), default);
        Assert.Equal(9, stored.Count);
        Assert.All(stored.Skip(1).Take(3), quarter => Assert.Equal(measured / 3, quarter.Interval.Amount));
        Assert.Equal(10_575 - 9_000, await _rig.SumAsync("unit-01-electricity"));
    }

    [Fact]
    public void What_is_too_much_is_taken_from_as_many_intervals_as_it_needs()
    {
        var origin = new Aggregator.Persistence.EntryKey(
            new("gateway-1"), _rig.First.Journal, JournalStream.Intervals, 1);
        StoredInterval[] line = [.. Enumerable.Range(1, 4).Select(
            quarter => new StoredInterval(Interval(quarter, 100, 1_000 + (quarter * 100)), origin))];

        var shifted = Bridging.Shift(line, -250)!;

        Assert.Equal([0, 0, 50, 100], shifted.Select(stored => stored.Interval.Amount));
        Assert.Equal([1_250, 1_250, 1_300, 1_400], shifted.Select(stored => stored.Interval.Register));
        Assert.Null(Bridging.Shift(line, -401));
    }

    [Fact]
    public async Task A_register_that_fell_is_a_case_and_nothing_is_invented()
    {
        await _rig.HandleAsync(_rig.First.OneInterval(1, Interval(1, amount: 500, register: 9_500)));
        var replaced = new TestGateway(_rig.Site.Keys[0]);

        await _rig.HandleAsync(replaced.OneInterval(1, Interval(4, amount: 40, register: 60, opening: true)));

        Assert.Equal(540, await _rig.SumAsync("unit-01-electricity"));
        Assert.Equal(
            AggregatorEvents.JournalNotBridged, Assert.Single(await _rig.Relational.LastEventsAsync(10, default)).Kind);
    }

    [Theory]
    [InlineData("another meter")]
    [InlineData("a gap too long")]
    public void What_registers_do_not_tell_is_a_case(string how)
    {
        var last = new StoredInterval(
            Interval(1, 500, 9_500), new(new("gateway-1"), _rig.First.Journal, JournalStream.Intervals, 1));
        var next = how == "another meter"
            ? Interval(4, 40, 9_700, opening: true) with { Meter = new("m-2") }
            : Interval(4, 40, 9_700, opening: true) with
            {
                Start = last.Interval.End + Bridging.GapMax + Contracts.Readings.Interval.Length,
            };

        Assert.IsType<Bridge.Impossible>(Bridging.Between(
            last, new(next, new(new("gateway-1"), JournalId.Parse(new string('a', 32)), JournalStream.Intervals, 1))));
    }

    [Fact]
    public void A_ledger_that_opens_in_its_own_journal_or_first_of_all_needs_no_bridge()
    {
        var origin = new Aggregator.Persistence.EntryKey(
            new("gateway-1"), _rig.First.Journal, JournalStream.Intervals, 1);
        var opening = new StoredInterval(Interval(4, 40, 9_700, opening: true), origin with { Sequence = 2 });

        Assert.IsType<Bridge.NotNeeded>(Bridging.Between(null, opening));
        Assert.IsType<Bridge.NotNeeded>(Bridging.Between(new(Interval(1, 500, 9_500), origin), opening));
    }

    private static Interval Interval(long sequence, long amount, long register, bool opening = false) => new(
        new("unit-01-electricity"), TestGateway.StartOf(sequence), amount, Quality.Measured, register, register,
        new("m-1"), opening);

    private async Task<List<StoredInterval>> MadeAsync(int missing) =>
    [
        .. (
            await _rig.Store.IntervalsAsync(
                new("unit-01-electricity"), TestGateway.StartOf(2), TestGateway.StartOf(2 + missing), default))
            .Where(interval => interval.Origin.Journal == default(JournalId)),
    ];
}
