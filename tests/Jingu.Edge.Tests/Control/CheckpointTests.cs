using Jingu.Budgets.Decisions;
using Jingu.Budgets.Ladders;
using Xunit;
using static Jingu.Edge.Tests.Control.SupplyScenario;

namespace Jingu.Edge.Tests.Control;

/// <summary>
/// Once a local day the tick records where every ladder stands, so that what was not decided can be checked.
/// </summary>
public sealed class CheckpointTests
{
    [Fact]
    public void Every_local_day_has_one_at_its_first_tick_however_often_the_gateway_starts()
    {
        using var month = With(1000)
            .At("02 00:00").Restart().At("02 09:00").Restart().At("02 23:00").Restart().At("03 07:00").Restart();
        month.RunNow();

        Assert.Equal(
            ["01 01:00", "02 00:00", "03 00:00"], Checkpoints(month).Select(At));
        month.ExpectReplayed();
    }

    [Fact]
    public void A_gateway_that_was_off_writes_one_at_its_first_tick_and_none_for_the_days_it_missed()
    {
        using var month = With(1000).At("01 09:00");
        month.IsOffUntil("03 16:40");
        month.RunNow();

        Assert.Equal(["01 01:00", "03 16:40"], Checkpoints(month).Select(At));
    }

    [Fact]
    public void It_says_where_each_ladder_stands_and_what_was_used()
    {
        using var month = With(1000).At("02 09:00").Use(1000).Expect(
            "NoticeReached", "WarningReached", "ExhaustedReached", "FirstNoticeIssued").At("03 00:00");
        month.RunNow();

        var standing = Assert.Single(Checkpoints(month)[^1].Standings);
        Assert.Equal(
            ("unit-07", Stage.Exhausted, 1_000_000L),
            (standing.Policy.Unit.Value, standing.State.Stage, standing.Input.UsedMeasured));
    }

    [Fact]
    public void A_clock_that_nobody_vouches_for_dates_none()
    {
        using var month = With(1000).At("01 23:00").ClockIsDoubted().At("03 09:00").ClockIsKept().At("03 12:00");
        month.RunNow();

        Assert.Equal(["01 01:00", "03 10:00"], Checkpoints(month).Select(At));
    }

    private static List<CheckpointRecord> Checkpoints(SupplyScenario month) =>
    [
        .. month.Events().Select(DecisionEvent.LinkOf).OfType<ChainLink>()
            .Select(link => RecordCodec.Read(link.Content.AsSpan(), out _)).OfType<CheckpointRecord>(),
    ];

    private static string At(CheckpointRecord record) => Text(record.At);
}
