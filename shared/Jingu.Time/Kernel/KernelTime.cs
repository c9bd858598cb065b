using System.Runtime.InteropServices;

namespace Jingu.Time.Kernel;

/// <summary>The two calls of Linux's C library that tell about clocks: adjtimex(2) and clock_gettime(2).</summary>
internal static partial class KernelTime
{
    /// <summary>adjtimex returns it while the clock is not synchronised.</summary>
    public const int TimeError = 5;

    /// <summary>In <see cref="Timex.Status"/>: no time service keeps the clock.</summary>
    public const int StatusUnsynchronised = 0x0040;

    /// <summary>In <see cref="Timex.Status"/>: the time service sees a faulty clock.</summary>
    public const int StatusClockError = 0x1000;

    /// <summary>The clock that counts from the boot, suspended time included.</summary>
    private const int ClockBoottime = 7;

    private const string Library = "libc";

    /// <summary>Reads the kernel's clock discipline and changes nothing; the state, or -1.</summary>
    public static int Read(out Timex timex)
    {
        timex = default;
        return AdjustTime(ref timex);
    }

    public static TimeSpan SinceBoot()
    {
        var time = default(Timespec);
        if (ClockGetTime(ClockBoottime, ref time) != 0)
        {
            throw new PlatformNotSupportedException(
                $"The kernel has no clock that counts from its boot (error {Marshal.GetLastPInvokeError()}): "
                + "a Linux kernel of 2.6.39 or later is needed.");
        }
        return new((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / TimeSpan.NanosecondsPerTick));
    }

    [LibraryImport(Library, EntryPoint = "adjtimex", SetLastError = true)]
    private static partial int AdjustTime(ref Timex timex);

    [LibraryImport(Library, EntryPoint = "clock_gettime", SetLastError = true)]
    private static partial int ClockGetTime(int clock, ref Timespec time);

    /// <summary><c>struct timex</c> of sys/timex.h; a C long is as wide as a pointer on all targets.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Timex
    {
        /// <summary>What to change; 0 reads only and needs no privilege.</summary>
        public uint Modes;
        public nint Offset;
        public nint Frequency;
        /// <summary>Bound of the error, microseconds.</summary>
        public nint ErrorMax;
        /// <summary>Estimate of the error, microseconds.</summary>
        public nint ErrorEstimate;
        public int Status;
        public nint Constant;
        public nint Precision;
        public nint Tolerance;
        public nint Seconds;
        public nint Microseconds;
        public nint Tick;
        public nint PulseFrequency;
        public nint Jitter;
        public int Shift;
        public nint Stability;
        public nint JitterCount;
        public nint CalibrationCount;
        public nint ErrorCount;
        public nint StabilityCount;
        public int Tai;
        public Reserved Reserved;
    }

    [System.Runtime.CompilerServices.InlineArray(11)]
    public struct Reserved
    {
        private int _first;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
