using System.Globalization;
using Jingu.Testing;
using Jingu.Time.Kernel;
using Xunit;

namespace Jingu.Time.Tests.Kernel;

/// <summary>
/// The kernel's clocks as we read them, judged by Python's ctypes; real-time clocks in a made-up /sys.
/// </summary>
public sealed class LinuxBootClockTests : IDisposable
{
    private const string Judge =
        """
        import ctypes, struct, time
        buffer = ctypes.create_string_buffer(256)
        state = ctypes.CDLL('libc.so.6').adjtimex(buffer)
        fields = struct.unpack_from('@Illlli', buffer.raw)
        print(state, fields[5], fields[3], fields[4], time.clock_gettime(time.CLOCK_BOOTTIME))
        """;

    private readonly string _root = Directory.CreateTempSubdirectory("jingu-clock-").FullName;

    [Fact]
    public async Task Adjtimex_and_the_time_since_boot_are_what_Python_reads()
    {
        var clock = new LinuxBootClock(MachineTime.OfThisMachine);
        var before = clock.SinceBoot;
        var words = (await Jingu.Testing.Programs.RunAsync("/usr/bin/python3", "-c", Judge)).Split(' ');
        var condition = clock.Read();
        var numbers = words.Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToArray();

        // TIME_ERROR is 5, STA_UNSYNC 0x40, STA_CLOCKERR 0x1000: adjtimex(2).
        Assert.Equal(numbers[0] != 5 && ((int)numbers[1] & 0x1040) == 0, condition.Synchronised);
        // The bound grows by 500 ppm between the two calls, up to 16 s.
        Assert.InRange((condition.ErrorMax.TotalMicroseconds - numbers[2]) / 1e6, -1, 1);
        Assert.InRange((condition.ErrorEstimate.TotalMicroseconds - numbers[3]) / 1e6, -1, 1);
        Assert.InRange(numbers[4], before.TotalSeconds, clock.SinceBoot.TotalSeconds);
        Assert.Equal((await File.ReadAllTextAsync("/proc/sys/kernel/random/boot_id")).Trim(), clock.Boot);
        Assert.Contains($"state {words[0]}, status 0x{(int)numbers[1]:x}", condition.Detail, StringComparison.Ordinal);
    }

    [SystemdFact]
    public async Task Timedatectl_agrees_whether_the_clock_is_synchronised()
    {
        var answer = await Jingu.Testing.Programs.RunAsync(
            "timedatectl", "show", "-p", "NTPSynchronized", "--value");
        Assert.Equal(answer.Trim() == "yes", new LinuxBootClock(MachineTime.OfThisMachine).Read().Synchronised);
    }

    [Theory]
    [InlineData("1", 0, "rtc1")]
    [InlineData("1", 4, "rtc1")]
    [InlineData("1", 600, null)]
    [InlineData("0", 0, null)]
    public void A_real_time_clock_counts_when_it_set_the_wall_clock_and_agrees_with_it(
        string setTheClock, int differs, string? found)
    {
        var now = new FakeTime(new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero));
        Write("proc/sys/kernel/random/boot_id", "dd1108a2-62fb-44fe-ad98-61dd27adb051\n");
        Write("sys/class/rtc/rtc0/hctosys", "0\n");
        Write("sys/class/rtc/rtc0/since_epoch", $"{now.GetUtcNow().ToUnixTimeSeconds()}\n");
        Write("sys/class/rtc/rtc1/hctosys", setTheClock + "\n");
        Write("sys/class/rtc/rtc1/since_epoch", $"{now.GetUtcNow().ToUnixTimeSeconds() - differs}\n");

        Assert.Equal(found, new LinuxBootClock(new MachineTime(now), _root).Read().SetFrom);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void Write(string path, string text)
    {
        var file = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
