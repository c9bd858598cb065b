using Jingu.Budgets.Ladders;
using Jingu.Budgets.Policies;
using NodaTime;
using Xunit;
using static Jingu.Edge.Tests.Control.SupplyScenario;

namespace Jingu.Edge.Tests.Control;

/// <summary>
/// The ladder has decided and the first circuit is off: whatever comes up before the second one is commanded, the gate
/// finds it by itself. No rule of the ladder is asked any more.
/// </summary>
public sealed class LastGateTests
{
    private static readonly TimeSpan Spacing = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData("the clock is doubted", "ClockUntrusted")]
    [InlineData("the policy ends", "PolicyMissing")]
    [InlineData("nothing is read", "ReadingsOld")]
    [InlineData("extreme heat is declared", "ExtremeHeatOrCold")]
    [InlineData("extreme cold is declared", "ExtremeHeatOrCold")]
    [InlineData("a special day is declared", "NonDisconnect")]
    [InlineData("friendly hours are declared", "NonDisconnect")]
    [InlineData("a drill begins", "Drill")]
    [InlineData("the gateway starts", "Starting")]
    public void What_comes_up_after_the_decision_stops_the_next_circuit(string doubt, string refusal)
    {
        using var month = Disconnected();
        Comes(month, doubt).Wait(Spacing + TimeSpan.FromMinutes(1)).ExpectSwitched();

        Assert.Contains(
            month.Seen, line => line.EndsWith($"lighting-07 refused {refusal}", StringComparison.Ordinal));
        month.ExpectReplayed();
    }

    [Fact]
    public void Where_nothing_comes_up_the_next_circuit_follows() =>
        Disconnected().Wait(Spacing + TimeSpan.FromMinutes(1)).ExpectSwitched("05 09:05:00 lighting-07 Off").Dispose();

    private static SupplyScenario Comes(SupplyScenario month, string doubt)
    {
        HoldCalendar Day(HoldReason reason) => new([], [new(new LocalDate(2026, 3, 5), reason, "")], []);
        return doubt switch
        {
            "the clock is doubted" => month.ClockIsDoubted(),
            "the policy ends" => month.PolicyEnds(TimeSpan.FromMinutes(1)),
            "nothing is read" => month.ReadingsStop(),
            "extreme heat is declared" => month.Calendar(Day(HoldReason.ExtremeHeat)),
            "extreme cold is declared" => month.Calendar(Day(HoldReason.ExtremeCold)),
            "a special day is declared" => month.Calendar(Day(HoldReason.SpecialDay)),
            "friendly hours are declared" => month.Calendar(
                new([new(new(9, 0), new(12, 0), FriendlyDays.Every)], [], [])),
            "a drill begins" => month.Policy(ladder => ladder with { Drill = true }),
            "the gateway starts" => month.Restart(),
            _ => throw new ArgumentOutOfRangeException(nameof(doubt), doubt, "no doubt"),
        };
    }

    /// <summary>Readings are good for two minutes, and circuits are five apart.</summary>
    private static SupplyScenario Disconnected() => With(
            1000, ladder => ladder with { Automatic = true, ReadingAgeMax = TimeSpan.FromMinutes(2) })
        .Sequence(sequence => sequence with { CutSpacing = Spacing })
        .At("02 09:00").Use(1000).Expect("NoticeReached", "WarningReached", "ExhaustedReached", "FirstNoticeIssued")
        .At("05 08:30").Expect("FinalNoticeIssued")
        .At("05 09:00").Expect("Disconnected").ExpectSwitched("05 09:00:00 sockets-07 Off");
}
