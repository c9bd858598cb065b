using System.Runtime.InteropServices;

namespace Jingu.Simulators.Bench.Children;

/// <summary>signal(7): the numbers are the same on every architecture of Debian.</summary>
internal static partial class Signals
{
    public const int Kill = 9;
    public const int Terminate = 15;

    /// <summary>Sends; a program that has gone already is no fault.</summary>
    public static void Send(int pid, int signal) => _ = kill(pid, signal);

#pragma warning disable IDE1006 // The C library's own name.
    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int pid, int signal);
#pragma warning restore IDE1006
}
