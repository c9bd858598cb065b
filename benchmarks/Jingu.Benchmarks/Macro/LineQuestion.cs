using System.Globalization;
using Jingu.Benchmarks.Results;

namespace Jingu.Benchmarks.Macro;

/// <summary>How much of a serial line of 9600 baud is used, and at what cost?</summary>
internal static class LineQuestion
{
    public const string Name = "line";
    private const string Command = $"`./benchmarks/run {Name}`";
    private const int Baud = 9600;

    /// <summary>Of 65.5 ms each: the most that a second carries.</summary>
    private const int Meters = 15;

    private const int Quantities = 10;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(20);

    public static async Task<Answer?> AskAsync()
    {
        await using var lab = new Lab();
        await lab.StartBrokerAsync();
        await using var bus = await SerialBus.StartAsync(Baud, Meters);
        var file = GatewayFiles.Write(lab, Meters, TimeSpan.FromSeconds(1), [bus.Port(Baud)]);
        var gateway = await lab.StartAsync(new(
            "gateway", lab.Programs.Edge, ["run", "--config", file], lab.Folder, "jingu-edge ready"));
        await PeerRun.WaitUntilAsync(Lab.Machine.GetUtcNow() + PeerRun.WarmUp);
        var before = ProcessFigures.Of(gateway.Pid, lab.BrokerPort);
        await PeerRun.WaitUntilAsync(Lab.Machine.GetUtcNow() + Span);
        var spent = ProcessFigures.Of(gateway.Pid, lab.BrokerPort).Since(before);
        var seen = await bus.JudgeAsync();
        var end = seen.Answers.Values.Max(times => times[^1]);
        var polls = seen.Answers.Values.Sum(times => times.Count(at => at > end - Span.TotalSeconds));
        var cpu = spent.Cpu.TotalMilliseconds / (polls * Quantities) * 1000;
        FormattableString text =
            $"""
            {Meters} meters of ten floats (20 registers, 65.5 ms of line time each) on a pseudo-terminal at the pace of
            {Baud} 8N1, asked every second. Each byte wakes the reader: the worst case for the CPU.

            | polls per second | line use | requests before 3.5 characters of silence | CPU ms per 1,000 readings |
            |---:|---:|---:|---:|
            | {polls / Span.TotalSeconds:0.0} | {100 * seen.Use:0.0} % | {seen.GapsShort} of {seen.Requests} | {cpu:0} |
            """;
        return new(
            text.ToString(CultureInfo.InvariantCulture),
            Target.Judged(
                "line use of a 9600-baud bus", "at least 95 %, the 3.5-character pause kept",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{100 * seen.Use:0.0} %, {seen.GapsShort} of {seen.Requests} requests too early"),
                "", seen is { Use: >= 0.95, GapsShort: 0 }, Command),
            Target.Judged(
                "CPU per 1,000 readings on a 9600-baud bus", "at most 100 ms",
                string.Create(CultureInfo.InvariantCulture, $"{cpu:0} ms"), "", cpu <= 100, Command));
    }
}
