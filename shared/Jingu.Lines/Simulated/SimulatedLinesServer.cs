using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Jingu.Lines.I2c;
using Jingu.Time;

namespace Jingu.Lines.Simulated;

/// <summary>Serves simulated lines and light sensors on a loopback socket. Safe from any thread.</summary>
public sealed class SimulatedLinesServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<LineAddress, SimulatedLine> _lines = new();
    private readonly ConcurrentDictionary<I2cAddress, SimulatedLightSensor> _sensors = new();
    private readonly ConcurrentDictionary<SimulatedServing, Task> _servings = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly MachineTime _time;
    private readonly Task _accepting;
    private int _disposed;

    private SimulatedLinesServer(MachineTime time)
    {
        _time = time;
        _listener.Start();
        EndPoint = (IPEndPoint)_listener.LocalEndpoint;
        _accepting = AcceptAsync();
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Listens on a free port.</summary>
    public static SimulatedLinesServer Start(MachineTime time) => new(time);

    /// <summary>Adds a line; its address is new.</summary>
    public SimulatedLine Add(SimulatedLine line) => _lines.TryAdd(line.Address, line)
        ? line
        : throw new ArgumentException($"{line.Address} is there already", nameof(line));

    /// <summary>Adds a light sensor; its address is new.</summary>
    public SimulatedLightSensor AddSensor(SimulatedLightSensor sensor) => _sensors.TryAdd(sensor.Address, sensor)
        ? sensor
        : throw new ArgumentException($"{sensor.Address} is there already", nameof(sensor));

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await _stop.CancelAsync();
        // A listener that is gone is not asked for one more connection.
        await _accepting;
        _listener.Dispose();
        await Task.WhenAll(_servings.Values);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptTcpClientAsync(_stop.Token);
                var serving = new SimulatedServing(socket, _lines, _sensors, _time);
                _servings[serving] = RunAsync(serving);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // Stopped, or a client that left before it was accepted.
            }
        }
    }

    private async Task RunAsync(SimulatedServing serving)
    {
        await Task.Yield();
        await serving.RunAsync(_stop.Token);
        _servings.TryRemove(serving, out _);
    }
}
