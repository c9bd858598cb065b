using System.Globalization;

namespace Jingu.Edge.Tests.Control;

/// <summary>A relay board that pymodbus serves; it remembers every write that reached it.</summary>
internal sealed class RelayBoard : IDisposable
{
    private readonly PythonJudge _program;

    private RelayBoard(PythonJudge program) => _program = program;

    public int Port => _program.Port;

    /// <summary>Every write so far, as <c>ADDRESS VALUE ...</c>; complete up to its last answer.</summary>
    public IReadOnlyList<string> Writes => _program.Writes;

    public static async Task<RelayBoard> StartAsync(byte unitIdentifier, int coils, int inputs, int port = 0) =>
        new(await PythonJudge.StartAsync("relay_board.py", port, unitIdentifier, coils, inputs));

    /// <summary>The board's own coils.</summary>
    public async Task<string> CoilsAsync() => (await _program.AskAsync("coils"))["coils ".Length..];

    public Task SetInputAsync(int input, bool isActive) => _program.AskAsync(
        string.Create(CultureInfo.InvariantCulture, $"input {input} {(isActive ? 1 : 0)}"));

    /// <summary>Supply goes and comes.</summary>
    public Task CycleAsync() => _program.AskAsync("cycle");

    /// <summary>The bus goes, and with it every connection.</summary>
    public Task PullAsync() => _program.AskAsync("pull");

    /// <summary>The bus is back, at the same port.</summary>
    public Task PlugAsync() => _program.AskAsync("plug");

    public Task HoldAsync(int register, int value) => _program.AskAsync(
        string.Create(CultureInfo.InvariantCulture, $"hold {register} {value}"));

    public void Dispose() => _program.Dispose();
}
