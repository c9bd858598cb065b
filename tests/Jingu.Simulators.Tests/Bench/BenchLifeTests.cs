using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Jingu.Simulators.Bench.Children;
using Jingu.Simulators.Tests.Report;
using Jingu.Testing;
using Jingu.Time;
using Xunit;

namespace Jingu.Simulators.Tests.Bench;

/// <summary>The bench as a program, with a real broker and stand-ins for gateway and aggregator.</summary>
public sealed partial class BenchLifeTests : IDisposable
{
    private static readonly TimeSpan Max = TimeSpan.FromSeconds(60);
    private readonly StandIns _standIns = new();
    private readonly List<Process> _started = [];

    public void Dispose()
    {
        foreach (var bench in _started)
        {
            bench.Kill();
            bench.WaitForExit();
        }
        _standIns.Dispose();
    }

    [Fact]
    public async Task A_run_ends_with_a_report_that_fits_the_schema_and_claims_nothing_it_did_not_see()
    {
        var file = _standIns.PathOf("out.json");

        var (bench, _) = Start("--month", "2017-03", "--days", "1", "--units", "2", "--headless", "--report", file);
        await bench.WaitForExitAsync().WaitAsync(Max, MachineTime.OfThisMachine);

        Assert.Equal(1, bench.ExitCode);
        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(file));
        Assert.Empty(Schema.OfReport().Complaints(report.RootElement));
        Assert.Equal("2017-02-28T16:00:00+00:00", report.RootElement.GetProperty("from").GetString());
        Assert.Equal("2017-03-01T16:00:00+00:00", report.RootElement.GetProperty("to").GetString());
        var promise = Assert.Single(report.RootElement.GetProperty("promises").EnumerateArray());
        Assert.False(promise.GetProperty("held").GetBoolean());
    }

    [Fact]
    public async Task A_bench_that_is_killed_takes_its_programs_and_its_folder_with_it()
    {
        var (bench, folder) = await RunningAsync();
        Assert.NotEmpty(ProgramsIn(folder));

        Signals.Send(bench.Id, Signals.Kill);

        await Eventually.UntilAsync(() => !ProgramsIn(folder).Any());
        await Eventually.UntilAsync(() => !Directory.Exists(folder));
    }

    [Fact]
    public async Task Interrupting_stops_all_and_ends_with_130()
    {
        const int Interrupt = 2;
        var (bench, folder) = await RunningAsync();

        Signals.Send(bench.Id, Interrupt);
        await bench.WaitForExitAsync().WaitAsync(Max, MachineTime.OfThisMachine);

        Assert.Equal(130, bench.ExitCode);
        Assert.Empty(ProgramsIn(folder));
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task A_program_that_dies_ends_the_run_with_its_last_words()
    {
        var (bench, folder) = await RunningAsync();

        await File.WriteAllTextAsync(Path.Combine(folder, "gateway-1", "die"), "");
        var words = await bench.StandardError.ReadToEndAsync();
        await bench.WaitForExitAsync().WaitAsync(Max, MachineTime.OfThisMachine);

        Assert.Equal(1, bench.ExitCode);
        Assert.Contains("gateway-1 ended by itself", words, StringComparison.Ordinal);
        Assert.Contains("the disk is on fire", words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--month 2017-13", "--month 2017-13: write it as 2017-03.")]
    [InlineData("--month 2017-03 --postgres x", "--postgres: the PostgreSQL store is not built yet")]
    [InlineData("--month 2017-03 --period 7", "--period: a quarter of an hour")]
    [InlineData("--month 2017-03 --days 32", "not beyond the month's end")]
    [InlineData("--headless", "name it by --month")]
    [InlineData("--data .", "name a month of theirs by --month")]
    [InlineData("--month 2017-03 --faults /nowhere.yaml", "--faults /nowhere.yaml: no such file")]
    public async Task Bad_options_end_with_a_sentence_and_2(string arguments, string sentence)
    {
        var (bench, _) = Start(arguments.Split(' '));

        var words = await bench.StandardError.ReadToEndAsync();
        await bench.WaitForExitAsync().WaitAsync(Max, MachineTime.OfThisMachine);

        Assert.Equal(2, bench.ExitCode);
        Assert.Contains(sentence, words, StringComparison.Ordinal);
    }

    private async Task<(Process Bench, string Folder)> RunningAsync()
    {
        var (bench, output) = Start("--month", "2017-03", "--units", "1", "--speed", "600");
        while (await output.ReadLineAsync() is { } line)
        {
            if (WorkingFolder().Match(line) is { Success: true } found)
                return (bench, found.Groups[1].Value);
        }
        throw new InvalidOperationException($"The bench ended: {await bench.StandardError.ReadToEndAsync()}");
    }

    private (Process Bench, StreamReader Output) Start(params string[] arguments)
    {
        var bench = Process.Start(new ProcessStartInfo(_standIns.Bench, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _started.Add(bench);
        return (bench, bench.StandardOutput);
    }

    /// <summary>
    /// Programs with the folder on their command line, the sweeper excepted: it ends when the folder is gone.
    /// </summary>
    private static IEnumerable<string> ProgramsIn(string folder) =>
        Directory.EnumerateDirectories("/proc").Select(CommandLine).Where(
            line =>
                line.Contains(folder, StringComparison.Ordinal) && !line.StartsWith("sh\0", StringComparison.Ordinal));

    private static string CommandLine(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    [GeneratedRegex(@"working folder (\S+)")]
    private static partial Regex WorkingFolder();
}
