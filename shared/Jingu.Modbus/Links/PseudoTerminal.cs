using System.Runtime.InteropServices;
using System.Text;
using Jingu.Time;
using Microsoft.Win32.SafeHandles;

namespace Jingu.Modbus.Links;

/// <summary>
/// A serial line for simulations and tests: this process has one end as a link, another process opens <see
/// cref="DevicePath"/> as a line. The line stays when that process is killed and comes back. Disposing the link ends
/// it.
/// </summary>
public sealed class PseudoTerminal
{
    private PseudoTerminal(IByteLink link, string devicePath) => (Link, DevicePath) = (link, devicePath);

    public IByteLink Link { get; }

    /// <summary>Such as <c>/dev/pts/7</c>.</summary>
    public string DevicePath { get; }

    /// <summary>Makes a pair; throws <see cref="IOException"/> when the machine has none left.</summary>
    public static unsafe PseudoTerminal Open(MachineTime time)
    {
        const int Flags = Libc.OpenReadWrite | Libc.OpenNoControl | Libc.OpenNonBlocking | Libc.OpenCloseOnExec;
        var near = Libc.OpenPseudoTerminal(Flags);
        Span<byte> name = stackalloc byte[64];
        fixed (byte* start = name)
        {
            if (near.IsInvalid || Libc.Grant(near) != 0 || Libc.Unlock(near) != 0
                || Libc.NameOf(near, start, (nuint)name.Length) != 0)
            {
                throw Failed(near);
            }
        }
        var path = Encoding.UTF8.GetString(name[..name.IndexOf((byte)0)]);
        // Kept open: reading would fail whenever no other process has the line open.
        var far = Libc.Open(path, Flags);
        var settings = new SerialSettings(path, 9600, SerialParity.None, 1);
        return far.IsInvalid || SerialSetup.Configure(far, settings) is not null
            ? throw Failed(near)
            : new PseudoTerminal(new SerialLink(near, far, time), path);
    }

    private static IOException Failed(SafeFileHandle near)
    {
        var reason = Marshal.GetLastPInvokeErrorMessage();
        near.Dispose();
        return new IOException($"No pseudo-terminal: {reason}");
    }
}
