using System.Diagnostics;
using System.Text;
using Jingu.Testing;

namespace Jingu.EndToEnd.Tests.Programs;

/// <summary>A process of a test's own: its output collected, killed with the test.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private RunningProgram(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, line) => Collect(line.Data);
        _process.ErrorDataReceived += (_, line) => Collect(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    public bool HasExited => _process.HasExited;

    public int Id => _process.Id;

    public static RunningProgram Start(
        string file, string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = folder,
            // Open and silent: some programs end with their input.
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new(new Process { StartInfo = start });
    }

    public static RunningProgram Start(string file, string folder, params string[] arguments) =>
        Start(file, folder, new Dictionary<string, string>(), arguments);

    /// <summary>Waits until the output holds a text.</summary>
    public Task SaysAsync(string text, TimeSpan? max = null) => Eventually.UntilAsync(
        () => Output.Contains(text, StringComparison.Ordinal)
            || (HasExited ? throw new InvalidOperationException($"ended with {_process.ExitCode}: {Output}") : false),
        max ?? TimeSpan.FromSeconds(30),
        $"output contains '{text}'");

    /// <summary>Waits for the end and gives the exit code.</summary>
    public async Task<int> EndAsync(TimeSpan max)
    {
        await Eventually.UntilAsync(
            () => _process.HasExited, max, $"{_process.StartInfo.FileName} ended; so far: {Output}");
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public void Kill9() => _process.Kill(entireProcessTree: true);

    public void Signal(string name) => Process.Start("kill", [$"-{name}", _process.Id.ToString()]).WaitForExit();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Collect(string? line)
    {
        if (line is null)
            return;
        lock (_output)
            _output.AppendLine(line);
    }
}
