using Jingu.Lines.NuGet;
using Jingu.Lines.Tests;
using Jingu.Time;

namespace Jingu.Lines.Guest.NuGet;

/// <summary>
/// The adapter to System.Device.Gpio against a real kernel: what every implementation promises. Needs a libgpiod on
/// this machine.
/// </summary>
public sealed class DeviceGpioLinesTests : LinesContract
{
    protected override ValueTask<ILineRig> OpenRigAsync() =>
        ValueTask.FromResult<ILineRig>(new SimulatedChip(() => new DeviceGpioLines(MachineTime.OfThisMachine)));
}
