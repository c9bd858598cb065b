namespace Jingu.Simulators.Campus;

/// <summary>
/// What one metering point's register was served as, over time. Safe from any thread; grows by 16 bytes per poll.
/// </summary>
internal sealed class RegisterTrack
{
    private readonly Lock _gate = new();
    private readonly List<long> _instants = [];
    private readonly List<long> _values = [];

    /// <summary>Adds what was served; the same instant again changes nothing. Instants do not fall.</summary>
    public void Add(long instant, long value)
    {
        lock (_gate)
        {
            if (_instants.Count > 0 && _instants[^1] >= instant)
                return;
            _instants.Add(instant);
            _values.Add(value);
        }
    }

    public long? First
    {
        get
        {
            lock (_gate)
                return _instants.Count > 0 ? _instants[0] : null;
        }
    }

    public long? Last
    {
        get
        {
            lock (_gate)
                return _instants.Count > 0 ? _instants[^1] : null;
        }
    }

    /// <summary>
    /// The register at a boundary: what was served then, or else what lies on the straight line between the neighbours,
    /// rounded down. Nothing when the boundary does not lie between two instants served.
    /// </summary>
    public long? At(long boundary)
    {
        lock (_gate)
        {
            var found = _instants.BinarySearch(boundary);
            if (found >= 0)
                return _values[found];
            var after = ~found;
            if (after == 0 || after == _instants.Count)
                return null;
            return Between(after - 1, after, boundary);
        }
    }

    private long Between(int before, int after, long boundary)
    {
        var risen = (Int128)(_values[after] - _values[before]) * (boundary - _instants[before]);
        var span = _instants[after] - _instants[before];
        var (whole, rest) = Int128.DivRem(risen, span);
        return _values[before] + (long)(rest < 0 ? whole - 1 : whole);
    }
}
