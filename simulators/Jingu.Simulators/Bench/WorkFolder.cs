using System.Diagnostics;

namespace Jingu.Simulators.Bench;

/// <summary>
/// The folder of a run: one folder per program in it. It is removed at the end, also when the bench is killed: a small
/// shell waits at the other end of a pipe and removes the folder when the pipe breaks. A folder that was asked for by
/// name is kept.
/// </summary>
internal sealed class WorkFolder : IDisposable
{
    private const string Sweep = """exec >/dev/null 2>&1; cat; [ -d "$0" ] || exit 0; sleep 0.5; rm -rf -- "$0" """;

    private readonly Process? _sweeper;

    private WorkFolder(string path, Process? sweeper) => (Root, _sweeper) = (path, sweeper);

    public string Root { get; }

    public bool IsKept => _sweeper is null;

    /// <summary>A new folder under the temp directory.</summary>
    public static WorkFolder Passing()
    {
        var path = Directory.CreateTempSubdirectory("jingu-bench-").FullName;
        return new(path, Process.Start(
            new ProcessStartInfo("setsid", ["sh", "-c", Sweep, path]) { RedirectStandardInput = true }));
    }

    /// <summary>The named folder, which stays. Throws <see cref="BenchException"/> when something is in it.</summary>
    public static WorkFolder Kept(string path)
    {
        var folder = Directory.CreateDirectory(path);
        return folder.EnumerateFileSystemInfos().Any()
            ? throw new BenchException(ExitCodes.BadInput, $"--keep {path}: the folder is not empty; name a new one.")
            : new(folder.FullName, null);
    }

    /// <summary>Makes the folder of one program.</summary>
    public string Of(string name) => Directory.CreateDirectory(Path.Combine(Root, name)).FullName;

    public void Dispose()
    {
        if (_sweeper is null)
            return;
        Directory.Delete(Root, recursive: true);
        _sweeper.StandardInput.Close();
        _sweeper.Dispose();
    }
}
