using Jingu.Budgets.Use;
using Jingu.Contracts.Ids;
using Jingu.Edge.Budgets;
using Jingu.Edge.Tests.Clock;
using Xunit;

namespace Jingu.Edge.Tests.Budgets;

/// <summary>What a point counted per day and month: over the real tick and its file.</summary>
public sealed class UseTests
{
    private static readonly PointId Point = new("unit-01-water");
    private static readonly DateTimeOffset ThirdOfMarch = new(2026, 3, 3, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Use_survives_a_kill_at_any_tick_and_goes_on_from_the_file()
    {
        using var rig = new ClockRig();
        rig.Poll(TimeSpan.Zero, 1000);
        for (var poll = 1; poll <= 36; poll++)
        {
            rig.Poll(TimeSpan.FromMinutes(30), 1000 + (100 * poll));
            rig.Kill();
        }

        Assert.Equal(new Used(1200, 0), UsedFrom(rig, ThirdOfMarch));
        Assert.Equal(new Used(3600, 0), UsedFrom(rig, ThirdOfMarch.AddDays(-2)));
    }

    [Fact]
    public void Readings_of_an_untrusted_clock_count_when_they_are_dated()
    {
        using var rig = new ClockRig(shown: new DateTimeOffset(2019, 1, 1, 0, 0, 0, TimeSpan.Zero));
        for (var poll = 0; poll <= 36; poll++)
            rig.Poll(TimeSpan.FromMinutes(30), 1000 + (100 * poll));
        Assert.Empty(rig.Journal.ReadUses());

        rig.Synchronise();
        rig.Poll(TimeSpan.FromMinutes(30), 4700);
        rig.Poll(TimeSpan.FromMinutes(30), 4800);

        // Truth: the first reading was taken at 12:30 of the 2nd, 23 half hours before midnight.
        Assert.Equal(new Used(4800 - 1000 - 2300, 0), UsedFrom(rig, ThirdOfMarch));
    }

    [Fact]
    public void What_a_person_declares_for_a_register_in_doubt_is_no_ground_for_a_cut()
    {
        using var rig = new ClockRig();
        rig.Poll(TimeSpan.Zero, 500_000);
        for (var poll = 1; poll <= 4; poll++)
            rig.Poll(TimeSpan.FromMinutes(5), poll);
        rig.Journal.Declare(new(0, rig.Truth, "Li Lei", "read on site", Point, 1, DeclarationKind.NewBase)
        {
            Amount = 40,
        });
        rig.Poll(TimeSpan.FromMinutes(5), 5);

        Assert.Equal(new Used(4, 40), UsedFrom(rig, ThirdOfMarch.AddDays(-2)));
    }

    /// <summary>From the file, as the next process would find it.</summary>
    private static Used UsedFrom(ClockRig rig, DateTimeOffset start) =>
        rig.Journal.ReadUses()[Point].In(start, ThirdOfMarch.AddDays(28), rig.Journal.ReadLedgers()[Point]);
}
