using System.Diagnostics;
using System.Globalization;

namespace Jingu.Benchmarks.Macro;

/// <summary>What the kernel has counted for one process since it began (proc(5), ss(8)).</summary>
/// <param name="Cpu">User and system time.</param>
/// <param name="PeakBytes">The most memory it ever had resident; of all times, not of a span.</param>
/// <param name="WrittenBytes">Caused to be written to the disk.</param>
/// <param name="MqttBytes">To and from the broker: payload of TCP, and 52 bytes for each segment.</param>
internal sealed record ProcessFigures(TimeSpan Cpu, long PeakBytes, long WrittenBytes, long MqttBytes)
{
    /// <summary>sysconf(_SC_CLK_TCK) of Linux on every architecture of Debian.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>IPv4 and TCP with time stamps.</summary>
    private const int SegmentBytes = 52;

    public static ProcessFigures Of(int pid, int brokerPort) => new(
        CpuOf(pid),
        Kilobytes($"/proc/{pid}/status", "VmHWM") * 1024,
        Kilobytes($"/proc/{pid}/io", "write_bytes"),
        MqttBytesOf(pid, brokerPort));

    /// <summary>What was counted since an earlier look; the peak stays that of all times.</summary>
    public ProcessFigures Since(ProcessFigures earlier) => new(
        Cpu - earlier.Cpu, PeakBytes, WrittenBytes - earlier.WrittenBytes, MqttBytes - earlier.MqttBytes);

    private static TimeSpan CpuOf(int pid)
    {
        // The name in brackets may hold anything: fields count from its end, utime is the 12th from there.
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture)
            + long.Parse(fields[12], CultureInfo.InvariantCulture);
        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }

    /// <summary>The number behind a key, whatever its unit.</summary>
    private static long Kilobytes(string file, string key) => long.Parse(
        File.ReadLines(file).First(line => line.StartsWith($"{key}:", StringComparison.Ordinal))
            .Split(':')[1].Trim().Split(' ')[0],
        CultureInfo.InvariantCulture);

    private static long MqttBytesOf(int pid, int brokerPort)
    {
        using var ss = Process.Start(new ProcessStartInfo(
            "ss", ["-tnipHO", "dst", $"127.0.0.1:{brokerPort.ToString(CultureInfo.InvariantCulture)}"])
        {
            RedirectStandardOutput = true,
        })!;
        var lines = ss.StandardOutput.ReadToEnd().Split('\n');
        ss.WaitForExit();
        return lines.Where(line => line.Contains($"pid={pid},", StringComparison.Ordinal)).Sum(line =>
            Field(line, "bytes_sent:") + Field(line, "bytes_received:")
                + (SegmentBytes * (Field(line, "segs_out:") + Field(line, "segs_in:"))));
    }

    private static long Field(string line, string key)
    {
        var at = line.IndexOf($" {key}", StringComparison.Ordinal);
        return at < 0 ? 0 : long.Parse(
            string.Concat(line.Skip(at + key.Length + 1).TakeWhile(char.IsAsciiDigit)), CultureInfo.InvariantCulture);
    }
}
