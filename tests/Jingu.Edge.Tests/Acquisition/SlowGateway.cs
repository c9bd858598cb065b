using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Jingu.Time;

namespace Jingu.Edge.Tests.Acquisition;

/// <summary>
/// A Modbus TCP gateway whose meters answer after a while, each on its own: several requests of a connection are under
/// way at once. Registers are zero. Silent units do not answer.
/// </summary>
internal sealed class SlowGateway : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly TimeSpan _answerTime;
    private readonly Task _accepting;
    private readonly ConcurrentDictionary<Socket, bool> _used = [];
    private int _underWay;

    public SlowGateway(TimeSpan answerTime)
    {
        _answerTime = answerTime;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>On how many connections requests came since <see cref="CountConnections"/>.</summary>
    public int Connections => _used.Count;

    /// <summary>The most requests that were under way at once.</summary>
    public int UnderWayMax { get; private set; }

    public volatile byte[] Silent = [];

    public void CountConnections() => _used.Clear();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                serving.Add(ServeAsync(socket));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        socket.NoDelay = true;
        using var stream = new NetworkStream(socket, ownsSocket: true);
        using var writing = new SemaphoreSlim(1);
        var answering = new List<Task>();
        try
        {
            while (true)
            {
                var request = new byte[12];
                await stream.ReadExactlyAsync(request, _stop.Token);
                _used[socket] = true;
                if (!Silent.Contains(request[6]))
                    answering.Add(AnswerAsync(stream, writing, request));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            await Task.WhenAll(answering);
        }
    }

    private async Task AnswerAsync(NetworkStream stream, SemaphoreSlim writing, byte[] request)
    {
        UnderWayMax = Math.Max(UnderWayMax, Interlocked.Increment(ref _underWay));
        try
        {
            await Task.Delay(_answerTime, MachineTime.OfThisMachine, _stop.Token);
            var bytes = 2 * BinaryPrimitives.ReadUInt16BigEndian(request.AsSpan(10));
            var answer = new byte[9 + bytes];
            request.AsSpan(0, 8).CopyTo(answer);
            BinaryPrimitives.WriteUInt16BigEndian(answer.AsSpan(4), (ushort)(3 + bytes));
            answer[8] = (byte)bytes;
            await writing.WaitAsync(_stop.Token);
            Interlocked.Decrement(ref _underWay);
            await stream.WriteAsync(answer, _stop.Token);
            writing.Release();
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The test is at its end, or the client has gone.
        }
    }
}
