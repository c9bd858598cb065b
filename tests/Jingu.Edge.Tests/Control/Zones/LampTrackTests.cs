using System.Collections.Immutable;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Control.Zones;
using Jingu.Modbus.Boards;
using Xunit;

namespace Jingu.Edge.Tests.Control.Zones;

/// <summary>What the meter directly below a lamp says of a level that its device only remembers.</summary>
public sealed class LampTrackTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Eight lamps of 21 W, dark: 0.3 W each. At their least light they take an eighth.</summary>
    [Theory]
    [InlineData(0, true)]
    [InlineData(2, true)]
    [InlineData(8, true)]
    [InlineData(9, false)]
    [InlineData(24, false)]
    public void Dark_lamps_whose_drivers_stand_by_are_as_told_and_lit_ones_are_not(long watts, bool isAsTold)
    {
        var point = new SwitchPoint(
            new("l-corridor"), new("unit-01"), Resource.Electricity, true, [CircuitKind.Ordinary])
        {
            Lamp = new(1, 254),
        };
        var lamp = new LampPlan(
            point, "dali", new(IsGroup: false, 5), new LightCurve.Dali(), 209, ImmutableArray<int>.Empty,
            TimeSpan.FromSeconds(1))
        {
            Rating = 168,
            Below = new PointId("corridor-light"),
        };
        var dark = new Circuit(lamp.Id) { State = CircuitState.Off, Level = 0 };
        var (next, _) = LampTrack.Unknown.Tell(0, Now.AddMinutes(-5)).See(lamp, dark, watts, Now);
        Assert.Equal(isAsTold, next.Unlike is null);
    }
}
