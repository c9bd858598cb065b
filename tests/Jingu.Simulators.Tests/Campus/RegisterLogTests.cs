using Jingu.Contracts.Ids;
using Jingu.Simulators.Campus;
using Xunit;

namespace Jingu.Simulators.Tests.Campus;

public sealed class RegisterLogTests
{
    private static readonly CampusPlan Plan = CampusPlan.Small(units: 2);
    private static readonly PointId First = Plan.Points.First().Id;
    private static readonly DateTimeOffset Noon = new(2017, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_register_served_on_the_boundary_counts_as_it_is()
    {
        var log = Served((0, 100), (15, 200), (30, 900));

        Assert.Equal((true, 800L), Delta(log, 0, 30));
        Assert.Equal((true, 100L), Delta(log, 0, 15));
    }

    [Fact]
    public void Between_two_readings_the_boundary_lies_on_the_straight_line_rounded_down()
    {
        var log = Served((0, 100), (7, 110), (22, 121), (40, 121));

        // 110 + floor(11 x 8 / 15) = 115.
        Assert.Equal((true, 15L), Delta(log, 0, 15));
        Assert.Equal((true, 6L), Delta(log, 15, 40));
    }

    [Fact]
    public void A_boundary_that_no_reading_covers_is_named()
    {
        var log = Served((5, 100), (10, 200));

        Assert.False(log.TryDelta(First, Noon, Noon.AddMinutes(10), out _, out var early));
        Assert.False(log.TryDelta(First, Noon.AddMinutes(5), Noon.AddMinutes(11), out _, out var late));
        Assert.False(log.TryDelta(Plan.Points.Last().Id, Noon, Noon.AddMinutes(10), out _, out var never));

        Assert.Contains("does not cover 2017-03-01 12:00:00Z", early, StringComparison.Ordinal);
        Assert.Contains("does not cover 2017-03-01 12:11:00Z", late, StringComparison.Ordinal);
        Assert.Contains("was never served", never, StringComparison.Ordinal);
    }

    [Fact]
    public void A_meter_read_twice_at_one_instant_counts_once()
    {
        var log = new RegisterLog(Plan);
        log.Answered(Plan.Meters[0].Id, Noon);
        log.Answered(Plan.Meters[0].Id, Noon);
        log.Answered(Plan.Meters[1].Id, Noon);
        log.Answered(Plan.Meters[0].Id, Noon.AddMinutes(5));

        Assert.Equal(3, log.AnsweredCount);
        Assert.Equal(2, log.AnsweredCountOf(Plan.Meters[0].Id));
    }

    [Fact]
    public void The_log_says_which_points_were_heard_on_both_sides()
    {
        var log = Served((0, 1), (30, 2));
        Assert.False(log.ServedBefore(Noon));
        var second = Plan.Points.Last().Id;
        log.Served(second, Noon, 5);

        Assert.True(log.ServedBefore(Noon));
        Assert.False(log.ServedAtOrAfter(Noon.AddMinutes(30)));
        Assert.Equal([second], log.NotServedAtOrAfter(Noon.AddMinutes(30)));
        Assert.Equal((Noon, Noon.AddMinutes(30)), (log.FirstServed(First), log.LastServed(First)));
    }

    private static RegisterLog Served(params ReadOnlySpan<(int Minute, long Value)> readings)
    {
        var log = new RegisterLog(Plan);
        foreach (var (minute, value) in readings)
            log.Served(First, Noon.AddMinutes(minute), value);
        return log;
    }

    private static (bool Covered, long Delta) Delta(RegisterLog log, int from, int to)
    {
        var covered = log.TryDelta(First, Noon.AddMinutes(from), Noon.AddMinutes(to), out var delta, out _);
        return (covered, delta);
    }
}
