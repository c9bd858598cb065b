using System.Globalization;
using System.Runtime.InteropServices;

namespace Jingu.Time.Kernel;

/// <summary>
/// The clocks of this machine as Linux tells them: adjtimex(2) for the wall clock's discipline, CLOCK_BOOTTIME,
/// <c>/proc/sys/kernel/random/boot_id</c>, and <c>/sys/class/rtc</c> for a real-time clock that the wall clock was set
/// from (<c>hctosys</c>).
/// </summary>
/// <param name="root">Where <c>proc</c> and <c>sys</c> lie; <c>/</c> but for tests.</param>
public sealed class LinuxBootClock(MachineTime machine, string root = "/") : IBootClock
{
    /// <summary>A real-time clock that shows something else than the wall clock did not set it.</summary>
    public static readonly TimeSpan RtcDifferenceMax = TimeSpan.FromSeconds(5);

    public string Boot { get; } = File.ReadAllText(Path.Combine(root, "proc/sys/kernel/random/boot_id")).Trim();

    public TimeSpan SinceBoot => KernelTime.SinceBoot();

    public ClockCondition Read()
    {
        var state = KernelTime.Read(out var timex);
        var rtc = FindRtc();
        if (state < 0)
        {
            return new(
                false, false, TimeSpan.Zero, TimeSpan.Zero, rtc,
                $"the kernel does not tell (adjtimex: error {Marshal.GetLastPInvokeError()})");
        }
        var synchronised = state != KernelTime.TimeError
            && (timex.Status & (KernelTime.StatusUnsynchronised | KernelTime.StatusClockError)) == 0;
        var errorMax = TimeSpan.FromMicroseconds(timex.ErrorMax);
        return new(
            false, synchronised, errorMax, TimeSpan.FromMicroseconds(timex.ErrorEstimate), rtc,
            string.Create(
                CultureInfo.InvariantCulture,
                $"adjtimex: state {state}, status 0x{timex.Status:x}, "
                    + $"error at most {errorMax.TotalSeconds:0.######} s; "
                    + $"{(rtc is null ? "no real-time clock set it" : $"set from {rtc} at boot")}"));
    }

    /// <summary>
    /// The real-time clock that set the wall clock at boot and still agrees with it; null without one.
    /// </summary>
    private string? FindRtc()
    {
        var folder = Path.Combine(root, "sys/class/rtc");
        if (!Directory.Exists(folder))
            return null;
        foreach (var rtc in Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal))
        {
            if (TryRead(rtc, "hctosys") == 1
                && TryRead(rtc, "since_epoch") is { } seconds
                && (machine.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds - seconds is var difference
                && Math.Abs(difference) <= RtcDifferenceMax.TotalSeconds)
            {
                return Path.GetFileName(rtc);
            }
        }
        return null;
    }

    private static long? TryRead(string rtc, string name)
    {
        try
        {
            return long.TryParse(
                File.ReadAllText(Path.Combine(rtc, name)),
                NumberStyles.AllowLeadingSign | NumberStyles.AllowTrailingWhite,
                CultureInfo.InvariantCulture, out var number)
                ? number
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
