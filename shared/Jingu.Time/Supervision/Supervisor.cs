using System.Collections.Immutable;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Jingu.Time.Supervision;

/// <summary>
/// Whoever started this process and wants to hear from it: systemd, by the datagrams of sd_notify(3) and
/// sd_watchdog_enabled(3). Without one nothing is sent. What cannot be sent is not sent again: a supervisor that has
/// gone needs nothing, and one that hears nothing restarts us.
/// </summary>
public sealed class Supervisor
{
    private const int BeatsInWatchdog = 3;

    private readonly string? _socket;
    private readonly TimeSpan? _watchdog;
    private readonly MachineTime _time;

    /// <param name="socket">Path of the datagram socket; <c>@</c> before an abstract one; null: nobody listens.</param>
    /// <param name="watchdog">Silence longer than this restarts us; null: it does not.</param>
    /// <param name="time">Measures the pauses between two beats.</param>
    public Supervisor(string? socket, TimeSpan? watchdog, MachineTime time) =>
        (_socket, _watchdog, _time) = (socket, watchdog, time);

    /// <summary>The one that the environment names: NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID.</summary>
    public static Supervisor OfThisProcess(MachineTime time) => Named(Environment.GetEnvironmentVariable, time);

    /// <summary>As <see cref="OfThisProcess"/>, with the variables from elsewhere.</summary>
    public static Supervisor Named(Func<string, string?> variable, MachineTime time)
    {
        var isOurs = variable("WATCHDOG_PID") is not { Length: > 0 } id
            || id == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        var watchdog = isOurs
            && long.TryParse(variable("WATCHDOG_USEC"), CultureInfo.InvariantCulture, out var length) && length > 0
            ? TimeSpan.FromMicroseconds(length)
            : (TimeSpan?)null;
        return new(variable("NOTIFY_SOCKET") is { Length: > 0 } socket ? socket : null, watchdog, time);
    }

    /// <summary>Says that the process does its work from now on.</summary>
    public void SayReady() => Send("READY=1");

    /// <summary>Says that the process is ending because it was asked to, or because a part failed.</summary>
    public void SayStopping() => Send("STOPPING=1");

    /// <summary>
    /// Says again and again that the process lives, as long as no watched loop hangs; until stopped. When one hangs,
    /// its name is handed over once and the supervisor hears no more of us until it has come round.
    /// </summary>
    public async Task WatchAsync(LoopWatch loops, Action<string> hangs, CancellationToken stop)
    {
        if (_socket is null || _watchdog is not { } watchdog)
            return;
        var told = ImmutableArray<string>.Empty;
        while (true)
        {
            var hanging = loops.Hanging();
            if (hanging.IsEmpty)
                Send("WATCHDOG=1");
            foreach (var name in hanging.Except(told))
            {
                Send($"STATUS={name} hangs.");
                hangs(name);
            }
            told = hanging;
            await Task.Delay(watchdog / BeatsInWatchdog, _time, stop);
        }
    }

    private void Send(string state)
    {
        if (_socket is null)
            return;
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            var path = _socket[0] == '@' ? $"\0{_socket[1..]}" : _socket;
            socket.SendTo(Encoding.UTF8.GetBytes(state), new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException)
        {
            // Nobody to tell it to: above.
        }
    }
}
