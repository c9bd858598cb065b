using System.Collections.Immutable;
using System.Net;
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
using Jingu.Modbus.Links;
using Jingu.Modbus.Profiles;
using Jingu.Modbus.Server;
using Jingu.Modbus.Transactions;
using Jingu.Testing;
using Jingu.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Jingu.Edge.Tests.Acquisition;

/// <summary>
/// What a Modbus meter may answer in place of its counter, from the wire to the journal: a quality and an event, never
/// a number; and no watt-hour is lost by it.
/// </summary>
public sealed class BadReadingsTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(5);
    private static readonly MachineTime Machine = MachineTime.OfThisMachine;
    private readonly TestFolder _folder = new();
    private readonly FakeTime _time = new(Noon);
    private readonly Arrivals _arrivals = new();

    public void Dispose() => _folder.Dispose();

    /// <param name="bad">The counter's registers; none: the meter refuses them with exception 2.</param>
    [Theory]
    [InlineData("eastron-sdm630", 0x0048, new[] { 0x449A, 0x5000 }, new[] { 0x449A, 0x6000 }, new[] { 0x7FC0, 0 })]
    [InlineData("eastron-sdm630", 0x0048, new[] { 0x449A, 0x5000 }, new[] { 0x449A, 0x6000 }, new[] { 0x7F80, 0 })]
    [InlineData("eastron-sdm630", 0x0048, new[] { 0x449A, 0x5000 }, new[] { 0x449A, 0x6000 }, new int[0])]
    [InlineData(
        "abb-ab-series", 0x5000, new[] { 0, 0, 1, 0xE23A }, new[] { 0, 0, 1, 0xE26C },
        new[] { 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF })]
    public async Task What_is_no_counter_is_suspect_and_two_events_and_the_next_reading_has_the_energy(
        string profile, int address, int[] before, int[] after, int[] bad)
    {
        var device = new Device(address);
        await using var server = ModbusTcpServer.Start(new(IPAddress.Loopback, 0), _ => device, Machine);
        var polls = new Action[] { () => device.Shows(before), () => device.Shows(bad), () => device.Shows(after) };

        var found = await PollAsync(new PortSettings.Tcp("127.0.0.1", server.Port), profile, polls);

        Assert.Equal(
            [Quality.Measured, Quality.Suspect, Quality.Measured], found.Samples.Select(sample => sample.Quality));
        Assert.Equal([123_450L, null, 123_500L], found.Samples.Select(sample => sample.Values[found.Counter]));
        Assert.Equal(
            [EventKinds.LedgerOpened, EventKinds.CounterMissing, EventKinds.CounterBack],
            found.Events.Select(happened => happened.Kind));
        Assert.Equal((1_234_500L, 1_235_000L), (found.FirstTotal, found.LastTotal));
    }

    [Fact]
    public async Task An_answer_with_a_wrong_check_sum_is_missing_and_two_events_and_the_next_reading_has_the_energy()
    {
        var device = new Device(0x0048);
        var terminal = PseudoTerminal.Open(Machine);
        await using var spoiling = new SpoilingLink(terminal.Link);
        await using var server = ModbusRtuServer.Start(spoiling, _ => device, Machine);
        device.Shows([0x449A, 0x5000]);
        var polls = new Action[]
        {
            () => { },
            () => spoiling.Spoils = true,
            () =>
            {
                spoiling.Spoils = false;
                device.Shows([0x449A, 0x6000]);
            },
        };

        var found = await PollAsync(
            new PortSettings.Serial(new(terminal.DevicePath, 9600, SerialParity.None, 1)), "eastron-sdm630", polls);

        Assert.Equal(
            [Quality.Measured, Quality.Missing, Quality.Measured], found.Samples.Select(sample => sample.Quality));
        Assert.Empty(found.Samples[1].Values);
        Assert.Equal(
            [EventKinds.LedgerOpened, EventKinds.MeterSilent, EventKinds.MeterBack],
            found.Events.Select(happened => happened.Kind));
        Assert.Equal((1_234_500L, 1_235_000L), (found.FirstTotal, found.LastTotal));
    }

    /// <summary>One poll every five minutes, each after its action, through the tick into a journal.</summary>
    private async Task<Found> PollAsync(PortSettings settings, string profile, Action[] polls)
    {
        var known = ProfileCatalogue.Find(profile)!;
        var counter = known.IndexOf(Quantity.EnergyImport);
        var meter = new MeterPlan(
            new("m-1"), "port-1", new MeterAddress.Modbus(1), known, "S", 1,
            [new(new("unit-01-electricity"), Quantity.EnergyImport, counter)]);
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
        return new(
            counter, totals[0], totals[^1],
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

    private sealed record Found(
        int Counter, long FirstTotal, long LastTotal, ImmutableArray<Sample> Samples,
        ImmutableArray<GatewayEvent> Events);

    /// <summary>Shows zero everywhere but in its counter.</summary>
    private sealed class Device(int address) : IModbusDevice
    {
        private volatile int[] _counter = [];

        public void Shows(int[] counter) => _counter = counter;

        public ModbusResult? Answer(ModbusRequest request)
        {
            if (request is not ModbusRequest.ReadRegisters read)
                return null;
            var counter = _counter;
            var isAsked = read.Address <= address && address < read.Address + read.Count;
            if (isAsked && counter.Length == 0)
                return new ModbusResult.Refused(2);
            var registers = new ushort[read.Count];
            for (var i = 0; isAsked && i < counter.Length; i++)
                registers[address - read.Address + i] = (ushort)counter[i];
            return new ModbusResult.Registers([.. registers]);
        }
    }

    /// <summary>Changes the last byte of what it writes: the check sum is another's.</summary>
    private sealed class SpoilingLink(IByteLink line) : IByteLink
    {
        private volatile bool _spoils;

        public bool Spoils
        {
            get => _spoils;
            set => _spoils = value;
        }

        public ValueTask<LinkOutcome> WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop)
        {
            var sent = bytes.ToArray();
            if (Spoils)
                sent[^1] ^= 0x55;
            return line.WriteAsync(sent, stop);
        }

        public ValueTask<LinkOutcome> ReadAsync(Memory<byte> buffer, TimeSpan waitMax, CancellationToken stop) =>
            line.ReadAsync(buffer, waitMax, stop);

        public LinkOutcome DiscardWaiting() => line.DiscardWaiting();

        public ValueTask DisposeAsync() => line.DisposeAsync();
    }
}
