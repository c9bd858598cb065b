using System.Collections.Immutable;
using System.Globalization;
using Jingu.Budgets.Ledgers;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Jingu.Edge.Acquisition;
using Jingu.Edge.Budgets;
using Jingu.Edge.Clock;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery;
using Jingu.Edge.Delivery.Journal;
using Jingu.Edge.Tests.Clock;
using Jingu.Edge.Tests.Control;
using Jingu.Modbus;
using Jingu.Modbus.Profiles;
using Jingu.Testing;
using Jingu.Time;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Xunit;
using Interval = Jingu.Contracts.Readings.Interval;

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
        var thinned = Entries<Entry.Event>(journal, JournalStream.Events)
            .First(entry => entry.Item.Kind == EventKinds.SamplesThinned);
        Assert.True(long.Parse(thinned.Item.Facts["removed"], CultureInfo.InvariantCulture) > 0);
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
        Assert.Equal(
            [Quality.Measured, Quality.Suspect, Quality.Suspect, Quality.Suspect, Quality.Measured, Quality.Measured],
            Entries<Entry.Samples>(journal, JournalStream.Samples).Select(entry => entry.Items[0].Quality));
        Assert.Equal(1002, journal.ReadLedgers().Values.Single().Total);
    }

    [Fact]
    public void A_register_that_no_meter_can_show_opens_no_ledger()
    {
        using var journal = Open();
        var tick = Tick(journal);
        Poll(tick, 0, -1);
        Poll(tick, 5, 100_000_000);
        Assert.Empty(journal.ReadLedgers());

        Poll(tick, 10, 1000);
        Assert.Equal(1000, journal.ReadLedgers().Values.Single().Total);
        Assert.Equal(
            [EventKinds.CounterBack, EventKinds.CounterMissing, EventKinds.LedgerOpened],
            Events(journal).Select(happened => happened.Kind).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_fall_is_a_case_that_a_person_settles_beside_the_running_gateway()
    {
        using var journal = Open();
        var tick = Tick(journal);
        Poll(tick, 0, 500_000);
        for (var minute = 5; minute <= 60; minute += 5)
            Poll(tick, minute, minute);
        var ledger = journal.ReadLedgers().Values.Single();
        Assert.Equal((LedgerDoubt.Fell, 1L, 5), (ledger.Doubt, ledger.Case, ledger.Held.Length));
        Assert.Empty(Intervals(journal));

        using (var tool = new JournalStore(JournalFile.OpenToRead(_folder.At("journal.db"))))
            Assert.Equal(1, tool.Declare(Say(DeclarationKind.NewBase) with { Amount = 40 }));
        Poll(tick, 65, 65);

        var settled = journal.ReadLedgers().Values.Single();
        Assert.Equal((LedgerDoubt.None, 500_000 + 40 + 60L, 2), (settled.Doubt, settled.Total, settled.Epoch.Number));
        Assert.Equal([50L, 15, 15, 15], Intervals(journal).Select(interval => interval.Amount));
        Assert.Equal(Quality.Substituted, Intervals(journal)[0].Quality);
        Assert.All(Intervals(journal), interval => Assert.Equal(2, interval.Epoch));
        var said = Events(journal).Single(happened => happened.Kind == EventKinds.CaseSettled);
        Assert.Equal(("Li Lei", "1"), (said.Facts["by"], said.Facts["case"]));
        var answer = Assert.Single(journal.ReadDeclarations(waiting: false));
        Assert.Equal(DeclarationState.Applied, answer.State);
        Assert.Empty(journal.ReadDeclarations(waiting: true));
    }

    [Fact]
    public void What_was_declared_without_a_running_gateway_is_applied_when_it_starts()
    {
        using (var journal = Open())
        {
            var tick = Tick(journal);
            Poll(tick, 0, 500_000);
            Poll(tick, 5, 7);
            journal.Declare(Say(DeclarationKind.Replaced) with { Closing = 500_002, Opening = 5, Serial = "X-2" });
        }
        using var again = Open();
        var next = Tick(again);
        Poll(next, 15, 10);

        var ledger = again.ReadLedgers().Values.Single();
        Assert.Equal((500_002 + 5L, LedgerDoubt.None), (ledger.Total, ledger.Doubt));
        Assert.Contains(Events(again), happened => happened.Kind == EventKinds.MeterReplaced
            && happened.Facts["serial"] == "X-2" && happened.Facts["total"] == "500002");
        Assert.Equal(7, Assert.Single(Intervals(again)).Amount);
    }

    [Fact]
    public void What_cannot_be_is_refused_with_an_event_and_changes_nothing()
    {
        using var journal = Open();
        var tick = Tick(journal);
        Poll(tick, 0, 500_000);
        journal.Declare(Say(DeclarationKind.Believed));
        journal.Declare(Say(DeclarationKind.Replaced) with { Case = null, Closing = 3, Opening = 0 });
        Poll(tick, 5, 500_001);

        Assert.Equal(
            [DeclarationState.Refused, DeclarationState.Refused],
            journal.ReadDeclarations(waiting: false).Select(one => one.State));
        Assert.Equal(2, Events(journal).Count(happened => happened.Kind == EventKinds.DeclarationRefused));
        Assert.Equal(500_001, journal.ReadLedgers().Values.Single().Total);
    }

    [Fact]
    public void Another_meter_is_held_until_both_readings_are_declared_and_continues_the_total()
    {
        using var journal = Open();
        Poll(Tick(journal), 0, 500_000);
        var tick = Tick(journal, Commissioned("m-2"));
        for (var minute = 5; minute <= 30; minute += 5)
            Poll(tick, minute, 700_000 + minute);
        Assert.Equal(500_000, journal.ReadLedgers().Values.Single().Total);

        journal.Declare(Say(DeclarationKind.Replaced) with { Closing = 500_003, Opening = 700_005 });
        Poll(tick, 35, 700_035);

        var ledger = journal.ReadLedgers().Values.Single();
        Assert.Equal((500_003 + 30L, new MeterId("m-2")), (ledger.Total, ledger.Meter));
        Assert.Contains(Events(journal), happened => happened.Kind == EventKinds.MeterChanged);
    }

    [Fact]
    public void A_month_boundary_is_recorded_with_the_readings_it_lies_between()
    {
        using var journal = Open();
        // Midnight of 1 April in Berlin is 22:00 UTC: it has had summer time for three days.
        var tick = Tick(journal, Commissioned(zone: DateTimeZoneProviders.Tzdb["Europe/Berlin"]));
        var midnight = (int)(new DateTimeOffset(2026, 3, 31, 22, 0, 0, TimeSpan.Zero) - Noon).TotalMinutes;
        Poll(tick, midnight - 40, 1000);
        Poll(tick, midnight - 3, 1037);
        Poll(tick, midnight + 2, 1042);

        var boundary = Assert.Single(Events(journal), happened => happened.Kind == EventKinds.MonthBoundary);
        Assert.Equal(Noon.AddMinutes(midnight), boundary.Instant);
        Assert.Equal(("1040", "1037", "1042"),
            (boundary.Facts["total"], boundary.Facts["beforeCount"], boundary.Facts["afterCount"]));
        Assert.Equal(Noon.AddMinutes(midnight - 3), DateTimeOffset.Parse(
            boundary.Facts["beforeAt"], CultureInfo.InvariantCulture));
    }

    public void Dispose() => _folder.Dispose();

    private static Declaration Say(DeclarationKind kind) =>
        new(0, Noon, "Li Lei", "read on site", new PointId("unit-01-water"), 1, kind);

    private static List<GatewayEvent> Events(JournalStore journal) =>
        [.. Entries<Entry.Event>(journal, JournalStream.Events).Select(entry => entry.Item)];

    private static List<Interval> Intervals(JournalStore journal) =>
        [.. Entries<Entry.Intervals>(journal, JournalStream.Intervals).SelectMany(entry => entry.Items)];

    private JournalStore Open(long? pagesMax = null) =>
        new(JournalFile.Open(_folder.At("journal.db"), pagesMax).Connection);

    private GatewayTick Tick(JournalStore journal, Commissioned? commissioned = null) => new(
        _arrivals, new PendingEvents(new RunningSiteTime(_time)), commissioned ?? Commissioned(), journal,
        new Retention(new GatewayId("gateway-1"), journal), new RunningSiteTime(_time),
        new ClockKeeper(
            new GatewayId("gateway-1"),
            new FakeBootClock(_time)
            {
                Condition = FakeBootClock.Unset with { Synchronised = true, ErrorMax = default },
            },
            new RunningSiteTime(_time), ClockOptions.Default, []),
        NoSupply.Over(journal, commissioned ?? Commissioned()), NullLogger<GatewayTick>.Instance);

    private static Commissioned Commissioned(string meter = "m-1", DateTimeZone? zone = null)
    {
        var register = Profile.IndexOf(Quantity.Volume);
        return new(new(
            [new("tcp-1", new PortSettings.Tcp("127.0.0.1", 1), TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(1))],
            [new(new MeterId(meter), "tcp-1", new MeterAddress.Modbus(1), Profile, "X-1", 1,
                [new PointPlan(new PointId("unit-01-water"), Quantity.Volume, register)])]), zone);
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
        Catalogue At(int number) => Commissioned().ToCatalogue(number, Noon);
        var catalogue = At(journal.NumberOf(At));
        var values = new long?[Profile.Layout.Length];
        Array.Fill(values, 7);
        var block = Enumerable.Repeat(new Sample(0, Noon, Quality.Measured, [.. values]), 40).ToImmutableArray();
        Action fill = () =>
        {
            var entry = new Entry.Samples(catalogue.Number, Noon, ClockTrust.Bench, block);
            while (true)
                journal.Save(Books.Unchanged, [entry], catalogue);
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
