using System.Globalization;
using System.Runtime.InteropServices;

namespace Jingu.Benchmarks.Results;

/// <summary>What figures were measured on, read from /proc (proc(5)).</summary>
internal static class Machine
{
    /// <summary>Other programs that keep a tenth of this machine busy show in latencies.</summary>
    private static double QuietMax => 0.2 * Environment.ProcessorCount;

    /// <summary>One line: model, cores, memory, kernel, .NET.</summary>
    public static string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} cores of {Of("/proc/cpuinfo", "model name")}, {MemoryGigabytes()} GB, Linux "
        + $"{File.ReadAllText("/proc/sys/kernel/osrelease").Trim()}, {RuntimeInformation.FrameworkDescription}");

    /// <summary>Mean number of programs that wanted to run in the last minute.</summary>
    public static double Load() =>
        double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);

    /// <summary>A sentence about what else ran when a measurement began.</summary>
    public static string Beside(double load) => string.Create(
        CultureInfo.InvariantCulture,
        $"Load average before it began: {load:0.00}{(load > QuietMax
            ? ", so other work ran beside it: CPU seconds and ratios hold, latencies and rates are worse than alone"
            : "")}.");

    private static long MemoryGigabytes() =>
        long.Parse(Of("/proc/meminfo", "MemTotal").Split(' ')[0], CultureInfo.InvariantCulture) / (1024 * 1024);

    private static string Of(string file, string key) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?.Split(':')[1]
            .Trim() ?? "an unknown model";
}
