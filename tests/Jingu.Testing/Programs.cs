using System.Diagnostics;
using Xunit.Sdk;

namespace Jingu.Testing;

/// <summary>Foreign programs that judge what we do.</summary>
public static class Programs
{
    /// <summary>Runs one to its end and returns what it wrote to its standard output.</summary>
    /// <exception cref="XunitException">It is missing, or ended with another code than 0.</exception>
    public static async Task<string> RunAsync(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo(Find(name), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var program = Process.Start(start)!;
        var output = program.StandardOutput.ReadToEndAsync();
        var errors = program.StandardError.ReadToEndAsync();
        await program.WaitForExitAsync();
        if (program.ExitCode != 0)
            throw new XunitException($"{name} ended with {program.ExitCode}: {await errors} {await output}");
        return await output;
    }

    /// <summary>On PATH, or where Debian puts services.</summary>
    public static string Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':')
            .Append("/usr/sbin")
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists)
        ?? throw new XunitException($"{name} is not installed: run ./tests/install");
}
