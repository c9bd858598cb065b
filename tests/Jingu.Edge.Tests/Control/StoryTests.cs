using Jingu.Budgets.Ladders;
using Jingu.Edge.Commands;
using Xunit;

namespace Jingu.Edge.Tests.Control;

/// <summary>What jingu-edge why and drill tell, beside a gateway that goes on writing.</summary>
public sealed class StoryTests
{
    [Fact]
    public void Why_tells_the_story_in_order_with_numbers_and_that_the_chain_is_whole()
    {
        using var month = SupplyScenario.With(1000)
            .At("02 08:00").Use(810)
            .At("02 09:00").Use(1000)
            .At("05 08:30").Expect(Stage.Exhausted);
        var told = WhyCommand.Tell("unit-07", month.Journal);

        Assert.True(told.IsWhole, told.Chain);
        Assert.Equal(
            [
                "2026-03-02 08:00: unit-07, electricity: 810,000 Wh of 1,000,000 Wh used; the stage is notice.",
                "2026-03-02 09:00: unit-07, electricity: 1,000,000 Wh of 1,000,000 Wh used; the stage is warning.",
                "2026-03-02 09:00: unit-07, electricity: 1,000,000 Wh of 1,000,000 Wh used; the stage is exhausted.",
                "2026-03-02 09:00: unit-07, electricity: cut-off notice 1 is issued; 1,000,000 Wh of 1,000,000 Wh "
                    + "used. Earliest cut 2026-03-05 09:00.",
                "2026-03-05 08:30: unit-07, electricity: cut-off notice 2 is issued. Earliest cut 2026-03-05 09:00, "
                    + "once a person has approved it.",
            ],
            told.Events.Select(happened => happened.Text));
        Assert.Empty(WhyCommand.Tell("unit-08", month.Journal).Events);
    }

    [Fact]
    public void Drill_shows_what_would_have_been_cut_and_when_it_would_have_returned()
    {
        using var month = SupplyScenario.With(1000, ladder => ladder with { Drill = true })
            .At("02 09:00").Use(1000)
            .At("05 08:30").Expect(Stage.Exhausted)
            .At("05 09:00").Expect(Stage.Disconnected)
            .At("06 09:00").Budget(50_000).Expect(Stage.Normal);

        var cut = Assert.Single(DrillCommand.Cuts(month.Journal));
        Assert.Equal("unit-07", cut.Policy.Unit.Value);
        Assert.Equal(new DateTimeOffset(2026, 3, 5, 1, 0, 0, TimeSpan.Zero), cut.From);
        Assert.Equal(new DateTimeOffset(2026, 3, 6, 1, 0, 0, TimeSpan.Zero), cut.To);
        Assert.Empty(month.Boards.Commands);
    }
}
