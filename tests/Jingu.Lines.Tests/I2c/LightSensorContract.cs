using Jingu.Lines.I2c;
using Xunit;

namespace Jingu.Lines.Tests.I2c;

/// <summary>What every implementation of the seam promises of a light sensor.</summary>
public abstract class LightSensorContract : IAsyncLifetime
{
    protected static readonly I2cAddress Wired = new(1, Bh1750.AddressLow);
    private ILightRig? _rig;

    protected ILightRig Rig => _rig!;

    public async Task InitializeAsync() => _rig = await OpenRigAsync();

    public async Task DisposeAsync() => await Rig.DisposeAsync();

    protected abstract ValueTask<ILightRig> OpenRigAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    [InlineData(28_067)]
    public async Task It_tells_the_light_of_now_to_within_a_count(double lux)
    {
        await using var sensor = await OpenAsync();
        Rig.Shine(9000);
        await MeasureAsync(sensor);
        Rig.Shine(lux);
        Assert.Equal(lux, await MeasureAsync(sensor), 1 / 1.2);
    }

    [Fact]
    public async Task More_light_than_it_can_show_is_all_it_can_show()
    {
        await using var sensor = await OpenAsync();
        Rig.Shine(120_000);
        Assert.Equal(54_612.5, await MeasureAsync(sensor), 1 / 1.2);
    }

    [Fact]
    public async Task A_part_that_is_not_there_is_named()
    {
        var opening = await Rig.Parts.OpenLightSensorAsync(Wired with { Part = Bh1750.AddressHigh }, default);
        Assert.Contains("bus 1 address 0x5C", Assert.IsType<LineOpening<ILightSensor>.Failed>(opening).Detail,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_that_was_unplugged_is_gone_and_can_be_opened_again_when_it_is_back()
    {
        await using (var sensor = await OpenAsync())
        {
            Rig.SetUnplugged(true);
            Assert.IsType<LightOutcome.Gone>(await sensor.MeasureAsync(default));
        }
        Assert.IsType<LineOpening<ILightSensor>.Failed>(await Rig.Parts.OpenLightSensorAsync(Wired, default));
        Rig.SetUnplugged(false);
        Rig.Shine(120);
        await using var again = await OpenAsync();
        Assert.Equal(120, await MeasureAsync(again), 1 / 1.2);
    }

    protected async Task<ILightSensor> OpenAsync() =>
        Assert.IsType<LineOpening<ILightSensor>.Opened>(await Rig.Parts.OpenLightSensorAsync(Wired, default)).Line;

    protected static async Task<double> MeasureAsync(ILightSensor sensor) =>
        Assert.IsType<LightOutcome.Light>(await sensor.MeasureAsync(default)).Lux;
}

/// <summary>A BH1750 with its pin ADDR low on bus 1, and the light that falls on it.</summary>
public interface ILightRig : IAsyncDisposable
{
    II2cParts Parts { get; }

    void Shine(double lux);

    void SetUnplugged(bool isUnplugged);
}
