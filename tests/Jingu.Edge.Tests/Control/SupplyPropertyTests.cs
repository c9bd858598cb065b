using FsCheck;
using FsCheck.Fluent;
using Jingu.Budgets.Switching;
using Jingu.Lighting.Zones;
using Xunit;

namespace Jingu.Edge.Tests.Control;

/// <summary>
/// Any sequence of use, budgets, policies, commands, readings, restarts and faults, on the real tick. The policy always
/// lists the protected circuit, whatever it says otherwise.
/// </summary>
public sealed class SupplyPropertyTests
{
    private static readonly int[] Waits = [1, 5, 30, 30, 60, 240];

    private static readonly Gen<List<(int What, int Amount, int Wait)>> Happenings =
        Gen.Zip(Gen.Zip(Gen.Choose(0, 19), Gen.Choose(0, 100)), Gen.Elements(Waits)).ListOf(30)
            .Select(list => list.Select(one => (one.Item1.Item1, one.Item1.Item2, one.Item2)).ToList());

    [Fact]
    public void A_protected_circuit_is_never_commanded_and_every_decision_replays() => Hold(zone: null);

    [Fact]
    public void With_zones_too_nothing_protected_is_moved_and_no_zone_passes_what_a_ladder_leaves() => Hold(new()
    {
        Absence = new() { AutoOn = true },
        Daylight = new(500, 600),
        Sensors = new() { StaleAfter = TimeSpan.FromHours(1), BackAfter = TimeSpan.Zero },
    });

    private static void Hold(ZoneRules? zone)
    {
        var (cuts, dims, moves) = (0, 0, 0);
        Prop.ForAll(Happenings.ToArbitrary(), happenings =>
        {
            using var month = SupplyScenario
                .With(1000, ladder => ladder with { Automatic = true }, lamps: true, zone: zone)
                .Wait(TimeSpan.FromHours(2)).Use(1001).Wait(TimeSpan.FromDays(3));
            foreach (var (what, amount, wait) in happenings)
            {
                Happen(month, what, amount);
                if (zone is not null)
                    Live(month, what, amount);
                month.Wait(TimeSpan.FromMinutes(wait));
            }
            month.ExpectReplayed();
            cuts += month.Boards.Commands.Count(one => one.State == CircuitState.Off);
            dims += month.Boards.Commands.Count(one => one.State == CircuitState.Dimmed);
            moves += month.Boards.Lit.Count;
            Assert.Empty(month.Passed);
            Assert.DoesNotContain(month.Boards.Lit, one => one.Lamp.Value == SupplyScenario.Exit);
            return month.Boards.Commands.All(one =>
                one.Point.Value is not (SupplyScenario.Server or SupplyScenario.Exit) && one.Level is not 0);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(8));
        Assert.True(zone is null == (moves == 0), "no zone moved a lamp: the property says nothing");
        Assert.True(cuts > 0 && dims > 0, "nothing was cut or dimmed in all runs: the property says nothing");
    }

    /// <summary>What people, the sun and sensors do in the zone.</summary>
    private static void Live(SupplyScenario month, int what, int amount) => _ = (what % 5) switch
    {
        0 => month.Comes(),
        1 => month.Leaves(),
        2 => month.Shines(amount * 10),
        3 => month.UsesSwitch(),
        _ => amount % 3 == 0 ? month.PresenceFails() : month.Comes(),
    };

    private static void Happen(SupplyScenario month, int what, int amount) => _ = what switch
    {
        <= 4 => month.UseMore(amount),
        5 => month.Budget(800 + (amount * 5), emergency: amount),
        6 => month.Policy(ladder => ladder with { Drill = amount % 4 == 0 }),
        7 => month.Policy(ladder => ladder with { Automatic = amount % 2 == 0, Reminder = amount % 3 == 0 }),
        8 => month.Approves(),
        9 => month.Confirms(),
        10 => month.Extends(1 + amount),
        11 => month.Restart(),
        12 => month.BoardPowersUpOff(amount % 2 == 0 ? SupplyScenario.Sockets : SupplyScenario.Server),
        13 => amount % 2 == 0 ? month.ReadingsStop() : month.ReadingsReturn(),
        14 => amount % 3 == 0 ? month.ClockIsDoubted() : month.ClockIsKept(),
        15 => month.Sticks(SupplyScenario.LightCircuit),
        16 => month.Sets(amount % 2 == 0 ? SupplyScenario.Lamp : SupplyScenario.OtherLamp, amount * 254 / 100),
        17 => amount % 2 == 0 ? month.Lies(SupplyScenario.Lamp) : month.LampFails(SupplyScenario.OtherLamp),
        18 => month.IsDeaf(SupplyScenario.OtherLamp, amount % 2 == 0),
        _ => month.Sets(SupplyScenario.Exit, 254),
    };
}
