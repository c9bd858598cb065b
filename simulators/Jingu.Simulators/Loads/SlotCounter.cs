namespace Jingu.Simulators.Loads;

/// <summary>
/// Counts what flows in slots: evenly within a slot, rounded down. Stands still outside the simulated stretch.
/// </summary>
internal sealed class SlotCounter : ICounter
{
    private readonly long _start;
    private readonly long[] _edges;

    /// <param name="atStart">What the counter shows where the slots begin.</param>
    /// <param name="amounts">What flows in each slot.</param>
    public SlotCounter(Slots slots, long atStart, ReadOnlySpan<long> amounts)
    {
        _start = slots.Start;
        _edges = new long[amounts.Length + 1];
        _edges[0] = atStart;
        for (var index = 0; index < amounts.Length; index++)
            _edges[index + 1] = _edges[index] + amounts[index];
    }

    public long At(long instant)
    {
        var passed = instant - _start;
        if (passed < 0)
            return _edges[0];
        var slot = passed / Slots.Milliseconds;
        if (slot >= _edges.Length - 1)
            return _edges[^1];
        return _edges[slot] + ((_edges[slot + 1] - _edges[slot]) * (passed % Slots.Milliseconds) / Slots.Milliseconds);
    }

    public double PerHour(long instant)
    {
        var slot = (instant - _start) / Slots.Milliseconds;
        return instant < _start || slot >= _edges.Length - 1
            ? 0
            : (_edges[slot + 1] - _edges[slot]) * (double)Slots.PerHour;
    }
}
