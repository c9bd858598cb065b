using System.Globalization;
using Jingu.Contracts.Events;
using Jingu.Contracts.Readings;
using Jingu.Modbus;
using Jingu.Modbus.Links;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Jingu.Edge.Tests.Acquisition;

/// <summary>
/// What a bus can carry is carried, on the wall clock. Alone on the machine: a loaded one keeps no milliseconds.
/// </summary>
[Collection(nameof(BusTests))]
[CollectionDefinition(nameof(BusTests), DisableParallelization = true)]
public sealed class BusTests(ITestOutputHelper said)
{
    /// <summary>A quiet machine reaches 97 %; a poller that waits for a few timer ticks too many falls below.</summary>
    private const double UseMin = 0.90;

    /// <summary>What the poller can do counts: a busy machine may spoil some rounds, a wrong wait spoils all.</summary>
    private const int Attempts = 3;
    private const int StandstillsMax = 10;

    private static readonly TimeSpan AnswerMax = TimeSpan.FromMilliseconds(500);
    private static readonly int[] Dead = [3, 7, 11];

    [Theory]
    [InlineData("acrel-adw300")]
    [InlineData("chint-dtsu666")]
    public async Task A_9600_baud_line_is_used_and_the_pause_before_every_request_is_kept(string profile)
    {
        await AttemptAsync(async () =>
        {
            var seen = await PollOnceAsync(profile);
            said.WriteLine($"{profile}: {seen.Use:P1} of the line time is used");
            Assert.True(
                seen.GapMin >= seen.Silence,
                $"{seen.GapMin * 1000:0.00} ms of silence, {seen.GapsShort} times too short");
            Assert.Equal(0, seen.Collisions);
            Assert.True(seen.Use >= UseMin, $"{seen.Use:P1}");
        });
    }

    [Fact]
    public async Task Three_dead_meters_of_twenty_on_a_line_cost_the_others_no_poll()
    {
        await using var bus = await PacedBus.StartAsync(9600, units: 20, deviceMilliseconds: 3);
        await using var port = new PolledPort(Line(bus), "xintai-water", 20, TimeSpan.FromSeconds(2), AnswerMax);
        await port.RoundsAsync(2);
        await bus.SilenceAsync(Dead);
        await AttemptAsync(async () =>
        {
            var samples = await port.RoundsAsync(5);
            Assert.All(samples, sample => Assert.Equal(
                Dead.Contains(sample.MeterIndex + 1) ? Quality.Missing : Quality.Measured, sample.Quality));
            Assert.All(samples.CountBy(sample => sample.MeterIndex), meter => Assert.Equal(5, meter.Value));
        });
    }

    [Fact]
    public async Task A_hundred_meters_that_answer_after_20_ms_behind_one_address_are_read_every_second()
    {
        await using var gateway = new SlowGateway(TimeSpan.FromMilliseconds(20));
        await using var port = new PolledPort(
            new PortSettings.Tcp("127.0.0.1", gateway.Port, InFlight: 16), "chint-dtsu666", 100,
            TimeSpan.FromSeconds(1), AnswerMax);
        await port.RoundsAsync(1);
        await AttemptAsync(async () =>
        {
            gateway.CountConnections();
            var samples = await port.RoundsAsync(5);
            Assert.Equal(500, samples.Length);
            Assert.Equal(1, gateway.Connections);
            Assert.All(samples, sample => Assert.Equal(Quality.Measured, sample.Quality));
            // A machine that is busy may thin a round or two; one request at a time would thin most.
            Assert.InRange(samples.Count(sample => !sample.Values.Contains(null)), samples.Length / 2, samples.Length);
        });
        Assert.InRange(gateway.UnderWayMax, 2, 16);
    }

    [Fact]
    public async Task A_line_too_slow_for_everything_gives_the_counters_every_time_and_the_rest_in_turn()
    {
        await using var bus = await PacedBus.StartAsync(9600, units: 6, deviceMilliseconds: 3);
        await using var port = new PolledPort(Line(bus), "chint-dtsu666", 6, TimeSpan.FromSeconds(1), AnswerMax);
        await port.RoundsAsync(2);
        await AttemptAsync(async () =>
        {
            var measured = (await port.RoundsAsync(6)).Where(sample => sample.Quality == Quality.Measured).ToList();
            Assert.InRange(measured.Count, 30, 36);
            Assert.All(measured, sample =>
            {
                Assert.NotNull(sample.Values[0]);
                Assert.NotNull(sample.Values[1]);
            });
            Assert.Contains(measured, sample => sample.Values[2] is null);
            var whole = measured.Where(sample => sample.Values[2] is not null);
            Assert.InRange(whole.Select(sample => sample.MeterIndex).Distinct().Count(), 4, 6);
        });
        var overloaded = port.Events.First(happened => happened.Kind == EventKinds.PortOverloaded);
        Assert.True(long.Parse(overloaded.Facts["neededMs"], CultureInfo.InvariantCulture)
            > long.Parse(overloaded.Facts["periodMs"], CultureInfo.InvariantCulture));
    }

    private static async Task<PacedBus.Verdict> PollOnceAsync(string profile)
    {
        await using var bus = await PacedBus.StartAsync(9600, units: 20, deviceMilliseconds: 3);
        await using (var port = new PolledPort(Line(bus), profile, 20, TimeSpan.FromSeconds(6), AnswerMax))
            Assert.All(await port.RoundsAsync(1), sample => Assert.Equal(Quality.Measured, sample.Quality));
        return await bus.JudgeAsync();
    }

    /// <summary>
    /// Judges what follows, up to <see cref="Attempts"/> times while the machine ran, and again where it stood still.
    /// </summary>
    private async Task AttemptAsync(Func<Task> judge)
    {
        for (var (attempt, standstills) = (1, 0); ;)
        {
            using var watch = new StandstillWatch();
            try
            {
                await judge();
                return;
            }
            catch (XunitException) when (watch.Seen is not null && ++standstills < StandstillsMax)
            {
                said.WriteLine($"the machine stood still for {watch.Seen?.TotalMilliseconds:0} ms: judged again");
            }
            catch (XunitException) when (watch.Seen is null && ++attempt <= Attempts)
            {
                // Too busy for milliseconds, for a while; a wrong wait spoils every attempt.
            }
        }
    }

    private static PortSettings.Serial Line(PacedBus bus) =>
        new(new SerialSettings(bus.Device, 9600, SerialParity.None, 1));
}
