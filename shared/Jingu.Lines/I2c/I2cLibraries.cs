using Jingu.Time;

namespace Jingu.Lines.I2c;

/// <summary>Which implementation of the seam this build has for real parts.</summary>
public static class I2cLibraries
{
    /// <summary>For <c>--version</c> and the gateway's state.</summary>
#if DRIVERS_NUGET
    public const string Description = "Iot.Device.Bindings 4.2.0";
#else
    public const string Description = "none";
#endif

    /// <summary>Gives the parts of this machine; null: the driver set has nothing that speaks to them.</summary>
#if DRIVERS_NUGET
    public static readonly Func<MachineTime, II2cParts>? Parts = time => new NuGet.DeviceI2cParts(time);
#else
    public static readonly Func<MachineTime, II2cParts>? Parts;
#endif
}
