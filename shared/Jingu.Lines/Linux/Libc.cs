using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Jingu.Lines.Linux;

/// <summary>The calls of Linux's C library that lines need; constants as on x86-64, arm and arm64.</summary>
internal static partial class Libc
{
    public const int OpenReadWrite = 0x2;
    public const int OpenNonBlocking = 0x800;
    public const int OpenCloseOnExec = 0x80000;

    public const short PollIn = 0x1;

    public const int Interrupted = 4;
    public const int NotPermitted = 1;
    public const int TryAgain = 11;
    public const int AccessDenied = 13;
    public const int Busy = 16;
    public const int NoDevice = 19;

    private const string Library = "libc";

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport(Library, EntryPoint = "read", SetLastError = true)]
    internal static unsafe partial nint Read(SafeFileHandle descriptor, void* buffer, nint count);

    [LibraryImport(Library, EntryPoint = "write", SetLastError = true)]
    internal static unsafe partial nint Write(SafeFileHandle descriptor, void* buffer, nint count);

    [LibraryImport(Library, EntryPoint = "poll", SetLastError = true)]
    internal static unsafe partial int Poll(Pollable* descriptors, nuint count, int milliseconds);

    [LibraryImport(Library, EntryPoint = "eventfd", SetLastError = true)]
    internal static partial SafeFileHandle EventDescriptor(uint start, int flags);

    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    internal static unsafe partial int Control(SafeFileHandle descriptor, nuint request, void* argument);

    [StructLayout(LayoutKind.Sequential)]
    internal struct Pollable
    {
        public int Descriptor;
        public short Wanted;
        public short Happened;
    }
}
