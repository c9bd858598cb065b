using System.Net;
using System.Net.Sockets;
using Jingu.Time;

namespace Jingu.Simulators.Faults;

/// <summary>
/// The link between one gateway and the broker, which can be cut: a listener on a free port of the loopback that
/// forwards bytes both ways. A cut begins as most do, with a link that carries one way only: for <see cref="HalfOpen"/>
/// the gateway's bytes still arrive and the answers do not, so that what it sends then has to be sent again. After that
/// everything connected, and whoever connects, is reset. Members are safe to call from any thread.
/// </summary>
internal sealed class Relay : IAsyncDisposable
{
    /// <summary>Machine time for which a link that is being cut still carries from the gateway to the broker.</summary>
    public static readonly TimeSpan HalfOpen = TimeSpan.FromMilliseconds(200);

    private const int BytesAtOnce = 16 * 1024;

    private readonly Lock _gate = new();
    private readonly HashSet<Socket> _open = [];
    private readonly CancellationTokenSource _closing = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _target;
    private readonly Task _accepting;
    private Task _ending = Task.CompletedTask;
    private readonly MachineTime _machine;
    private volatile bool _mute;
    private bool _cut;
    private int _cuts;

    public Relay(IPEndPoint target, MachineTime machine)
    {
        (_target, _machine) = (target, machine);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public void Cut()
    {
        int number;
        lock (_gate)
        {
            _mute = true;
            number = ++_cuts;
        }
        _ending = EndCutAsync(number);
    }

    public void Mend()
    {
        lock (_gate)
        {
            _cuts++;
            _cut = _mute = false;
            ResetAll();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        lock (_gate)
        {
            _cut = true;
            ResetAll();
        }
        await _ending;
        // A listener that is gone is not asked for one more connection.
        await _accepting;
        _listener.Dispose();
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> forwards = [];
        try
        {
            while (true)
            {
                forwards.Add(ForwardAsync(await _listener.AcceptSocketAsync(_closing.Token)));
                forwards.RemoveAll(forward => forward.IsCompleted);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(forwards);
        }
    }

    private async Task ForwardAsync(Socket near)
    {
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using (near)
        {
            try
            {
                if (!Opened(near, far))
                    return;
                await far.ConnectAsync(_target, _closing.Token);
                near.NoDelay = far.NoDelay = true;
                await Task.WhenAny(CopyAsync(near, far, () => false), CopyAsync(far, near, () => _mute));
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // The broker is down or the link was cut: the gateway sees its connection go.
            }
            finally
            {
                Closed(near, far);
            }
        }
    }

    private bool Opened(Socket near, Socket far)
    {
        lock (_gate)
        {
            _open.Add(near);
            _open.Add(far);
            if (_cut)
                Reset(near);
            return !_cut;
        }
    }

    private void Closed(Socket near, Socket far)
    {
        lock (_gate)
        {
            _open.Remove(near);
            _open.Remove(far);
        }
    }

    /// <summary>
    /// Lingering for 0 s makes the kernel send RST: nothing that is still buffered arrives (tcp(7), SO_LINGER).
    /// </summary>
    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new(true, 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Not connected yet, or closed already.
        }
        socket.Close();
    }

    /// <summary>After the half-open moment, unless the link was mended or cut again meanwhile.</summary>
    private async Task EndCutAsync(int number)
    {
        try
        {
            await Task.Delay(HalfOpen, _machine, _closing.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        lock (_gate)
        {
            if (number != _cuts)
                return;
            _cut = true;
            ResetAll();
        }
    }

    private void ResetAll()
    {
        foreach (var socket in _open)
            Reset(socket);
    }

    private static async Task CopyAsync(Socket from, Socket to, Func<bool> isLost)
    {
        var buffer = new byte[BytesAtOnce];
        try
        {
            while (await from.ReceiveAsync(buffer) is var count and > 0)
            {
                if (isLost())
                    continue;
                for (var sent = 0; sent < count;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // One end has gone: the other is closed by the caller.
        }
    }
}
