using System.Collections.Immutable;
using System.Net;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Edge.Acquisition;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery;
using Jingu.Modbus;
using Jingu.Modbus.Profiles;
using Jingu.Modbus.Server;
using Jingu.Modbus.Transactions;
using Jingu.Testing;
using Jingu.Time;
using Xunit;

namespace Jingu.Edge.Tests.Acquisition;

/// <summary>A port against a real Modbus TCP server on loopback; site time is a fake clock.</summary>
public sealed class PortTests
{
    private const int Dead = 2;
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_dead_meter_is_missing_at_every_poll_and_is_asked_ever_more_rarely()
    {
        var devices = Enumerable.Range(1, 4)
            .ToDictionary(unit => (byte)unit, unit => new Device { IsSilent = unit == Dead });
        var rounds = await PollAsync(devices, polls: 20);

        Assert.Equal(20, rounds.Count);
        Assert.All(rounds, round => Assert.Equal([0, 1, 2, 3], round.Select(sample => sample.MeterIndex)));
        Assert.All(rounds, round => Assert.Equal(Quality.Missing, round[Dead - 1].Quality));
        Assert.All(rounds.SelectMany(round => round).Where(sample => sample.MeterIndex != Dead - 1),
            sample => Assert.Equal(Quality.Measured, sample.Quality));
        // The first poll, then probes after 1, 2, 4, 5, 5 ... polls: five minutes at the most.
        Assert.InRange(devices[Dead].Asked, 4, 7);
    }

    [Fact]
    public async Task A_meter_that_answers_again_is_back_at_its_next_probe()
    {
        var devices = new Dictionary<byte, Device> { [1] = new() { IsSilent = true }, [2] = new() };
        var rounds = await PollAsync(devices, polls: 12, before: (poll, _) => devices[1].IsSilent = poll < 3);

        Assert.Equal(Quality.Missing, rounds[0][0].Quality);
        Assert.All(rounds.Skip(9), round => Assert.Equal(Quality.Measured, round[0].Quality));
    }

    [Fact]
    public async Task When_several_meters_come_back_they_are_all_back_within_their_back_off()
    {
        var devices = Enumerable.Range(1, 6)
            .ToDictionary(unit => (byte)unit, unit => new Device { IsSilent = unit > 1 });
        var rounds = await PollAsync(devices, polls: 18, before: (poll, _) =>
        {
            foreach (var device in devices.Values)
                device.IsSilent = device != devices[1] && poll < 6;
        });
        Assert.All(rounds[^1], sample => Assert.Equal(Quality.Measured, sample.Quality));
    }

    [Fact]
    public async Task Samples_carry_the_instant_their_poll_was_due()
    {
        var rounds = await PollAsync(new() { [1] = new() }, polls: 3);
        Assert.Equal([Noon, Noon + Period, Noon + (2 * Period)], rounds.Select(round => round[0].Instant));
    }

    private static async Task<List<ImmutableArray<Sample>>> PollAsync(
        Dictionary<byte, Device> devices, int polls, Action<int, Port>? before = null)
    {
        await using var server = ModbusTcpServer.Start(
            new IPEndPoint(IPAddress.Loopback, 0), unit => devices.GetValueOrDefault(unit), MachineTime.OfThisMachine);
        var plan = new PortPlan(
            "tcp-1", new PortSettings.Tcp("127.0.0.1", server.Port), Period, TimeSpan.FromMilliseconds(300));
        await using var client = ModbusPort.Open(plan.Settings, MachineTime.OfThisMachine);
        var profile = ProfileCatalogue.Find("eastron-sdm630")!;
        var time = new FakeTime(Noon);
        var site = new RunningSiteTime(time);
        var meters = devices.Keys.Select((unit, i) => new PolledMeter(
            i, new MeterPlan(new MeterId($"m-{unit}"), "tcp-1", new MeterAddress.Modbus(unit), profile, "S", 1, []),
            new MeterReader(client, profile, unit, plan.AnswerMax), Period, site,
            MachineTime.OfThisMachine));
        var arrivals = new Arrivals();
        var port = new Port(plan, [.. meters], arrivals, new PendingEvents(site), site);
        using var stop = new CancellationTokenSource();

        port.Begin(Noon);
        var rounds = new List<ImmutableArray<Sample>>();
        before?.Invoke(0, port);
        using var participant = site.Join("port");
        var running = port.RunAsync(participant, stop.Token);
        for (var poll = 0; poll < polls; poll++)
        {
            var done = Noon + ((poll + 1) * Period);
            await Eventually.UntilAsync(() => port.EarliestOpen == done);
            rounds.Add(arrivals.Take());
            before?.Invoke(poll + 1, port);
            // The wait of the next round is split in parts: each must be waiting before the clock moves over it.
            while (time.GetUtcNow() < done)
            {
                await Eventually.UntilAsync(() => time.TimersWaiting > 0);
                time.Advance(TimeSpan.FromSeconds(10));
            }
        }
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        return rounds;
    }

    private sealed class Device : IModbusDevice
    {
        private int _asked;

        public bool IsSilent { get; set; }

        public int Asked => _asked;

        public ModbusResult? Answer(ModbusRequest request)
        {
            Interlocked.Increment(ref _asked);
            return IsSilent || request is not ModbusRequest.ReadRegisters read
                ? null
                : new ModbusResult.Registers([.. new ushort[read.Count]]);
        }
    }
}
