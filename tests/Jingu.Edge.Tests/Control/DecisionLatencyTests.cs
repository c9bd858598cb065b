using System.Globalization;
using Jingu.Time;
using Xunit;
using Xunit.Abstractions;

namespace Jingu.Edge.Tests.Control;

/// <summary>
/// How long a gateway with 121 meters takes from the readings of a tick to the command they lead to: accounting,
/// deciding, two transactions on the disk, the gate. The figure is written to the test's output.
/// </summary>
public sealed class DecisionLatencyTests(ITestOutputHelper output)
{
    private const int Runs = 5;
    private const int Meters = 121;

    [Fact]
    public void From_the_readings_to_the_command_in_one_tick()
    {
        var took = new List<double>();
        for (var run = 0; run < Runs; run++)
        {
            using var month = SupplyScenario.With(
                1000, ladder => ladder with { Automatic = true }, others: Meters - 3)
                .At("02 09:00").Use(1000)
                .At("05 08:30")
                .At("05 09:00");
            var machine = MachineTime.OfThisMachine;
            var begun = machine.GetTimestamp();
            TimeSpan? elapsed = null;
            month.Boards.Step = () => elapsed ??= machine.GetElapsedTime(begun);
            month.RunNow();
            took.Add(elapsed!.Value.TotalMilliseconds);
            Assert.Equal("sockets-07", month.Boards.Commands[0].Point.Value);
        }
        took.Sort();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Meters} meters, reading to command: median {took[Runs / 2]:0.0} ms, worst {took[^1]:0.0} ms"));
        // One tick, not the next: a second is the default tick, and a busy machine may stall for some.
        Assert.True(took[Runs / 2] < 5_000, "a decision took longer than five seconds");
    }
}
