using Jingu.Time;

namespace Jingu.Lines;

/// <summary>Which implementations of the seam this build has for real lines.</summary>
public static class LineLibraries
{
    /// <summary>For <c>--version</c> and the gateway's state.</summary>
#if DRIVERS_NUGET
    public const string Description = "inputs Linux GPIO v2, outputs System.Device.Gpio 4.2.0";
#else
    public const string Description = "Linux GPIO v2";
#endif

    /// <summary>
    /// For inputs, whatever the driver set: System.Device.Gpio numbers no edges, so that it cannot tell a lost pulse,
    /// and has neither the kernel's debounce nor its time stamps.
    /// </summary>
    public static ILines Inputs(MachineTime time) => new Linux.LinuxLines(time);

    /// <summary>For outputs.</summary>
#if DRIVERS_NUGET
    public static ILines Outputs(MachineTime time) => new NuGet.DeviceGpioLines(time);
#else
    public static ILines Outputs(MachineTime time) => new Linux.LinuxLines(time);
#endif
}
