using System.Net;
using Jingu.Contracts.Events;
using Jingu.Contracts.Readings;
using Jingu.Modbus;
using Jingu.Modbus.Profiles;
using Jingu.Modbus.Server;
using Jingu.Time;
using Xunit;

namespace Jingu.Edge.Tests.Acquisition;

/// <summary>
/// What SunSpec inverters answer at night and by mistake, from the wire to the journal: never a number that is none,
/// never a ledger that falls, and no watt-hour lost.
/// </summary>
public sealed class BadInvertersTests : IDisposable
{
    private const int None = 0x8000;
    private readonly JournalledMeter _meter = new();

    public void Dispose() => _meter.Dispose();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(7_000_123, None)]
    [InlineData(7_000_123, 11)]
    [InlineData(7_000_123, -11)]
    public async Task A_counter_that_is_none_at_night_is_two_events_and_the_morning_has_the_energy(
        long raw, int scaleFactor)
    {
        var night = (ushort)(scaleFactor & 0xFFFF);
        var found = await PollAsync((7_000_123, 0), (raw, night), (7_000_623, 0));

        Assert.Equal([7_000_123L, null, 7_000_623L], Counts(found));
        Assert.Equal(
            [EventKinds.LedgerOpened, EventKinds.CounterMissing, EventKinds.CounterBack],
            found.Events.Select(happened => happened.Kind));
        Assert.Equal(500, found.Totals[^1] - found.Totals[0]);
    }

    [Theory]
    [InlineData(7_000)]
    [InlineData(7_001)]
    public async Task A_scale_factor_that_changes_at_night_is_no_event_and_no_fall(long raw)
    {
        var found = await PollAsync((7_000_123, 0), (raw, 3), (raw, 3), (7_000_623, 0));

        Assert.Equal([7_000_123L, 7_000_123L, 7_000_123L, 7_000_623L], Counts(found));
        Assert.Equal([EventKinds.LedgerOpened], found.Events.Select(happened => happened.Kind));
        Assert.Equal(500, found.Totals[^1] - found.Totals[0]);
    }

    /// <summary>Kostal: counts above 2^31 stand for negative ones (mbmd, meters/sunspec, FixKostal).</summary>
    [Fact]
    public async Task A_count_that_stands_for_a_negative_one_adds_nothing()
    {
        var found = await PollAsync((7_000_123, 0), (0xFFFF_FF00, 0), (7_000_623, 0));

        Assert.Equal(found.Totals[0], found.Totals[1]);
        Assert.Equal(500, found.Totals[^1] - found.Totals[0]);
        Assert.Contains(found.Events, happened => happened.Kind == EventKinds.RegisterImplausible);
    }

    [Fact]
    public async Task Values_that_are_not_implemented_are_not_available_and_no_number()
    {
        var found = await PollAsync((7_000_123, 0));

        var profile = ProfileCatalogue.Find("sunspec-103")!;
        long? Value(Quantity quantity) => found.Samples[0].Values[profile.IndexOf(quantity)];
        Assert.Equal(12_340, Value(Quantity.Power));
        Assert.Null(Value(Quantity.VoltageL1));
        Assert.Null(Value(Quantity.VoltageDc));
        Assert.Null(Value(Quantity.CurrentDc));
        Assert.Null(Value(Quantity.Temperature));
        Assert.Equal(2, Value(Quantity.OperatingState));
    }

    private async Task<Journalled> PollAsync(params (long Energy, ushort ScaleFactor)[] polls)
    {
        var device = new SunSpecInverter();
        await using var server = ModbusTcpServer.Start(
            new(IPAddress.Loopback, 0), _ => device, MachineTime.OfThisMachine);
        return await _meter.PollAsync(
            new PortSettings.Tcp("127.0.0.1", server.Port), "sunspec-103",
            [.. polls.Select(poll => (Action)(() => device.Shows(poll.Energy, poll.ScaleFactor)))]);
    }

    private static IEnumerable<long?> Counts(Journalled found) =>
        found.Samples.Select(sample => sample.Values[found.Place]);
}
