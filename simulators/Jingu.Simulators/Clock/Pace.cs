using Jingu.Time;

namespace Jingu.Simulators.Clock;

/// <summary>
/// Keeps the clock from running faster than asked. Time lost beyond <see cref="MadeUpMax"/> is not made up for.
/// </summary>
internal sealed class Pace(double speed, MachineTime machine)
{
    private static readonly TimeSpan MadeUpMax = TimeSpan.FromMilliseconds(250);

    private readonly long _start = machine.GetTimestamp();
    private TimeSpan _due;

    /// <summary>Waits until a step of <paramref name="site"/> may be taken.</summary>
    public async Task WaitAsync(TimeSpan site, CancellationToken stop)
    {
        if (speed <= 0)
            return;
        var now = machine.GetElapsedTime(_start);
        var earliest = now - MadeUpMax;
        _due = (_due < earliest ? earliest : _due) + (site / speed);
        if (_due > now)
            await Task.Delay(_due - now, machine, stop);
    }
}
