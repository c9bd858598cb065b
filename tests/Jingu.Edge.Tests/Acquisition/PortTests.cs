using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Edge.Acquisition;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery;
using Jingu.Modbus;
using Jingu.Modbus.Profiles;
using Jingu.Testing;
using Jingu.Time;
using Xunit;

namespace Jingu.Edge.Tests.Acquisition;

/// <summary>A port whose meters take fake time to answer, or to be given up: nothing depends on the machine.</summary>
public sealed class PortTests
{
    private const int Dead = 2;
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_dead_meter_is_missing_at_every_poll_and_is_asked_ever_more_rarely()
    {
        var bus = new Bus(meters: 4, Minute);
        bus[Dead].IsSilent = true;
        var rounds = await bus.PollAsync(20);

        Assert.Equal(20, rounds.Count);
        Assert.All(rounds, round => Assert.Equal([0, 1, 2, 3], round.Select(sample => sample.MeterIndex)));
        Assert.All(rounds, round => Assert.Equal(Quality.Missing, round[Dead - 1].Quality));
        Assert.All(rounds.SelectMany(round => round).Where(sample => sample.MeterIndex != Dead - 1),
            sample => Assert.Equal(Quality.Measured, sample.Quality));
        // The first poll, then probes after 1, 2, 4, 5, 5 ... polls: five minutes at the most.
        Assert.InRange(bus[Dead].Asked, 4, 7);
    }

    [Fact]
    public async Task A_meter_that_answers_again_is_back_at_its_next_probe()
    {
        var bus = new Bus(meters: 2, Minute);
        var rounds = await bus.PollAsync(12, before: poll => bus[1].IsSilent = poll < 3);

        Assert.Equal(Quality.Missing, rounds[0].Single(sample => sample.MeterIndex == 0).Quality);
        Assert.All(rounds.Skip(9).SelectMany(round => round),
            sample => Assert.Equal(Quality.Measured, sample.Quality));
    }

    [Fact]
    public async Task When_several_meters_come_back_they_are_all_back_within_their_back_off()
    {
        var bus = new Bus(meters: 6, Minute);
        var rounds = await bus.PollAsync(18, before: poll =>
        {
            for (var unit = 2; unit <= 6; unit++)
                bus[unit].IsSilent = poll < 6;
        });
        Assert.All(rounds[^1], sample => Assert.Equal(Quality.Measured, sample.Quality));
    }

    [Fact]
    public async Task Samples_carry_the_instant_their_poll_was_due()
    {
        var rounds = await new Bus(meters: 1, Minute).PollAsync(3);
        Assert.Equal([Noon, Noon + Minute, Noon + (2 * Minute)], rounds.Select(round => round[0].Instant));
    }

    [Fact]
    public async Task A_port_tells_which_part_of_its_period_its_rounds_take_and_what_became_of_the_polls()
    {
        var bus = new Bus(meters: 60, TimeSpan.FromSeconds(2));
        Assert.Null(bus.Port.Load);
        await bus.PollAsync(4, before: poll => bus[Dead].IsSilent = poll >= 3);

        // 60 answers of 20 ms in 2 s; in the last round one of them is a time-out of 800 ms.
        Assert.Equal(((3 * 600) + 990) / 4, bus.Port.Load!.Mean);
        Assert.Equal(990, bus.Port.Load.Most);
        Assert.Equal(new(4, 0, 0), bus.Port.Meters[0].Health.Polls);
        Assert.Equal(new(3, 1, 0), bus.Port.Meters[Dead - 1].Health.Polls);
        // Asked for 1.18 s after it was due, and in the last round 0.78 s later still.
        Assert.Equal(new(4, 0, 4), bus.Port.Meters[^1].Health.Polls);
    }

    /// <summary>
    /// One time-out leaves a round of two seconds more than one to spare; three of them are longer than the period.
    /// </summary>
    [Theory]
    [InlineData(20, 3, 7, 11)]
    [InlineData(20, 1, 2, 3)]
    [InlineData(20, 18, 19, 20)]
    public async Task Three_meters_that_fall_silent_cost_the_others_no_poll(int meters, params int[] dead)
    {
        var period = TimeSpan.FromSeconds(2);
        var bus = new Bus(meters, period);
        var rounds = await bus.PollAsync(12, before: poll =>
        {
            foreach (var unit in dead)
                bus[unit].IsSilent = poll >= 2;
        });

        for (var i = 0; i < rounds.Count; i++)
        {
            Assert.Equal(meters, rounds[i].Length);
            Assert.All(rounds[i], sample => Assert.Equal(
                i >= 2 && dead.Contains(sample.MeterIndex + 1) ? Quality.Missing : Quality.Measured, sample.Quality));
        }
    }

    /// <summary>Meters behind one port, by unit from 1; readings take 20 ms, giving up takes 800.</summary>
    private sealed class Bus
    {
        private static readonly TimeSpan AnswerTime = TimeSpan.FromMilliseconds(20);
        private static readonly TimeSpan AnswerMax = TimeSpan.FromMilliseconds(800);

        private readonly FakeTime _time = new(Noon);
        private readonly ImmutableArray<TimedMeter> _meters;
        private readonly Arrivals _arrivals = new();
        private readonly IParticipant _participant;
        private readonly TimeSpan _period;

        public Bus(int meters, TimeSpan period)
        {
            var profile = ProfileCatalogue.Find("eastron-sdm630")!;
            var plan = new PortPlan("tcp-1", new PortSettings.Tcp("127.0.0.1", 502), period, AnswerMax);
            var site = new RunningSiteTime(_time);
            var machine = new MachineTime(_time);
            _period = period;
            _meters = [.. Enumerable.Range(1, meters).Select(_ => new TimedMeter(
                _time, AnswerTime, AnswerMax, profile.Layout.Length))];
            Port = new(plan, [.. _meters.Select((meter, i) => new PolledMeter(
                i, new MeterPlan(
                    new MeterId($"m-{i + 1}"), plan.Id, new MeterAddress.Modbus((byte)(i + 1)), profile, "S", 1, []),
                meter, period, site, machine))], _arrivals, new PendingEvents(site), site);
            _participant = site.Join("port");
            Port.Begin(Noon);
        }

        public Port Port { get; }

        public TimedMeter this[int unit] => _meters[unit - 1];

        /// <summary>The samples of each round, by meter.</summary>
        public async Task<List<ImmutableArray<Sample>>> PollAsync(int polls, Action<int>? before = null)
        {
            using var stop = new CancellationTokenSource();
            var rounds = new List<ImmutableArray<Sample>>();
            before?.Invoke(0);
            var running = Task.Run(() => Port.RunAsync(_participant, stop.Token));
            for (var poll = 1; poll <= polls; poll++)
            {
                // A round that ended waits for the next one: whoever advances the clock now disturbs no reading.
                await Eventually.UntilAsync(() => _time.TimersWaiting > 0);
                rounds.Add([.. _arrivals.Take().OrderBy(sample => sample.MeterIndex).ThenBy(sample => sample.Instant)]);
                before?.Invoke(poll);
                var due = Port.EarliestOpen;
                while (poll < polls && due - _time.GetUtcNow() is { Ticks: > 0 } left)
                {
                    await Eventually.UntilAsync(() => _time.TimersWaiting > 0);
                    _time.Advance(left < RunningSiteTime.WaitMax ? left : RunningSiteTime.WaitMax);
                }
            }
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
            return rounds;
        }
    }
}
