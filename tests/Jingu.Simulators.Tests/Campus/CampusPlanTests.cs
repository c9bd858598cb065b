using Jingu.Simulators.Campus;
using Jingu.Contracts.Readings;
using Xunit;

namespace Jingu.Simulators.Tests.Campus;

public sealed class CampusPlanTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_campus_has_the_meters_that_were_promised(bool rtu)
    {
        var plan = CampusPlan.Default(rtu);

        Assert.Equal(121, plan.Meters.Length);
        Assert.Equal(124, plan.Points.Count());
        Assert.Equal(6, plan.Gateways.Count());
        Assert.Equal(26, plan.Units.Length);
        Assert.Equal(26, Count(plan, Role.Unit, Resource.Electricity));
        Assert.Equal(26, Count(plan, Role.Unit, Resource.Water));
        Assert.Equal(60, Count(plan, Role.Circuit, Resource.Electricity));
        Assert.Equal(6, Count(plan, Role.Main, Resource.Electricity));
        Assert.Equal(3, Count(plan, Role.Main, Resource.Water));
        Assert.Equal(
            [("building-1", 100), ("building-2", 75), ("building-8", 50)],
            plan.Meters.Where(meter => meter.PeakKilowatts > 0)
                .Select(meter => (meter.Building.Value, meter.PeakKilowatts)).Order());
    }

    [Fact]
    public void Gateway_6_reads_ten_meters_over_a_serial_line_when_asked()
    {
        var plan = CampusPlan.Default(rtu: true);

        var line = Assert.Single(plan.Ports, port => port.Kind == LineKind.ModbusRtu);
        Assert.Equal("gateway-6", line.Gateway.Value);
        Assert.Equal(10, plan.Behind(line).Count());
        Assert.True(plan.Behind(line).Select(meter => meter.Kind).Distinct().Count() >= 4);
        Assert.DoesNotContain(CampusPlan.Default().Ports, port => port.Kind == LineKind.ModbusRtu);
    }

    [Fact]
    public void No_two_meters_share_an_address_or_a_name_or_a_serial_number()
    {
        var plan = CampusPlan.Default(rtu: true);

        Assert.Equal(
            121, plan.Meters.Select(meter => (meter.Gateway, meter.Port, meter.UnitIdentifier)).Distinct().Count());
        Assert.Equal(121, plan.Meters.Select(meter => meter.Id).Distinct().Count());
        Assert.Equal(121, plan.Meters.Select(meter => meter.Serial).Distinct().Count());
        Assert.Equal(124, plan.Points.Select(point => point.Id).Distinct().Count());
        Assert.All(plan.Meters, meter => Assert.InRange(meter.UnitIdentifier, (byte)1, (byte)247));
        Assert.All(plan.Ports, port => Assert.NotEmpty(plan.Behind(port)));
        Assert.Equal(121, plan.Ports.Sum(port => plan.Behind(port).Count()));
    }

    [Fact]
    public void Heads_come_to_about_twelve_hundred()
    {
        Assert.InRange(CampusPlan.Default().Units.Sum(unit => unit.Headcount), 1150, 1250);
    }

    [Theory]
    [InlineData(1, 1, 0, false, false, 1, 1)]
    [InlineData(2, 2, 3, true, true, 13, 14)]
    public void A_small_campus_has_what_was_asked_for(
        int units, int gateways, int circuits, bool water, bool mains, int meters, int points)
    {
        var plan = CampusPlan.Small(units, gateways, circuits, water, mains);

        Assert.Equal(meters, plan.Meters.Length);
        Assert.Equal(points, plan.Points.Count());
        Assert.Equal(gateways, plan.Gateways.Count());
    }

    private static int Count(CampusPlan plan, Role role, Resource resource) =>
        plan.Points.Count(point => point.Role == role && point.Resource == resource);
}
