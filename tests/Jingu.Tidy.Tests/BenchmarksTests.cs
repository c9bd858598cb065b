using System.Diagnostics;
using Xunit;

namespace Jingu.Tidy.Tests;

/// <summary>What <c>./benchmarks/run</c> knows by name is what its results and README tell of.</summary>
public sealed class BenchmarksTests
{
    [Fact]
    public void The_results_tell_of_known_benchmarks_only_and_the_readme_of_all()
    {
        var names = Run("--list").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ')[0]).ToList();
        Assert.NotEmpty(names);
        var sections = Repository.Lines("benchmarks/RESULTS.md")
            .Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[3..]).ToList();
        // What was never measured on any machine has no section yet; what has one is known and stands in its place.
        Assert.Equal(names.Where(sections.Contains), sections.Where(section => section != "Targets"));
        var readme = Repository.Read("benchmarks/README.md");
        Offenders.None(names.Where(name => !readme.Contains($"\n| {name} |", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("DecodeRegisters")]
    [InlineData("EncodeBatch")]
    [InlineData("EvaluateBudgets")]
    public void A_micro_benchmark_can_be_run(string name) => Assert.Equal(0, Run("--dry", name).ExitCode);

    [Fact]
    public void A_name_that_is_none_is_refused() => Assert.Equal(2, Run("no-such-name").ExitCode);

    private static (int ExitCode, string Output) Run(params string[] arguments)
    {
        var program = Path.Combine(
            Repository.Root, "artifacts", "bin", "Jingu.Benchmarks",
            Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "Jingu.Benchmarks");
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said);
    }
}
