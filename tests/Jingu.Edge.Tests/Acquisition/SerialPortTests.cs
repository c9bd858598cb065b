using System.Collections.Immutable;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Edge.Acquisition;
using Jingu.Edge.Budgets;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery;
using Jingu.Modbus;
using Jingu.Modbus.Links;
using Jingu.Modbus.MeterFrames;
using Jingu.Modbus.Profiles;
using Jingu.Modbus.Server;
using Jingu.Modbus.Transactions;
using Jingu.Testing;
using Jingu.Time;
using Xunit;

namespace Jingu.Edge.Tests.Acquisition;

/// <summary>
/// A port on a pseudo-terminal, with what lines do to it: spoilt frames, an adapter that is pulled and put back. Each
/// is a quality and an event, and never a number.
/// </summary>
public sealed class SerialPortTests : IDisposable
{
    private const string Electricity = "dlt645/000000000161/00010000=01234567,02010100=2301";
    private const string Water = "cjt188/78330011223344/low/high/00012345/2C";
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(60);
    private static readonly MachineTime Time = MachineTime.OfThisMachine;

    private readonly TestFolder _folder = new();

    private string Line => _folder.At("ttyUSB0");

    [Theory]
    [InlineData(FrameProtocol.Dlt645, Electricity, 1_234_567, "sum")]
    [InlineData(FrameProtocol.Dlt645, Electricity, 1_234_567, "truncated")]
    [InlineData(FrameProtocol.Dlt645, Electricity, 1_234_567, "address")]
    [InlineData(FrameProtocol.Cjt188, Water, 12_345, "sum")]
    [InlineData(FrameProtocol.Cjt188, Water, 12_345, "truncated")]
    [InlineData(FrameProtocol.Cjt188, Water, 12_345, "address")]
    public async Task A_spoilt_frame_is_missing_and_an_event_and_the_next_poll_has_the_register(
        FrameProtocol protocol, string meter, long count, string fault)
    {
        using var meters = await BcdMeters.StartAsync(meter);
        Plug(meters.Device);
        // A damaged answer is asked for once more, at once: both are spoilt.
        var spoilt = fault == "sum" ? new[] { fault, fault } : [fault];
        var (samples, events) = await PollAsync(
            protocol, Nothing, () => Done(() => meters.Spoil(spoilt)), Nothing);

        Assert.Equal([Quality.Measured, Quality.Missing, Quality.Measured], samples.Select(sample => sample.Quality));
        Assert.Equal(
            [count, count], samples.Where(sample => sample.Values.Length > 0).Select(sample => sample.Values[0]));
        Assert.Equal([EventKinds.MeterSilent, EventKinds.MeterBack], events.Select(happened => happened.Kind));
    }

    [Theory]
    [InlineData(FrameProtocol.Dlt645, Electricity)]
    [InlineData(FrameProtocol.Cjt188, Water)]
    public async Task An_adapter_that_is_pulled_and_put_back_is_opened_again_by_itself(
        FrameProtocol protocol, string meter)
    {
        var meters = await BcdMeters.StartAsync(meter);
        Plug(meters.Device);
        var again = await BcdMeters.StartAsync(meter);
        using (again)
        {
            var (samples, events) = await PollAsync(
                protocol, Nothing, () => Done(() => Unplug(meters)), () => Done(() => Plug(again.Device)));
            Assert.Equal(
                [Quality.Measured, Quality.Missing, Quality.Measured], samples.Select(sample => sample.Quality));
            Assert.Equal([EventKinds.MeterSilent, EventKinds.MeterBack], events.Select(happened => happened.Kind));
        }
    }

    [Fact]
    public async Task An_adapter_of_a_Modbus_line_that_is_pulled_and_put_back_is_opened_again_by_itself()
    {
        var (first, second) = (PseudoTerminal.Open(Time), PseudoTerminal.Open(Time));
        await using var far = second.Link;
        await using var gone = ModbusRtuServer.Start(first.Link, _ => new Zeros(), Time);
        await using var server = ModbusRtuServer.Start(far, _ => new Zeros(), Time);
        Plug(first.DevicePath);
        var (samples, events) = await PollAsync(
            null,
            Nothing,
            async () =>
            {
                File.Delete(Line);
                await first.Link.DisposeAsync();
            },
            () => Done(() => Plug(second.DevicePath)));
        Assert.Equal([Quality.Measured, Quality.Missing, Quality.Measured], samples.Select(sample => sample.Quality));
        Assert.Equal([EventKinds.MeterSilent, EventKinds.MeterBack], events.Select(happened => happened.Kind));
    }

    public void Dispose() => _folder.Dispose();

    private static Task Nothing() => Task.CompletedTask;

    private static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private void Plug(string device)
    {
        File.Delete(Line);
        File.CreateSymbolicLink(Line, device);
    }

    private void Unplug(BcdMeters meters)
    {
        File.Delete(Line);
        meters.Dispose();
    }

    /// <summary>One poll a minute, each after its action; null is Modbus RTU.</summary>
    private async Task<(List<Sample> Samples, List<GatewayEvent> Events)> PollAsync(
        FrameProtocol? protocol, params Func<Task>[] before)
    {
        var (plan, meter) = Plan(protocol);
        var commissioned = new Commissioned(new([plan], [meter]));
        await using var line = MeterPort.Open(plan.Settings, Time);
        var time = new FakeTime(Noon);
        var site = new RunningSiteTime(time);
        var reader = line.ReaderOf(meter.Address, meter.Profile, plan.AnswerMax);
        var arrivals = new Arrivals();
        var port = new Port(
            plan, [new PolledMeter(0, meter, reader, Period, site, Time)], arrivals, new PendingEvents(site), site);
        var (samples, events) = (new List<Sample>(), new List<GatewayEvent>());
        var silent = ImmutableHashSet<int>.Empty;
        using var stop = new CancellationTokenSource();
        using var participant = site.Join("port");

        port.Begin(Noon);
        await before[0]();
        var running = port.RunAsync(participant, stop.Token);
        for (var poll = 0; poll < before.Length; poll++)
        {
            var next = Noon + ((poll + 1) * Period);
            await Eventually.UntilAsync(() => port.EarliestOpen == next);
            var image = arrivals.Take();
            (silent, var happened) = MeterSilence.Follow(silent, commissioned, image);
            samples.AddRange(image);
            events.AddRange(happened);
            if (poll + 1 < before.Length)
                await before[poll + 1]();
            while (poll + 1 < before.Length && time.GetUtcNow() < next)
            {
                await Eventually.UntilAsync(() => time.TimersWaiting > 0);
                time.Advance(TimeSpan.FromSeconds(10));
            }
        }
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        return (samples, events);
    }

    private (PortPlan Port, MeterPlan Meter) Plan(FrameProtocol? protocol)
    {
        var line = new SerialSettings(Line, protocol is null ? 9600 : 2400, SerialParity.None, 1);
        PortSettings settings = protocol is { } frames
            ? new PortSettings.Frames(frames, line)
            : new PortSettings.Serial(line);
        var (address, profile) = protocol switch
        {
            FrameProtocol.Dlt645 => (
                new MeterAddress.Dlt645("000000000161"), FrameProfiles.Find("dlt645-single-phase")!),
            FrameProtocol.Cjt188 => (
                new MeterAddress.Cjt188("78330011223344", ByteOrder.LowFirst, ByteOrder.HighFirst),
                FrameProfiles.Find("cjt188-cold-water")!),
            _ => ((MeterAddress)new MeterAddress.Modbus(1), (IMeterProfile)ProfileCatalogue.Find("eastron-sdm630")!),
        };
        return (
            new PortPlan("serial-1", settings, Period, TimeSpan.FromMilliseconds(400)),
            new MeterPlan(new MeterId("m-1"), "serial-1", address, profile, "S", 1, []));
    }

    private sealed class Zeros : IModbusDevice
    {
        public ModbusResult? Answer(ModbusRequest request) => request is ModbusRequest.ReadRegisters read
            ? new ModbusResult.Registers([.. new ushort[read.Count]])
            : null;
    }
}
