using System.Net;
using System.Net.Sockets;
using Jingu.Time.Bench;

namespace Jingu.Time.Tests.Bench;

/// <summary>The bench's side of the socket for one process, line by line.</summary>
internal sealed class OneProcessBench : IAsyncDisposable
{
    private static readonly TimeSpan LineMax = TimeSpan.FromSeconds(10);
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private TcpClient? _process;
    private StreamReader? _reader;
    private StreamWriter? _writer;

    public OneProcessBench() => _listener.Start();

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>Takes the process in and answers its greeting.</summary>
    public async Task<string?> AcceptAsync(string answer)
    {
        _process = await _listener.AcceptTcpClientAsync();
        _reader = new StreamReader(_process.GetStream());
        _writer = new StreamWriter(_process.GetStream()) { AutoFlush = true, NewLine = "\n" };
        var hello = await HearAsync();
        await SayAsync(answer);
        return hello;
    }

    /// <summary>The next line, or null when the process has gone.</summary>
    public async Task<string?> HearAsync() =>
        await _reader!.ReadLineAsync().WaitAsync(LineMax, MachineTime.OfThisMachine);

    /// <summary>True when the process says nothing for a while: it is at work, or has said all there was.</summary>
    public async Task<bool> IsSilentAsync()
    {
        await Task.Delay(TimeSpan.FromMilliseconds(100), MachineTime.OfThisMachine);
        return _process!.Available == 0;
    }

    public Task SayAsync(string line) => _writer!.WriteLineAsync(line);

    public Task GrantAsync(DateTimeOffset instant) => SayAsync(BenchProtocol.Grant(instant));

    /// <summary>Says part of a line and goes, as a killed bench does.</summary>
    public async Task BreakOffAsync(string part)
    {
        await _writer!.WriteAsync(part);
        _process!.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        _process?.Dispose();
        _listener.Dispose();
        return ValueTask.CompletedTask;
    }
}
