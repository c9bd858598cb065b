using Jingu.Time;

namespace Jingu.Aggregator.Web.Entrance;

/// <summary>
/// Whoever reaches the address can be refused as often as they like. At most <see cref="PerMinuteMax"/> entries a
/// minute are made about people who are not signed in, so that a flood fills no disk; how many were left out stands in
/// the next one. Safe from any thread.
/// </summary>
internal sealed class NobodysEntries(MachineTime machine)
{
    public const int PerMinuteMax = 60;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private long? _began;
    private int _made;
    private long _leftOut;

    /// <summary>How many were left out before this one; null: this one is left out too.</summary>
    public long? TryTake()
    {
        lock (_lock)
        {
            if (_began is not { } began || machine.GetElapsedTime(began) >= Minute)
                (_began, _made) = (machine.GetTimestamp(), 0);
            if (_made >= PerMinuteMax)
            {
                _leftOut++;
                return null;
            }
            _made++;
            var leftOut = _leftOut;
            _leftOut = 0;
            return leftOut;
        }
    }
}
