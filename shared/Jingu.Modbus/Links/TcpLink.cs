using System.Net.Sockets;
using Jingu.Time;

namespace Jingu.Modbus.Links;

/// <summary>
/// A byte link over a connected TCP socket, without Nagle's delay: a request is one small segment that must leave at
/// once.
/// </summary>
public sealed class TcpLink : IByteLink
{
    /// <summary>How long connecting may take, machine time.</summary>
    public static readonly TimeSpan ConnectMax = TimeSpan.FromSeconds(2);

    private readonly Socket _socket;
    private readonly MachineTime _time;
    private readonly ReadLimit _limit;
    private readonly byte[] _discarded = new byte[256];

    /// <summary>Takes over a connected socket.</summary>
    public TcpLink(Socket socket, MachineTime time)
    {
        socket.NoDelay = true;
        (_socket, _time, _limit) = (socket, time, new ReadLimit(time));
    }

    /// <summary>Opens links to a host name or address and a port.</summary>
    public static LinkOpener Opener(string host, int port, MachineTime time) =>
        stop => OpenAsync(host, port, time, stop);

    public async ValueTask<LinkOutcome> WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        try
        {
            for (var sent = 0; sent < bytes.Length;)
                sent += await _socket.SendAsync(bytes[sent..], SocketFlags.None, stop);
            return LinkOutcome.Moved(bytes.Length);
        }
        catch (SocketException broken)
        {
            return LinkOutcome.Broken(broken.Message);
        }
        catch (ObjectDisposedException)
        {
            return LinkOutcome.Broken("closed on this side");
        }
    }

    public async ValueTask<LinkOutcome> ReadAsync(Memory<byte> buffer, TimeSpan waitMax, CancellationToken stop)
    {
        var start = _time.GetTimestamp();
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            var remaining = waitMax;
            if (waitMax != Timeout.InfiniteTimeSpan)
            {
                remaining = waitMax - _time.GetElapsedTime(start);
                if (remaining < TimeSpan.Zero)
                    return LinkOutcome.Nothing;
            }
            if (await ReceiveAsync(buffer, remaining, stop) is { } outcome)
                return outcome;
        }
    }

    public LinkOutcome DiscardWaiting()
    {
        try
        {
            var count = 0;
            while (_socket.Poll(0, SelectMode.SelectRead))
            {
                var read = _socket.Receive(_discarded);
                if (read == 0)
                    return LinkOutcome.Broken("the other end has closed the connection");
                count += read;
            }
            return LinkOutcome.Moved(count);
        }
        catch (SocketException broken)
        {
            return LinkOutcome.Broken(broken.Message);
        }
        catch (ObjectDisposedException)
        {
            return LinkOutcome.Broken("closed on this side");
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _limit.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async ValueTask<LinkOpening> OpenAsync(
        string host, int port, MachineTime time, CancellationToken stop)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var limit = new CancellationTokenSource(ConnectMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            await socket.ConnectAsync(host, port, either.Token);
            return new LinkOpening.Opened(new TcpLink(socket, time));
        }
        catch (SocketException refused)
        {
            socket.Dispose();
            return new LinkOpening.Failed(
                $"{host}:{port} does not connect ({refused.Message}): check address, port and cable.");
        }
        catch (OperationCanceledException)
        {
            socket.Dispose();
            stop.ThrowIfCancellationRequested();
            return new LinkOpening.Failed(
                $"{host}:{port} did not connect within {ConnectMax.TotalSeconds} s: check address, port and cable.");
        }
    }

    /// <summary>
    /// Null when the wait ended without an outcome: the limit has passed, or a late timer woke it too early.
    /// </summary>
    private async ValueTask<LinkOutcome?> ReceiveAsync(Memory<byte> buffer, TimeSpan remaining, CancellationToken stop)
    {
        using var registration = _limit.Start(remaining, stop);
        try
        {
            var count = await _socket.ReceiveAsync(buffer, SocketFlags.None, _limit.Token);
            return count > 0 ? LinkOutcome.Moved(count) : LinkOutcome.Broken("the other end has closed the connection");
        }
        catch (OperationCanceledException)
        {
            stop.ThrowIfCancellationRequested();
            return null;
        }
        catch (SocketException broken)
        {
            return LinkOutcome.Broken(broken.Message);
        }
        catch (ObjectDisposedException)
        {
            return LinkOutcome.Broken("closed on this side");
        }
        finally
        {
            _limit.End();
        }
    }
}
