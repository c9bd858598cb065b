using System.Net.Sockets;

namespace Jingu.Lines.Simulated;

/// <summary>The gateway's end of a simulated line: one question at a time. Safe from any thread.</summary>
internal sealed class SimulatedConnection : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly TcpClient _socket;
    private readonly StreamReader _reader;
    private readonly StreamWriter _writer;

    public SimulatedConnection(TcpClient socket)
    {
        _socket = socket;
        _reader = new StreamReader(socket.GetStream());
        _writer = new StreamWriter(socket.GetStream()) { AutoFlush = true, NewLine = "\n" };
    }

    /// <summary>The answer; one that says the line is gone where the simulator does not answer any more.</summary>
    public async ValueTask<string> AskAsync(string question, CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            await _writer.WriteLineAsync(question.AsMemory(), stop);
            return await _reader.ReadLineAsync(stop) ?? $"{SimulatedProtocol.Gone}the simulator has ended";
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return $"{SimulatedProtocol.Gone}the simulator has ended: {e.Message}";
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _reader.Dispose();
    }
}
