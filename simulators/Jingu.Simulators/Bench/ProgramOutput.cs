using System.Diagnostics;

namespace Jingu.Simulators.Bench;

/// <summary>Runs a program to its end and takes what it prints.</summary>
internal static class ProgramOutput
{
    /// <summary>Throws <see cref="BenchException"/> with what it complained about when it fails.</summary>
    /// <param name="input">What it reads; without it nothing.</param>
    public static async Task<string> ReadAsync(
        string program, IReadOnlyList<string> arguments, CancellationToken stop, string input = "")
    {
        using var run = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await run.StandardInput.WriteAsync(input);
        run.StandardInput.Close();
        var (output, errors) = (run.StandardOutput.ReadToEndAsync(stop), run.StandardError.ReadToEndAsync(stop));
        await run.WaitForExitAsync(stop);
        return run.ExitCode == 0
            ? await output
            : throw new BenchException(
                ExitCodes.PromiseBroken,
                $"'{Path.GetFileName(program)} {string.Join(' ', arguments)}' ended with {run.ExitCode}: "
                + $"{await errors}{await output}");
    }
}
