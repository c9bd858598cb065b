using Jingu.Time;

namespace Jingu.Modbus.Transactions;

/// <summary>
/// When a device behind a connection may first be asked: so long after the connection opened as its profile says. Who
/// asks a device that is not ready gives way once, so that others are asked meanwhile, and then waits in its turn:
/// a connection that another device makes break again and again keeps nobody from being asked. Safe from any thread.
/// </summary>
/// <param name="settles">By unit identifier, machine time; who is not named may be asked at once.</param>
internal sealed class Settling(MachineTime time, IReadOnlyDictionary<byte, TimeSpan>? settles = null)
{
    private long _openedAt;

    /// <summary>A connection was opened just now. Told before anybody may ask over it.</summary>
    public void Opened() => Interlocked.Exchange(ref _openedAt, time.GetTimestamp());

    public bool IsReady(byte unitIdentifier) => RestSince(OpenedAt, unitIdentifier) <= TimeSpan.Zero;

    /// <summary>
    /// Waits until the device may be asked over the connection that is open now, whatever becomes of it. Timers wake
    /// early at times: the clock decides.
    /// </summary>
    public async ValueTask WaitAsync(byte unitIdentifier, CancellationToken stop)
    {
        var openedAt = OpenedAt;
        while (RestSince(openedAt, unitIdentifier) is var rest && rest > TimeSpan.Zero)
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds)), time, stop);
    }

    private long OpenedAt => Interlocked.Read(ref _openedAt);

    private TimeSpan RestSince(long openedAt, byte unitIdentifier) =>
        settles?.TryGetValue(unitIdentifier, out var needed) is true
            ? needed - time.GetElapsedTime(openedAt)
            : TimeSpan.Zero;
}
