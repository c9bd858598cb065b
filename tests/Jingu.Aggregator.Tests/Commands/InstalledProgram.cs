using System.Diagnostics;

namespace Jingu.Aggregator.Tests.Commands;

/// <summary>The program itself, as a person calls it, beside an aggregator that may run on the same stores.</summary>
internal static class InstalledProgram
{
    /// <param name="config">The path of aggregator.yaml.</param>
    public static async Task<(int Code, string Errors, string Output)> RunAsync(
        string config, string input, params string[] arguments)
    {
        using var run = Process.Start(new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "jingu-aggregator"), [.. arguments, "--config", config])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await run.StandardInput.WriteLineAsync(input);
        run.StandardInput.Close();
        var (output, errors) = (run.StandardOutput.ReadToEndAsync(), run.StandardError.ReadToEndAsync());
        await run.WaitForExitAsync();
        return (run.ExitCode, await errors, await output);
    }
}
