using System.Net;
using Jingu.Lines.I2c;
using Jingu.Lines.Simulated;
using Jingu.Lines.Tests.Simulated;
using Jingu.Time;
using Xunit;

namespace Jingu.Lines.Tests.I2c;

public sealed class SimulatedLightSensorTests : LightSensorContract
{
    protected override ValueTask<ILightRig> OpenRigAsync() => ValueTask.FromResult<ILightRig>(new SimulatedRig());

    [Fact]
    public async Task A_simulator_that_has_ended_is_a_part_that_is_gone()
    {
        await using var sensor = await OpenAsync();
        await Rig.DisposeAsync();
        Assert.IsType<LightOutcome.Gone>(await sensor.MeasureAsync(default));
        Assert.Contains(
            "no simulator",
            Assert.IsType<LineOpening<ILightSensor>.Failed>(
                await Rig.Parts.OpenLightSensorAsync(Wired, default)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_simulated_part_does_not_exist_outside_a_bench() => Assert.Throws<ArgumentException>(
        () => new SimulatedLines(new IPEndPoint(IPAddress.Loopback, 1), new BenchTime(isBench: false)));

    private sealed class SimulatedRig : ILightRig
    {
        private readonly SimulatedLinesServer _server = SimulatedLinesServer.Start(MachineTime.OfThisMachine);
        private readonly SimulatedLightSensor _sensor;

        public SimulatedRig()
        {
            _sensor = _server.AddSensor(new SimulatedLightSensor(Wired));
            Parts = new SimulatedLines(_server.EndPoint, new BenchTime(isBench: true));
        }

        public II2cParts Parts { get; }

        public void Shine(double lux) => _sensor.Lux = lux;

        public void SetUnplugged(bool isUnplugged) => _sensor.IsUnplugged = isUnplugged;

        public ValueTask DisposeAsync() => _server.DisposeAsync();
    }
}
