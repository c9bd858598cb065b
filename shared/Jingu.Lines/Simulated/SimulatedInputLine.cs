namespace Jingu.Lines.Simulated;

/// <summary>An input that a simulator serves; it counts on while no gateway listens.</summary>
internal sealed class SimulatedInputLine(SimulatedConnection connection) : IInputLine
{
    public bool IsLasting => true;

    public async ValueTask<EdgesOutcome> TakeAsync(TimeSpan waitMax, CancellationToken stop) =>
        SimulatedProtocol.ParseEdges(await connection.AskAsync(SimulatedProtocol.Take(waitMax), stop));

    public async ValueTask<LevelOutcome> ReadAsync(CancellationToken stop) =>
        SimulatedProtocol.ParseLevel(await connection.AskAsync(SimulatedProtocol.Read, stop));

    public ValueTask DisposeAsync()
    {
        connection.Dispose();
        return ValueTask.CompletedTask;
    }
}
