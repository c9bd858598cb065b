using System.Net;
using Jingu.Contracts.Events;
using Jingu.Contracts.Readings;
using Jingu.Modbus;
using Jingu.Modbus.Links;
using Jingu.Modbus.Server;
using Jingu.Modbus.Transactions;
using Jingu.Time;
using Xunit;

namespace Jingu.Edge.Tests.Acquisition;

/// <summary>
/// What a Modbus meter may answer in place of its counter, from the wire to the journal: a quality and an event, never
/// a number; and no watt-hour is lost by it.
/// </summary>
public sealed class BadReadingsTests : IDisposable
{
    private static readonly MachineTime Machine = MachineTime.OfThisMachine;
    private readonly JournalledMeter _meter = new();

    public void Dispose() => _meter.Dispose();

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

        var found = await _meter.PollAsync(new PortSettings.Tcp("127.0.0.1", server.Port), profile, polls);

        Assert.Equal(
            [Quality.Measured, Quality.Suspect, Quality.Measured], found.Samples.Select(sample => sample.Quality));
        Assert.Equal([123_450L, null, 123_500L], found.Samples.Select(sample => sample.Values[found.Place]));
        Assert.Equal(
            [EventKinds.LedgerOpened, EventKinds.CounterMissing, EventKinds.CounterBack],
            found.Events.Select(happened => happened.Kind));
        Assert.Equal((1_234_500L, 1_235_000L), (found.Totals[0], found.Totals[^1]));
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

        var found = await _meter.PollAsync(
            new PortSettings.Serial(new(terminal.DevicePath, 9600, SerialParity.None, 1)), "eastron-sdm630", polls);

        Assert.Equal(
            [Quality.Measured, Quality.Missing, Quality.Measured], found.Samples.Select(sample => sample.Quality));
        Assert.Empty(found.Samples[1].Values);
        Assert.Equal(
            [EventKinds.LedgerOpened, EventKinds.MeterSilent, EventKinds.MeterBack],
            found.Events.Select(happened => happened.Kind));
        Assert.Equal((1_234_500L, 1_235_000L), (found.Totals[0], found.Totals[^1]));
    }

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
