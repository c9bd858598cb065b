using System.Net;
using System.Net.Sockets;
using Jingu.Lines.I2c;
using Jingu.Time;

namespace Jingu.Lines.Simulated;

/// <summary>
/// Lines and I2C parts that a simulator serves. They exist only where site time comes from a bench: a gateway in
/// service cannot be given one by mistake. They do not bounce unless the simulator makes them, so debounce changes
/// nothing.
/// </summary>
public sealed class SimulatedLines : ILines, II2cParts
{
    private readonly IPEndPoint _simulator;

    public SimulatedLines(IPEndPoint simulator, SiteTime site)
    {
        if (!site.IsBench)
            throw new ArgumentException("simulated lines exist only under a bench's clock", nameof(site));
        _simulator = simulator;
    }

    public async ValueTask<LineOpening<IInputLine>> OpenInputAsync(InputSettings settings, CancellationToken stop) =>
        await OpenAsync(SimulatedProtocol.Open(settings), stop) switch
        {
            ({ } connection, _) => new LineOpening<IInputLine>.Opened(new SimulatedInputLine(connection)),
            (_, var fault) => new LineOpening<IInputLine>.Failed(fault),
        };

    public async ValueTask<LineOpening<IOutputLine>> OpenOutputAsync(OutputSettings settings, CancellationToken stop) =>
        await OpenAsync(SimulatedProtocol.Open(settings), stop) switch
        {
            ({ } connection, _) => new LineOpening<IOutputLine>.Opened(new SimulatedOutputLine(connection)),
            (_, var fault) => new LineOpening<IOutputLine>.Failed(fault),
        };

    public async ValueTask<LineOpening<ILightSensor>> OpenLightSensorAsync(
        I2cAddress address, CancellationToken stop) =>
        await OpenAsync(SimulatedProtocol.Open(address), stop) switch
        {
            ({ } connection, _) => new LineOpening<ILightSensor>.Opened(new SimulatedLightPart(connection)),
            (_, var fault) => new LineOpening<ILightSensor>.Failed(fault),
        };

    private async ValueTask<(SimulatedConnection? Connection, string Fault)> OpenAsync(
        string question, CancellationToken stop)
    {
        var socket = new TcpClient { NoDelay = true };
        try
        {
            await socket.ConnectAsync(_simulator, stop);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            return (null, $"no simulator at {_simulator}: {e.Message}.");
        }
        var connection = new SimulatedConnection(socket);
        var answer = await connection.AskAsync(question, stop);
        if (answer == SimulatedProtocol.Ok)
            return (connection, "");
        connection.Dispose();
        return (null, SimulatedProtocol.Sentence(answer));
    }
}
