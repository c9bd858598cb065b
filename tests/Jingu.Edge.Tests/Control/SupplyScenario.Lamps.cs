using System.Collections.Immutable;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Readings;
using Jingu.Edge.Commissioning;
using Jingu.Modbus.Boards;

namespace Jingu.Edge.Tests.Control;

/// <summary>Lamps of the unit, and what people and faults do to them.</summary>
internal sealed partial class SupplyScenario
{
    /// <summary>Has a meter of its own.</summary>
    public const string Lamp = "lamp-07";

    public const string OtherLamp = "lamp-08";

    /// <summary>An emergency luminaire.</summary>
    public const string Exit = "exit-07";

    /// <summary>What the lamp with a meter draws at full light, W.</summary>
    private const long LampWatts = 600;

    private readonly ImmutableArray<LampPlan> _lamps = [];

    /// <summary>A person moves a lamp at the wall.</summary>
    /// <param name="level">0: off.</param>
    public SupplyScenario Sets(string lamp, int level) => Change(() =>
        (Boards.Lamps[new(lamp)].Level, Boards.Lamps[new(lamp)].Light) = (level, level));

    /// <summary>A person moves a lamp, and its gateway does not notice.</summary>
    public SupplyScenario SetsUnseen(string lamp, int level) => Change(() => Boards.Lamps[new(lamp)].Light = level);

    /// <summary>The gateway shows what it was told, and the lamp stays as it is.</summary>
    public SupplyScenario Lies(string lamp) => Change(() => Boards.Lamps[new(lamp)].IsLying = true);

    /// <summary>Commands to the lamp get lost, or arrive again.</summary>
    public SupplyScenario IsDeaf(string lamp, bool isDeaf = true) =>
        Change(() => Boards.Lamps[new(lamp)].IsDeaf = isDeaf);

    public SupplyScenario LampFails(string lamp) => Change(() => Boards.Lamps[new(lamp)].HasFailed = true);

    private static ImmutableArray<LampPlan> LampPlans() =>
    [
        LampPlan(Lamp, 1, CircuitKind.Ordinary) with { Below = new(Lamp), Rating = 800 },
        LampPlan(OtherLamp, 2, CircuitKind.Ordinary), LampPlan(Exit, 3, CircuitKind.EmergencyLighting),
    ];

    private static LampPlan LampPlan(string name, int address, CircuitKind feeds)
    {
        var curve = new LightCurve.Dali();
        return new(
            new SwitchPoint(new(name), Unit, Resource.Electricity, feeds == CircuitKind.Ordinary, [feeds])
            {
                Lamp = new(curve.LowestFor(10), curve.Full),
            },
            "dali-1", new LampAddress(IsGroup: false, address), curve, curve.LevelFor(30), [], TimeSpan.FromSeconds(1));
    }
}
