namespace Jingu.Edge.Delivery.Journal;

/// <summary>Sequence numbers as merged ranges, both ends included. Not safe for several threads.</summary>
internal sealed class RangeSet
{
    private readonly List<(long First, long Last)> _ranges = [];

    public IReadOnlyList<(long First, long Last)> Ranges => _ranges;

    /// <summary>How many numbers are in it.</summary>
    public long Count => _ranges.Sum(range => range.Last - range.First + 1);

    /// <summary>Adds a range; true when anything in it is new.</summary>
    public bool Add(long first, long last)
    {
        var at = _ranges.FindIndex(range => range.Last >= first - 1);
        if (at < 0)
        {
            _ranges.Add((first, last));
            return true;
        }
        if (_ranges[at].First <= first && last <= _ranges[at].Last)
            return false;
        var end = at;
        while (end < _ranges.Count && _ranges[end].First <= last + 1)
        {
            first = Math.Min(first, _ranges[end].First);
            last = Math.Max(last, _ranges[end].Last);
            end++;
        }
        _ranges.RemoveRange(at, end - at);
        _ranges.Insert(at, (first, last));
        return true;
    }

    public bool Contains(long number) => _ranges.Exists(range => range.First <= number && number <= range.Last);

    /// <summary>
    /// The first run of numbers from <paramref name="from"/> to <paramref name="to"/> that is not in the set; null when
    /// all is.
    /// </summary>
    public (long First, long Last)? FirstGap(long from, long to)
    {
        foreach (var (first, last) in _ranges)
        {
            if (last < from)
                continue;
            if (first > from)
                return from <= to ? (from, Math.Min(first - 1, to)) : null;
            from = last + 1;
        }
        return from <= to ? (from, to) : null;
    }
}
