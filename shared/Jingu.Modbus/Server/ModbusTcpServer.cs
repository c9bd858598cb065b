using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Jingu.Modbus.Links;
using Jingu.Time;

namespace Jingu.Modbus.Server;

/// <summary>
/// Serves many unit identifiers on one TCP port, as a gateway with a line of meters behind it does. An unknown unit
/// identifier is answered with exception 11.
/// </summary>
public sealed class ModbusTcpServer : IAsyncDisposable
{
    /// <summary>Connections at once; full: the next is closed at once, as small gateways do.</summary>
    public const int ConnectionsMax = 64;

    private readonly Socket _listener;
    private readonly Func<byte, IModbusDevice?> _devices;
    private readonly MachineTime _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, bool> _connections = [];

    private ModbusTcpServer(Socket listener, Func<byte, IModbusDevice?> devices, MachineTime time)
    {
        (_listener, _devices, _time) = (listener, devices, time);
        Completion = AcceptAsync();
    }

    /// <summary>The port listened on; useful when 0 was asked for.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Ends when disposed; fails when a device threw, which is a bug.</summary>
    public Task Completion { get; }

    /// <summary>Listens. A port in use throws <see cref="SocketException"/>.</summary>
    /// <param name="devices">Finds the device of a unit identifier; called for every request, from several
    /// threads.</param>
    public static ModbusTcpServer Start(IPEndPoint endPoint, Func<byte, IModbusDevice?> devices, MachineTime time)
    {
        var listener = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(endPoint);
            listener.Listen();
            return new ModbusTcpServer(listener, devices, time);
        }
        catch (SocketException)
        {
            listener.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var accepting = _listener.AcceptAsync(_stop.Token).AsTask();
        while (true)
        {
            var ended = await Task.WhenAny([accepting, .. _connections.Keys]);
            if (ended == accepting)
            {
                if (ended.IsCanceled || ended.IsFaulted)
                    break;
                Take(await accepting);
                accepting = _listener.AcceptAsync(_stop.Token).AsTask();
                continue;
            }
            _connections.TryRemove(ended, out _);
            await ended;
        }
        await Task.WhenAll(_connections.Keys);
    }

    private void Take(Socket socket)
    {
        if (_connections.Count >= ConnectionsMax)
            socket.Dispose();
        else
            _connections.TryAdd(ServeAsync(socket), true);
    }

    private async Task ServeAsync(Socket socket)
    {
        await using var link = new TcpLink(socket, _time);
        try
        {
            await new TcpServing(link, _devices).RunAsync(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }
}
