using Jingu.Lines.I2c;

namespace Jingu.Lines.Simulated;

/// <summary>The gateway's side of a BH1750 that a simulator serves.</summary>
internal sealed class SimulatedLightPart(SimulatedConnection connection) : ILightSensor
{
    public async ValueTask<LightOutcome> MeasureAsync(CancellationToken stop) =>
        SimulatedProtocol.ParseLight(await connection.AskAsync(SimulatedProtocol.Measure, stop));

    public ValueTask DisposeAsync()
    {
        connection.Dispose();
        return ValueTask.CompletedTask;
    }
}
