using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Jingu.Lines.Linux;

/// <summary>One line that was requested from the kernel. Safe from any thread.</summary>
internal sealed class LineHandle(SafeFileHandle descriptor, LineAddress line) : IDisposable
{
    public SafeFileHandle Descriptor => descriptor;

    public LevelOutcome Read()
    {
        unsafe
        {
            var values = new Gpio.LineValues { Mask = 1 };
            return Libc.Control(descriptor, Gpio.GetValues, &values) < 0
                ? new LevelOutcome.Gone(Fault())
                : new LevelOutcome.Level((values.Bits & 1) != 0);
        }
    }

    public LevelOutcome Set(bool isActive)
    {
        unsafe
        {
            var values = new Gpio.LineValues { Mask = 1, Bits = isActive ? 1u : 0u };
            return Libc.Control(descriptor, Gpio.SetValues, &values) < 0 ? new LevelOutcome.Gone(Fault()) : Read();
        }
    }

    /// <summary>What the call that just failed says about the line.</summary>
    public string Fault() => Marshal.GetLastPInvokeError() == Libc.NoDevice
        ? $"{line.Chip} was unplugged"
        : $"{line}: {Marshal.GetLastPInvokeErrorMessage()}";

    public void Dispose() => descriptor.Dispose();
}
