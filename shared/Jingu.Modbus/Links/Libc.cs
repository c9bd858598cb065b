using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Jingu.Modbus.Links;

/// <summary>
/// The calls of Linux's C library that serial lines need. Constants are those of asm-generic: x86-64, arm and arm64.
/// </summary>
internal static partial class Libc
{
    public const int OpenReadWrite = 0x2;
    public const int OpenNoControl = 0x100;
    public const int OpenNonBlocking = 0x800;
    public const int OpenCloseOnExec = 0x80000;

    public const short PollIn = 0x1;
    public const short PollOut = 0x4;
    public const short PollError = 0x8;
    public const short PollHangUp = 0x10;

    public const int TryAgain = 11;
    public const int Interrupted = 4;

    /// <summary>Of opening a line that another program holds in exclusive mode.</summary>
    public const int Busy = 16;

    public const int LockExclusive = 2;
    public const int LockNonBlocking = 4;

    public const nuint TakeExclusive = 0x540C;
    public const nuint GiveExclusive = 0x540D;

    /// <summary>For tcflush: what has come in and was not read, and what waits to go out.</summary>
    public const int FlushBoth = 2;

    private const string Library = "libc";

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport(Library, EntryPoint = "read", SetLastError = true)]
    internal static unsafe partial nint Read(SafeFileHandle descriptor, byte* buffer, nint count);

    [LibraryImport(Library, EntryPoint = "write", SetLastError = true)]
    internal static unsafe partial nint Write(SafeFileHandle descriptor, byte* buffer, nint count);

    [LibraryImport(Library, EntryPoint = "poll", SetLastError = true)]
    internal static unsafe partial int Poll(Pollable* descriptors, nuint count, int milliseconds);

    [LibraryImport(Library, EntryPoint = "eventfd", SetLastError = true)]
    internal static partial SafeFileHandle EventDescriptor(uint start, int flags);

    [LibraryImport(Library, EntryPoint = "flock", SetLastError = true)]
    internal static partial int Lock(SafeFileHandle descriptor, int operation);

    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int Control(SafeFileHandle descriptor, nuint request);

    [LibraryImport(Library, EntryPoint = "tcgetattr", SetLastError = true)]
    internal static partial int GetAttributes(SafeFileHandle descriptor, out Termios termios);

    [LibraryImport(Library, EntryPoint = "tcsetattr", SetLastError = true)]
    internal static partial int SetAttributes(SafeFileHandle descriptor, int when, in Termios termios);

    [LibraryImport(Library, EntryPoint = "tcflush", SetLastError = true)]
    internal static partial int Flush(SafeFileHandle descriptor, int queue);

    [LibraryImport(Library, EntryPoint = "cfmakeraw")]
    internal static partial void MakeRaw(ref Termios termios);

    [LibraryImport(Library, EntryPoint = "cfsetspeed", SetLastError = true)]
    internal static partial int SetSpeed(ref Termios termios, uint speed);

    [LibraryImport(Library, EntryPoint = "posix_openpt", SetLastError = true)]
    internal static partial SafeFileHandle OpenPseudoTerminal(int flags);

    [LibraryImport(Library, EntryPoint = "grantpt", SetLastError = true)]
    internal static partial int Grant(SafeFileHandle descriptor);

    [LibraryImport(Library, EntryPoint = "unlockpt", SetLastError = true)]
    internal static partial int Unlock(SafeFileHandle descriptor);

    [LibraryImport(Library, EntryPoint = "ptsname_r", SetLastError = true)]
    internal static unsafe partial int NameOf(SafeFileHandle descriptor, byte* name, nuint length);

    [StructLayout(LayoutKind.Sequential)]
    internal struct Pollable
    {
        public int Descriptor;
        public short Wanted;
        public short Happened;
    }
}
