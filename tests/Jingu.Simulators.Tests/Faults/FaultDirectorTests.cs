using Jingu.Simulators.Devices;
using Jingu.Simulators.Faults;
using Jingu.Time;
using Xunit;

namespace Jingu.Simulators.Tests.Faults;

public sealed class FaultDirectorTests
{
    private static readonly DateTimeOffset Start = new(2017, 2, 28, 16, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_killed_program_comes_back_when_its_time_is_over()
    {
        var deeds = await PlayAsync(
            new Fault(Start.AddHours(1), FaultKind.Kill, ["gateway-1"], TimeSpan.FromMinutes(10)));

        Assert.Equal(["01:00 kill gateway-1", "01:10 start gateway-1"], deeds);
    }

    [Fact]
    public async Task A_fault_without_duration_is_undone_at_its_own_instant()
    {
        var deeds = await PlayAsync(
            new Fault(Start.AddHours(1), FaultKind.Stop, ["gateway-1", "broker"], TimeSpan.Zero));

        Assert.Equal(
            ["01:00 stop gateway-1", "01:00 stop broker", "01:00 start broker", "01:00 start gateway-1"], deeds);
    }

    [Fact]
    public async Task A_forgetful_broker_queues_for_a_dead_aggregator_and_then_dies_too()
    {
        var deeds = await PlayAsync(
            new Fault(Start.AddHours(1), FaultKind.ForgetfulBroker, ["broker"], TimeSpan.FromHours(1)));

        Assert.Equal(
            ["01:00 kill aggregator", "02:00 kill broker", "02:00 start broker", "02:00 start aggregator"], deeds);
    }

    [Fact]
    public async Task A_replaced_card_takes_the_journal_before_the_gateway_starts()
    {
        var deeds = await PlayAsync(
            new Fault(Start.AddHours(1), FaultKind.ReplaceCard, ["gateway-1"], TimeSpan.FromMinutes(5)),
            new Fault(Start.AddHours(2), FaultKind.Cut, ["gateway-2"], TimeSpan.FromHours(6)));

        Assert.Equal(
            [
                "01:00 kill gateway-1", "01:05 take card of gateway-1", "01:05 start gateway-1",
                "02:00 cut gateway-2", "08:00 mend gateway-2",
            ],
            deeds);
    }

    [Fact]
    public async Task What_happens_to_boards_is_undone_and_disturbs_no_delivery()
    {
        var deeds = await PlayAsync(
            new Fault(Start.AddHours(1), FaultKind.Weld, ["s-circuit-01"], TimeSpan.FromHours(5)),
            new Fault(Start.AddHours(2), FaultKind.StickValve, ["s-unit-01-water"], TimeSpan.FromHours(1)),
            new Fault(Start.AddHours(4), FaultKind.PowerUpOff, ["relays-unit-01"], TimeSpan.Zero),
            new Fault(Start.AddHours(5), FaultKind.BoardGone, ["relays-unit-02"], TimeSpan.FromMinutes(30)),
            new Fault(Start.AddHours(7), FaultKind.Lie, ["l-unit-01"], TimeSpan.FromHours(2)),
            new Fault(Start.AddHours(8), FaultKind.LampFails, ["l-unit-02"], TimeSpan.FromHours(2)));

        Assert.Equal(
            [
                "01:00 s-circuit-01 sticks", "02:00 s-unit-01-water sticks", "03:00 s-unit-01-water moves",
                "04:00 relays-unit-01 powers up off", "05:00 relays-unit-02 is gone", "05:30 relays-unit-02 is back",
                "06:00 s-circuit-01 moves", "07:00 l-unit-01 sticks", "08:00 l-unit-02 breaks", "09:00 l-unit-01 moves",
                "10:00 l-unit-02 is replaced",
            ],
            deeds);
    }

    [Fact]
    public async Task A_gateway_whose_clock_is_unset_is_killed_starts_at_once_and_is_left_to_find_the_time()
    {
        var deeds = await PlayAsync(
            new Fault(Start.AddHours(1), FaultKind.ClockUnset, ["gateway-1", "gateway-2"], TimeSpan.FromHours(3)));

        Assert.Equal(
            [
                "01:00 kill gateway-1", "01:00 unset clock of gateway-1 for 03:00", "01:00 start gateway-1",
                "01:00 kill gateway-2", "01:00 unset clock of gateway-2 for 03:00", "01:00 start gateway-2",
            ],
            deeds);
    }

    private static async Task<List<string>> PlayAsync(params Fault[] faults)
    {
        var victims = new Victims();
        var director = new FaultDirector(faults, victims, 1, MachineTime.OfThisMachine);
        for (DateTimeOffset? at = Start; at is { } instant; at = director.NextAfter(instant))
        {
            victims.Now = instant;
            await director.ReachedAsync(instant, default);
        }
        Assert.Equal(faults.Count(fault => fault.DisturbsDelivery), director.Done);
        return victims.Deeds;
    }

    private sealed class Victims : IVictims
    {
        public DateTimeOffset Now { get; set; }

        public List<string> Deeds { get; } = [];

        public Task DownAsync(string program, bool politely) => Note($"{(politely ? "stop" : "kill")} {program}");

        public Task UpAsync(string program, CancellationToken stop) => Note($"start {program}");

        public Task TakeCardAsync(string gateway, CancellationToken stop) => Note($"take card of {gateway}");

        public void UnsetClock(string gateway, DateTimeOffset from, DateTimeOffset until) =>
            Note($"unset clock of {gateway} for {until - from:hh\\:mm}");

        public void Cut(string gateway) => Note($"cut {gateway}");

        public void Mend(string gateway) => Note($"mend {gateway}");

        public void SetSilent(string meter, bool isSilent) => Note($"{meter} {(isSilent ? "falls silent" : "speaks")}");

        public void SetStuck(string point, bool isStuck) => Note($"{point} {(isStuck ? "sticks" : "moves")}");

        public void SetFailed(string lamp, bool hasFailed) => Note($"{lamp} {(hasFailed ? "breaks" : "is replaced")}");

        public void PowerUpOff(string board) => Note($"{board} powers up off");

        public void SetGone(string board, bool isGone) => Note($"{board} is {(isGone ? "gone" : "back")}");

        public void SetTrouble(string inverter, InverterTrouble trouble) => Note($"{inverter} has {trouble}");

        private Task Note(string deed)
        {
            Deeds.Add($"{Now - Start:hh\\:mm} {deed}");
            return Task.CompletedTask;
        }
    }
}
