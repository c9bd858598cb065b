using System.Diagnostics;
using System.Globalization;

namespace Jingu.Edge.Tests.Control;

/// <summary>
/// A device that pymodbus serves from a script in testdata: it prints its port, then answers each word with a line;
/// what is written to it meanwhile stands in lines of its own.
/// </summary>
internal sealed class PythonJudge : IDisposable
{
    private readonly Process _program;
    private readonly List<string> _writes = [];

    private PythonJudge(Process program, int port) => (_program, Port) = (program, port);

    public int Port { get; }

    /// <summary>Every write so far, as the script tells it; complete up to the last answer to a word.</summary>
    public IReadOnlyList<string> Writes => _writes;

    public static async Task<PythonJudge> StartAsync(string script, params int[] arguments)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "testdata", script);
        var start = new ProcessStartInfo(
            "/usr/bin/python3",
            arguments.Select(number => number.ToString(CultureInfo.InvariantCulture)).Prepend(file))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var program = Process.Start(start)!;
        var bound = await program.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(file);
        return new(program, int.Parse(bound, CultureInfo.InvariantCulture));
    }

    public async Task<string> AskAsync(string word)
    {
        await _program.StandardInput.WriteLineAsync(word);
        await _program.StandardInput.FlushAsync();
        while (await _program.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith("write ", StringComparison.Ordinal))
                return line;
            _writes.Add(line["write ".Length..]);
        }
        throw new InvalidOperationException("the device has ended");
    }

    public void Dispose()
    {
        _program.Kill();
        _program.WaitForExit();
        _program.Dispose();
    }
}
