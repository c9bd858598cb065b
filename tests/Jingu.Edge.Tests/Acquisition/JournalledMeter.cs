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
using Jingu.Edge.Tests.Control;
using Jingu.Modbus;
using Jingu.Modbus.Profiles;
using Jingu.Testing;
using Jingu.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jingu.Edge.Tests.Acquisition;

/// <summary>One meter on a wire, and what its readings become in the journal.</summary>
internal sealed class JournalledMeter : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(5);
    private static readonly MachineTime Machine = MachineTime.OfThisMachine;
    private readonly TestFolder _folder = new();
    private readonly FakeTime _time = new(Noon);
    private readonly Arrivals _arrivals = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>One poll every five minutes, each after its action, through the tick into a journal.</summary>
    public async Task<Journalled> PollAsync(PortSettings settings, string profile, params Action[] polls)
    {
        var known = ProfileCatalogue.Find(profile)!;
        var place = known.Registers.ToList().FindIndex(register => register.Counter is not null);
        var meter = new MeterPlan(
            new("m-1"), "port-1", new MeterAddress.Modbus(1), known, "S", 1,
            [new(new("unit-01-electricity"), known.Registers[place].Quantity, place)]);
        var plan = new CommissioningPlan([new("port-1", settings, Period, TimeSpan.FromSeconds(2))], [meter]);
        using var journal = new JournalStore(JournalFile.Open(_folder.At("journal.db"), null).Connection);
        var tick = Tick(journal, new(plan));
        await using var client = ModbusPort.Open(settings, Machine);
        var polled = new PolledMeter(
            0, meter, new MeterReader(client, known, 1, TimeSpan.FromSeconds(2)), Period, new RunningSiteTime(_time),
            Machine);
        var totals = new List<long>();
        foreach (var prepare in polls)
        {
            prepare();
            _arrivals.Add(await polled.ReadAsync(_time.GetUtcNow(), countersOnly: false, hurried: false, default));
            tick.RunOnce();
            totals.Add(journal.ReadLedgers().Values.Single().Total);
            _time.Advance(Period);
        }
        return new Journalled(
            place, [.. totals],
            [.. Entries<Entry.Samples>(journal, JournalStream.Samples).SelectMany(entry => entry.Items)],
            [.. Entries<Entry.Event>(journal, JournalStream.Events).Select(entry => entry.Item)]);
    }

    private GatewayTick Tick(JournalStore journal, Commissioned commissioned)
    {
        var (site, gateway) = (new RunningSiteTime(_time), new GatewayId("gateway-1"));
        var kernel = new FakeBootClock(_time)
        {
            Condition = FakeBootClock.Unset with { Synchronised = true, ErrorMax = default },
        };
        return new(
            _arrivals, new PendingEvents(site), commissioned, journal, new Retention(gateway, journal), site,
            new ClockKeeper(gateway, kernel, site, ClockOptions.Default, []),
            NoSupply.Over(journal, commissioned), NullLogger<GatewayTick>.Instance);
    }

    private static IEnumerable<T> Entries<T>(JournalStore journal, JournalStream stream)
        where T : Entry
    {
        var batch = journal.Read(stream, 1, long.MaxValue, int.MaxValue, int.MaxValue);
        var catalogues = batch.Catalogues.Select(bytes => BatchCodec.DecodeCatalogue(bytes))
            .ToDictionary(catalogue => catalogue.Number);
        return batch.Entries.Select(body => (T)EntryCodec.Decode(body, catalogues.GetValueOrDefault));
    }
}

/// <summary>What the journal holds of a meter's polls.</summary>
/// <param name="Place">Of its first counter, in its profile.</param>
/// <param name="Totals">Of the ledger after each poll.</param>
internal sealed record Journalled(
    int Place, ImmutableArray<long> Totals, ImmutableArray<Sample> Samples, ImmutableArray<GatewayEvent> Events);
