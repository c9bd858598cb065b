using System.Diagnostics;

namespace Jingu.Tidy.Tests;

/// <summary>The files of this repository that are, or could be, committed: what git ignores is left out.</summary>
internal static class Repository
{
    private static readonly string[] NotOurs = [".git", "artifacts", "node_modules", "TestResults"];

    public static readonly string Root = FindRoot();

    /// <summary>Paths relative to the root, with '/'.</summary>
    public static readonly IReadOnlyList<string> Files = ListFiles();

    public static IEnumerable<string> Sources => Files.Where(path => path.EndsWith(".cs", StringComparison.Ordinal));

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static string[] Lines(string path) => File.ReadAllLines(Path.Combine(Root, path));

    public static bool Exists(string path) =>
        File.Exists(Path.Combine(Root, path)) || Directory.Exists(Path.Combine(Root, path));

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Jingu.slnx")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("No Jingu.slnx above the tests.");
        }
        return folder;
    }

    private static List<string> ListFiles()
    {
        var listed = Git("ls-files --cached --others --exclude-standard") ?? Walk(Root);
        return [.. listed.Where(path => File.Exists(Path.Combine(Root, path))).Order(StringComparer.Ordinal)];
    }

    /// <summary>The lines git prints; null where there is no git or no repository, as in an unpacked archive.</summary>
    private static string[]? Git(string arguments)
    {
        try
        {
            var start = new ProcessStartInfo("git", arguments)
            {
                WorkingDirectory = Root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var git = Process.Start(start)!;
            git.ErrorDataReceived += (_, _) => { };
            git.BeginErrorReadLine();
            var lines = git.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            git.WaitForExit();
            return git.ExitCode == 0 ? lines : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static IEnumerable<string> Walk(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
            yield return Path.GetRelativePath(Root, file);
        foreach (var below in Directory.EnumerateDirectories(folder)
            .Where(path => !NotOurs.Contains(Path.GetFileName(path))))
        {
            foreach (var file in Walk(below))
                yield return file;
        }
    }
}
