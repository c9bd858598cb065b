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

/// <summary>Meters near a switch point are polled every ten seconds, for as long as they are watched.</summary>
public sealed class PortWatchTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private readonly FakeTime _time = new(Noon.AddSeconds(3));
    private readonly Arrivals _arrivals = new();

    [Fact]
    public async Task Watched_meters_are_read_every_ten_seconds_between_rounds_and_the_others_are_not()
    {
        var site = new RunningSiteTime(_time);
        var profile = ProfileCatalogue.Find("xintai-water")!;
        var plan = new PortPlan(
            "port-1", new PortSettings.Tcp("127.0.0.1", 1), TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1));
        var port = new Port(
            plan,
            [.. Enumerable.Range(0, 3).Select(index => new PolledMeter(
                index,
                new MeterPlan(
                    new MeterId($"m-{index}"), plan.Id, new MeterAddress.Modbus(1), profile, "S", 1, []),
                new TimedMeter(_time, TimeSpan.Zero, TimeSpan.FromSeconds(1), profile.Layout.Length), plan.Period, site,
                MachineTime.OfThisMachine))],
            _arrivals, new PendingEvents(site), site);
        var watch = new PortWatch(port, site);
        using var stop = new CancellationTokenSource();
        var running = watch.RunAsync(stop.Token);
        Assert.Equal(DateTimeOffset.MaxValue, watch.EarliestOpen);

        watch.Watch([new("m-1"), new("elsewhere")], Noon.AddSeconds(75));
        for (var due = 10; due <= 80; due += 10)
        {
            Assert.Equal(Noon.AddSeconds(due), watch.EarliestOpen);
            await Eventually.UntilAsync(() => _time.TimersWaiting > 0);
            _time.Advance(Noon.AddSeconds(due) - _time.GetUtcNow());
            await Eventually.UntilAsync(() => watch.EarliestOpen > Noon.AddSeconds(due));
        }

        Assert.Equal(DateTimeOffset.MaxValue, watch.EarliestOpen);
        // At the full minute the port's own round reads it.
        Assert.Equal(
            [10, 20, 30, 40, 50, 70],
            _arrivals.Take().Select(sample => (int)(Of(sample).Instant - Noon).TotalSeconds));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private static Sample Of(Sample sample)
    {
        Assert.Equal((1, Quality.Measured), (sample.MeterIndex, sample.Quality));
        return sample;
    }
}
