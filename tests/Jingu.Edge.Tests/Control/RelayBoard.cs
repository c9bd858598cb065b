using System.Diagnostics;
using System.Globalization;

namespace Jingu.Edge.Tests.Control;

/// <summary>A relay board that pymodbus serves; it remembers every write that reached it.</summary>
internal sealed class RelayBoard : IDisposable
{
    private readonly Process _program;
    private readonly List<string> _writes = [];

    private RelayBoard(Process program, int port) => (_program, Port) = (program, port);

    public int Port { get; }

    /// <summary>Every write so far, as <c>ADDRESS VALUE ...</c>; complete up to its last answer.</summary>
    public IReadOnlyList<string> Writes => _writes;

    public static async Task<RelayBoard> StartAsync(byte unitIdentifier, int coils, int inputs, int port = 0)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "testdata", "relay_board.py");
        var start = new ProcessStartInfo(
            "/usr/bin/python3",
            new[] { port, unitIdentifier, coils, inputs }
                .Select(number => number.ToString(CultureInfo.InvariantCulture)).Prepend(script))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var program = Process.Start(start)!;
        var bound = await program.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(script);
        return new(program, int.Parse(bound, CultureInfo.InvariantCulture));
    }

    /// <summary>The board's own coils.</summary>
    public async Task<string> CoilsAsync() => (await AskAsync("coils"))["coils ".Length..];

    public Task SetInputAsync(int input, bool isActive) => AskAsync(
        string.Create(CultureInfo.InvariantCulture, $"input {input} {(isActive ? 1 : 0)}"));

    /// <summary>Supply goes and comes.</summary>
    public Task CycleAsync() => AskAsync("cycle");

    /// <summary>The bus goes, and with it every connection.</summary>
    public Task PullAsync() => AskAsync("pull");

    /// <summary>The bus is back, at the same port.</summary>
    public Task PlugAsync() => AskAsync("plug");

    public Task HoldAsync(int register, int value) => AskAsync(
        string.Create(CultureInfo.InvariantCulture, $"hold {register} {value}"));

    public void Dispose()
    {
        _program.Kill();
        _program.WaitForExit();
        _program.Dispose();
    }

    private async Task<string> AskAsync(string word)
    {
        await _program.StandardInput.WriteLineAsync(word);
        await _program.StandardInput.FlushAsync();
        while (await _program.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith("write ", StringComparison.Ordinal))
                return line;
            _writes.Add(line["write ".Length..]);
        }
        throw new InvalidOperationException("the board has ended");
    }
}
