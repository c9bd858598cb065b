using System.Diagnostics;
using System.Globalization;
using Jingu.Time;

namespace Jingu.Benchmarks;

/// <summary>Where this program was built, and of what.</summary>
internal static class Checkout
{
    /// <summary>artifacts/bin/PROJECT/release is three folders below the artifacts.</summary>
    private static readonly string Bin = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", ".."));

    private static readonly string Configuration =
        Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    public static string Root { get; } = Path.GetFullPath(Path.Combine(Bin, "..", ".."));

    public static string ResultsFile { get; } = Path.Combine(Root, "benchmarks", "RESULTS.md");

    /// <summary>The programs of the peers, as source.</summary>
    public static string Peers { get; } = Path.Combine(Root, "benchmarks", "peers");

    /// <summary>What is compiled or fetched for the peers; kept from run to run, never committed.</summary>
    public static string PeersBuilt { get; } = Path.Combine(Root, "artifacts", "peers");

    public static string Edge { get; } = Path.Combine(Bin, "Jingu.Edge", Configuration, "jingu-edge");

    public static string Aggregator { get; } =
        Path.Combine(Bin, "Jingu.Aggregator", Configuration, "jingu-aggregator");

    /// <summary>This program.</summary>
    public static string Own { get; } = Path.Combine(AppContext.BaseDirectory, "Jingu.Benchmarks");

    public static string Today =>
        MachineTime.OfThisMachine.GetUtcNow().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>The short name of the commit, with a word where the tree holds more.</summary>
    public static string Commit()
    {
        var commit = Git("rev-parse", "--short", "HEAD");
        return Git("status", "--porcelain", "--", "*.cs", "*.c", "*.js").Length == 0 ? commit : $"{commit} and changes";
    }

    private static string Git(params string[] arguments)
    {
        using var git = Process.Start(
            new ProcessStartInfo("git", ["-C", Root, .. arguments]) { RedirectStandardOutput = true })!;
        var said = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return said.Trim();
    }
}
