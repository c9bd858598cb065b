using System.Net;
using System.Net.Sockets;

namespace Jingu.Testing.Brokers;

/// <summary>Passes connections on to a port of this machine until somebody cuts them.</summary>
public sealed class TcpRelay : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<TcpClient> _sockets = [];
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly Task _accepting;
    private bool _isCut;

    public TcpRelay(int targetPort)
    {
        _target = targetPort;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Closes what is open; new connections pass.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            foreach (var socket in _sockets)
                socket.Dispose();
            _sockets.Clear();
        }
    }

    /// <summary>Closes what is open and every new connection until <see cref="Mend"/>.</summary>
    public void CutForGood()
    {
        lock (_gate)
            _isCut = true;
        Cut();
    }

    public void Mend()
    {
        lock (_gate)
            _isCut = false;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        CutForGood();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        var passing = new List<Task>();
        try
        {
            while (true)
                passing.Add(PassAsync(await _listener.AcceptTcpClientAsync()));
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException)
        {
            // Stopped.
        }
        await Task.WhenAll(passing);
    }

    private async Task PassAsync(TcpClient near)
    {
        var far = new TcpClient { NoDelay = true };
        near.NoDelay = true;
        try
        {
            if (!Keep(near, far))
                return;
            await far.ConnectAsync(IPAddress.Loopback, _target);
            var (up, down) = (near.GetStream(), far.GetStream());
            await Task.WhenAny(up.CopyToAsync(down), down.CopyToAsync(up));
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            // Cut, or the target is gone: both ends are closed below.
        }
        finally
        {
            near.Dispose();
            far.Dispose();
        }
    }

    private bool Keep(TcpClient near, TcpClient far)
    {
        lock (_gate)
        {
            if (!_isCut)
                _sockets.AddRange([near, far]);
            return !_isCut;
        }
    }
}
