using System.Device.I2c;
using Iot.Device.Bh1750fvi;
using Jingu.Lines.I2c;
using Jingu.Time;
using I2cAddress = Jingu.Lines.I2c.I2cAddress;

namespace Jingu.Lines.NuGet;

/// <summary>
/// Iot.Device.Bindings 4.2.0 over the kernel's I2C devices. Its binding asks for a measurement and reads at once, which
/// is what the one before gave: so it is asked twice, a measurement apart.
/// </summary>
public sealed class DeviceI2cParts : II2cParts
{
    private readonly MachineTime _time;
    private readonly Func<I2cAddress, I2cDevice> _open;

    public DeviceI2cParts(MachineTime time)
        : this(time, address => I2cDevice.Create(new I2cConnectionSettings(address.Bus, address.Part)))
    {
    }

    /// <param name="open">Gives the bytes of a part; throws as the library does where there is no bus.</param>
    internal DeviceI2cParts(MachineTime time, Func<I2cAddress, I2cDevice> open) => (_time, _open) = (time, open);

    public ValueTask<LineOpening<ILightSensor>> OpenLightSensorAsync(I2cAddress address, CancellationToken stop)
    {
        I2cDevice? device = null;
        try
        {
            device = _open(address);
            return ValueTask.FromResult<LineOpening<ILightSensor>>(
                new LineOpening<ILightSensor>.Opened(new LightSensor(new Bh1750fvi(device), _time)));
        }
        catch (Exception e) when (IsGone(e))
        {
            device?.Dispose();
            return ValueTask.FromResult<LineOpening<ILightSensor>>(
                new LineOpening<ILightSensor>.Failed($"no BH1750 answers at {address}: {e.Message}"));
        }
    }

    private static bool IsGone(Exception e) =>
        e is IOException or InvalidOperationException or PlatformNotSupportedException;

    /// <summary>The binding knows no disposing while it measures: it would fall over what it has let go.</summary>
    private sealed class LightSensor(Bh1750fvi sensor, MachineTime time) : ILightSensor
    {
        private readonly Lock _gate = new();
        private bool _disposed;

        public async ValueTask<LightOutcome> MeasureAsync(CancellationToken stop)
        {
            try
            {
                Ask();
                await Task.Delay(Bh1750.MeasuringMax, time, stop);
                return new LightOutcome.Light(Ask());
            }
            catch (Exception e) when (IsGone(e))
            {
                return new LightOutcome.Gone(e.Message);
            }
        }

        public ValueTask DisposeAsync()
        {
            lock (_gate)
            {
                _disposed = true;
                sensor.Dispose();
            }
            return ValueTask.CompletedTask;
        }

        /// <summary>Begins a measurement and gives what the one before found: lx.</summary>
        private double Ask()
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                return sensor.Illuminance.Lux;
            }
        }
    }
}
