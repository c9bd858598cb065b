using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Jingu.Aggregator.Sending;

/// <summary>
/// Makes a folder's names last through a power cut, which .NET has no call for: fsync(2) of the folder.
/// </summary>
internal static partial class FolderFlush
{
    private const string Library = "libc";

    /// <summary>O_RDONLY of Linux.</summary>
    private const int ReadOnly = 0;

    /// <summary>Throws <see cref="IOException"/> where the disk refuses.</summary>
    public static void ToDisk(string folder)
    {
        using var handle = new SafeFileHandle(Open(folder, ReadOnly), ownsHandle: true);
        if (handle.IsInvalid || Flush(handle) != 0)
        {
            throw new IOException(
                $"The folder cannot be flushed to disk ({Marshal.GetLastPInvokeErrorMessage()}).",
                Marshal.GetLastPInvokeError());
        }
    }

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Open(string path, int flags);

    [LibraryImport(Library, EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(SafeFileHandle handle);
}
