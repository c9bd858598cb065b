using System.Collections.Immutable;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Jingu.Edge.Acquisition;
using Jingu.Edge.Clock;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery;
using Jingu.Edge.Delivery.Journal;
using Jingu.Edge.Tests.Clock;
using Jingu.Modbus;
using Jingu.Modbus.Profiles;
using Jingu.Testing;
using Jingu.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Jingu.Edge.Tests;

/// <summary>Freeze, account, save, become: on a real journal, with samples put in as ports would.</summary>
public sealed class GatewayTickTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly DeviceProfile Profile = ProfileCatalogue.Find("xintai-water")!;
    private readonly TestFolder _folder = new();
    private readonly FakeTime _time = new(Noon);
    private readonly Arrivals _arrivals = new();

    [Fact]
    public void A_tick_saves_readings_and_the_intervals_they_close_and_the_next_process_goes_on_from_there()
    {
        using (var journal = Open())
        {
            var tick = Tick(journal);
            Poll(tick, 0, 1000);
            Poll(tick, 15, 1040);
        }
        using var again = Open();
        Poll(Tick(again), 30, 1100);

        var intervals = Entries<Entry.Intervals>(again, JournalStream.Intervals).SelectMany(entry => entry.Items)
            .ToList();
        Assert.Equal([40, 60], intervals.Select(interval => interval.Amount));
        Assert.Equal([true, false], intervals.Select(interval => interval.Opening));
        Assert.Equal(3, again.LastSequence(JournalStream.Samples));
    }

    [Fact]
    public void Without_room_nothing_is_taken_over_and_the_image_is_saved_whole_when_there_is_room()
    {
        using (var made = Open())
            Poll(Tick(made), 0, 1000);
        using var journal = Open(pagesMax: 16);
        Fill(journal);
        var tick = Tick(journal);
        for (var minute = 15; !tick.IsHeldUp && minute < 3000; minute += 15)
            Poll(tick, minute, 1000 + minute);
        Assert.True(tick.IsHeldUp);

        // What delivered samples held is the room that is made.
        journal.Settle(JournalStream.Samples, 1, journal.LastSequence(JournalStream.Samples), Outcome.Stored);
        Poll(tick, 4000, 6000);
        Poll(tick, 4015, 6010);
        Assert.False(tick.IsHeldUp);
        var sum = Entries<Entry.Intervals>(journal, JournalStream.Intervals)
            .Sum(entry => entry.Items.Sum(item => item.Amount));
        Assert.Equal(journal.ReadLedgers().Values.Single().Boundary!.Total - 1000, sum);
        Assert.Contains(
            Entries<Entry.Event>(journal, JournalStream.Events), entry => entry.Item.Kind == EventKinds.SamplesThinned);
    }

    [Fact]
    public void A_meter_that_falls_silent_and_comes_back_is_two_events()
    {
        using var journal = Open();
        var tick = Tick(journal);
        Poll(tick, 0, 1000);
        foreach (var minute in new[] { 5, 10, 15 })
        {
            _arrivals.Add(new(0, Noon.AddMinutes(minute), Quality.Missing, []));
            tick.RunOnce();
        }
        Poll(tick, 20, 1001);
        Poll(tick, 25, 1002);

        Assert.Equal(
            [EventKinds.LedgerOpened, EventKinds.MeterSilent, EventKinds.MeterBack],
            Entries<Entry.Event>(journal, JournalStream.Events).Select(entry => entry.Item.Kind));
    }

    [Fact]
    public void A_counter_that_an_answering_meter_does_not_give_is_two_events_and_no_number()
    {
        using var journal = Open();
        var tick = Tick(journal);
        Poll(tick, 0, 1000);
        foreach (var minute in new[] { 5, 10, 15 })
            Poll(tick, minute, null);
        Poll(tick, 20, 1001);
        Poll(tick, 25, 1002);

        Assert.Equal(
            [EventKinds.LedgerOpened, EventKinds.CounterMissing, EventKinds.CounterBack],
            Entries<Entry.Event>(journal, JournalStream.Events).Select(entry => entry.Item.Kind));
        Assert.Equal(1002, journal.ReadLedgers().Values.Single().Total);
    }

    public void Dispose() => _folder.Dispose();

    private JournalStore Open(long? pagesMax = null) =>
        new(JournalFile.Open(_folder.At("journal.db"), pagesMax).Connection);

    private GatewayTick Tick(JournalStore journal) => new(
        _arrivals, new PendingEvents(new RunningSiteTime(_time)), Commissioned(), journal,
        new Retention(new GatewayId("gateway-1"), journal), new RunningSiteTime(_time),
        new ClockKeeper(
            new GatewayId("gateway-1"),
            new FakeBootClock(_time)
            {
                Condition = FakeBootClock.Unset with { Synchronised = true, ErrorMax = default },
            },
            new RunningSiteTime(_time), ClockOptions.Default, []),
        NullLogger<GatewayTick>.Instance);

    private static Commissioned Commissioned()
    {
        var register = Profile.IndexOf(Quantity.Volume);
        return new(new(
            [new("tcp-1", new PortSettings.Tcp("127.0.0.1", 1), TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(1))],
            [new(new MeterId("m-1"), "tcp-1", 1, Profile, "X-1", 1,
                [new PointPlan(new PointId("unit-01-water"), Quantity.Volume, register)])]));
    }

    private void Poll(GatewayTick tick, int minute, long? litres)
    {
        var values = new long?[Profile.Layout.Length];
        values[Profile.IndexOf(Quantity.Volume)] = litres;
        _time.Advance(Noon.AddMinutes(minute) - _time.GetUtcNow());
        _arrivals.Add(new(0, _time.GetUtcNow(), Quality.Measured, [.. values]));
        tick.RunOnce();
    }

    /// <summary>Leaves little room: one block of samples after the other until the next would not fit.</summary>
    private static void Fill(JournalStore journal)
    {
        var catalogue = Commissioned().ToCatalogue(journal.NumberOf(Commissioned().ToCatalogue));
        var values = new long?[Profile.Layout.Length];
        Array.Fill(values, 7);
        var block = Enumerable.Repeat(new Sample(0, Noon, Quality.Measured, [.. values]), 40).ToImmutableArray();
        Action fill = () =>
        {
            while (true)
                journal.Save([], [new Entry.Samples(catalogue.Number, Noon, ClockTrust.Bench, block)], catalogue);
        };
        Assert.Throws<JournalFullException>(fill);
    }

    private static IEnumerable<T> Entries<T>(JournalStore journal, JournalStream stream)
        where T : Entry
    {
        var batch = journal.Read(stream, 1, long.MaxValue, int.MaxValue, int.MaxValue);
        var catalogues = batch.Catalogues.Select(bytes => BatchCodec.DecodeCatalogue(bytes))
            .ToDictionary(c => c.Number);
        return batch.Entries.Select(body => (T)EntryCodec.Decode(body, catalogues.GetValueOrDefault));
    }
}
