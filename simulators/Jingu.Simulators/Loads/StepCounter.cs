namespace Jingu.Simulators.Loads;

/// <summary>Counts as a recording does: stands still from one of its rows to the next.</summary>
internal sealed class StepCounter : ICounter
{
    private readonly long[] _instants;
    private readonly long[] _values;

    /// <param name="instants">Milliseconds since 1970, not falling, at least one.</param>
    /// <param name="values">What the counter shows from each of them on, not falling.</param>
    public StepCounter(long[] instants, long[] values)
    {
        ArgumentOutOfRangeException.ThrowIfZero(instants.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, instants.Length);
        (_instants, _values) = (instants, values);
    }

    public long At(long instant) => _values[RowAt(instant)];

    /// <summary>The mean since the row before: a recording says no more.</summary>
    public double PerHour(long instant)
    {
        var row = RowAt(instant);
        if (row == 0 || _instants[row] == _instants[row - 1])
            return 0;
        return (_values[row] - _values[row - 1]) * 3_600_000.0 / (_instants[row] - _instants[row - 1]);
    }

    /// <summary>The last row not after the instant; the first one before all of them.</summary>
    private int RowAt(long instant)
    {
        var found = Array.BinarySearch(_instants, instant);
        if (found < 0)
            return Math.Max(0, ~found - 1);
        while (found + 1 < _instants.Length && _instants[found + 1] == instant)
            found++;
        return found;
    }
}
