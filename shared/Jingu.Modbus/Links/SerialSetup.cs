using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Jingu.Modbus.Links;

/// <summary>Locks a line for this process and gives it its settings.</summary>
internal static class SerialSetup
{
    /// <summary>Null when done, otherwise why not and what to do.</summary>
    public static string? Apply(SafeFileHandle descriptor, SerialSettings settings)
    {
        if (Libc.Lock(descriptor, Libc.LockExclusive | Libc.LockNonBlocking) != 0)
            return "another program uses it: stop that one first";
        // Exclusive mode keeps out programs that ask for no lock, but stays until the last user has closed the
        // terminal. A pseudo-terminal is kept open by its other end, so a killed gateway could never open it again.
        if (!SerialLink.IsPseudoTerminal(settings.Device) && Libc.Control(descriptor, Libc.TakeExclusive) != 0)
            return $"it takes no exclusive mode ({Marshal.GetLastPInvokeErrorMessage()}): is it a serial line?";
        return Configure(descriptor, settings);
    }

    public static string? Configure(SafeFileHandle descriptor, SerialSettings settings)
    {
        if (Libc.GetAttributes(descriptor, out var termios) != 0)
            return $"it has no line settings ({Marshal.GetLastPInvokeErrorMessage()}): is it a serial line?";
        termios.Become(settings);
        var set = Libc.SetAttributes(descriptor, 0, in termios) == 0
            && Libc.GetAttributes(descriptor, out termios) == 0 && termios.Is(settings);
        if (!set)
        {
            return $"it does not take {settings.Baud} baud, parity {settings.Parity}, {settings.StopBits} stop bits: "
                + "check the adapter; on a pseudo-terminal use parity none";
        }
        return Libc.Flush(descriptor, Libc.FlushBoth) == 0
            ? null
            : $"flushing failed: {Marshal.GetLastPInvokeErrorMessage()}";
    }
}
