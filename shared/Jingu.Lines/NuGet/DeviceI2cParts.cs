using System.Device.I2c;
using Iot.Device.Bh1750fvi;
using Jingu.Lines.I2c;
using Jingu.Time;

namespace Jingu.Lines.NuGet;

/// <summary>
/// Iot.Device.Bindings 4.2.0 over the kernel's I2C devices. Its binding asks for a measurement and reads at once, which
/// is what the one before gave: so it is asked twice, a measurement apart.
/// </summary>
public sealed class DeviceI2cParts(MachineTime time) : II2cParts
{
    public async ValueTask<LineOpening<ILightSensor>> OpenLightSensorAsync(I2cAddress address, CancellationToken stop)
    {
        I2cDevice? device = null;
        try
        {
            device = I2cDevice.Create(new I2cConnectionSettings(address.Bus, address.Part));
            var sensor = new LightSensor(new Bh1750fvi(device), time);
            return new LineOpening<ILightSensor>.Opened(sensor);
        }
        catch (Exception e) when (IsGone(e))
        {
            device?.Dispose();
            return new LineOpening<ILightSensor>.Failed($"no BH1750 answers at {address}: {e.Message}");
        }
    }

    private static bool IsGone(Exception e) =>
        e is IOException or InvalidOperationException or PlatformNotSupportedException;

    private sealed class LightSensor(Bh1750fvi sensor, MachineTime time) : ILightSensor
    {
        public async ValueTask<LightOutcome> MeasureAsync(CancellationToken stop)
        {
            try
            {
                _ = sensor.Illuminance;
                await Task.Delay(Bh1750.MeasuringMax, time, stop);
                return new LightOutcome.Light(sensor.Illuminance.Lux);
            }
            catch (Exception e) when (IsGone(e))
            {
                return new LightOutcome.Gone(e.Message);
            }
        }

        public ValueTask DisposeAsync()
        {
            sensor.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
