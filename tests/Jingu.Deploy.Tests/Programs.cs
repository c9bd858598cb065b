using System.Diagnostics;
using Jingu.Testing;

namespace Jingu.Deploy.Tests;

/// <summary>Runs a program to its end and keeps what it said.</summary>
internal static class Programs
{
    /// <summary>Where this build put a program of ours.</summary>
    public static string Built(string project, string assembly)
    {
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/'));
        return Path.Combine(SourceTree.Root, "artifacts", "bin", project, configuration, assembly);
    }

    public static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(':').Append("/usr/sbin").Append("/sbin")
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    public static async Task<(int ExitCode, string Said)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync() + await error;
        await process.WaitForExitAsync();
        return (process.ExitCode, said);
    }

    /// <summary>
    /// A copy of a folder of the repository below the system's folder for temporary files; the caller deletes it.
    /// </summary>
    public static string CopyOf(string folder)
    {
        var source = Path.Combine(SourceTree.Root, folder);
        var copy = Directory.CreateTempSubdirectory("jingu-deploy-").FullName;
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
        return copy;
    }
}
