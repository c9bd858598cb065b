namespace Jingu.Lines.Simulated;

/// <summary>An output towards a simulator.</summary>
internal sealed class SimulatedOutputLine(SimulatedConnection connection) : IOutputLine
{
    public async ValueTask<LevelOutcome> SetAsync(bool isActive, CancellationToken stop) =>
        SimulatedProtocol.ParseLevel(await connection.AskAsync(SimulatedProtocol.Set(isActive), stop));

    public async ValueTask<LevelOutcome> ReadAsync(CancellationToken stop) =>
        SimulatedProtocol.ParseLevel(await connection.AskAsync(SimulatedProtocol.Read, stop));

    public ValueTask DisposeAsync()
    {
        connection.Dispose();
        return ValueTask.CompletedTask;
    }
}
