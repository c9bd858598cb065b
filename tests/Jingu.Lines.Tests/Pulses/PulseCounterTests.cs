using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Jingu.Lines.Pulses;
using Xunit;

namespace Jingu.Lines.Tests.Pulses;

public sealed class PulseCounterTests
{
    private static readonly PulseLimits S0 = new(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(20));

    [Fact]
    public void A_pulse_and_a_pause_of_the_least_length_count()
    {
        var counter = Counted(S0, [0, 20, 40, 60]);
        Assert.Equal((2, 0), (counter.Count, counter.Rejected));
    }

    [Fact]
    public void A_pulse_that_is_too_short_is_noise()
    {
        var counter = Counted(S0, [0, 19, 100, 140]);
        Assert.Equal((1, 1), (counter.Count, counter.Rejected));
    }

    [Fact]
    public void A_pause_that_is_too_short_belongs_to_its_pulse()
    {
        Assert.Equal(1, Counted(S0, [0, 40, 45, 90]).Count);
        Assert.Equal(2, Counted(S0, [0, 40, 45, 90, 110, 140]).Count);
    }

    [Fact]
    public void A_contact_that_was_closed_at_the_start_counts_when_it_opens()
    {
        var counter = new PulseCounter(S0);
        counter.Begin(isActive: true);
        counter.Take(new([new(false, TimeSpan.FromSeconds(5), 1)], 1));
        Assert.Equal((1, 1), (counter.Count, counter.Untimed));
    }

    [Fact]
    public void Edges_that_nobody_saw_count_by_their_numbers()
    {
        var counter = new PulseCounter(S0);
        counter.Take(new([Edge(true, 0, 1), Edge(false, 30, 2), Edge(true, 9_000, 41), Edge(false, 9_030, 42)], 42));
        Assert.Equal((21, 19), (counter.Count, counter.Untimed));
        counter.Take(new([], 142));
        Assert.Equal((71, 69), (counter.Count, counter.Untimed));
    }

    [Fact]
    public void A_pulse_whose_pause_was_too_short_is_not_counted_again_by_numbers()
    {
        var counter = new PulseCounter(S0);
        counter.Take(new([Edge(true, 0, 1), Edge(false, 30, 2), Edge(true, 35, 3)], 3));
        counter.Take(new([], 4));
        Assert.Equal(1, counter.Count);
    }

    [Fact]
    public void Where_nothing_is_measured_every_rising_edge_counts_at_once()
    {
        var counter = new PulseCounter(PulseLimits.None);
        counter.Take(new([Edge(true, 0, 1), Edge(true, 1, 2)], 2));
        counter.Take(new([Edge(true, 9, 1_000)], 1_000));
        Assert.Equal((1_000, 997), (counter.Count, counter.Untimed));
    }

    [Fact]
    public void Taking_the_same_edges_again_changes_nothing()
    {
        var counter = new PulseCounter(PulseLimits.None);
        var taken = new EdgesOutcome.Taken([Edge(true, 0, 1)], 1);
        counter.Take(taken);
        counter.Take(taken);
        Assert.Equal(1, counter.Count);
    }

    /// <summary>Pulses long enough, any of whose edges are lost: their number is exact whatever is lost.</summary>
    [Fact]
    public void Whatever_edges_are_lost_no_pulse_is() => Prop.ForAll(
        ArbMap.Default.ArbFor<bool[]>(),
        lost =>
        {
            var pulses = (lost.Length + 1) / 2;
            var all = Enumerable.Range(0, 2 * pulses).Select(i => Edge(i % 2 == 0, i * 30, i + 1));
            var kept = all.Where((_, i) => i >= lost.Length || !lost[i]).ToImmutableArray();
            var counter = new PulseCounter(S0);
            counter.Take(new(kept, 2 * pulses));
            return counter.Count == pulses;
        }).QuickCheckThrowOnFailure();

    private static PulseCounter Counted(PulseLimits limits, int[] milliseconds)
    {
        var counter = new PulseCounter(limits);
        counter.Take(new(
            [.. milliseconds.Select((at, i) => Edge(i % 2 == 0, at, i + 1))], milliseconds.Length));
        return counter;
    }

    private static LineEdge Edge(bool isActive, int milliseconds, long sequence) =>
        new(isActive, TimeSpan.FromMilliseconds(milliseconds), sequence);
}
