using System.Collections.Immutable;

namespace Jingu.Simulators.Loads;

/// <summary>
/// How much light a lamp gives, over time, and so how much it draws: all from the beginning. Safe from any thread.
/// </summary>
internal sealed class Dimming : IFeed
{
    private readonly Lock _gate = new();
    private ImmutableArray<long> _changes = [];
    private ImmutableArray<int> _shares = [];

    public ImmutableArray<long> Changes
    {
        get
        {
            lock (_gate)
                return _changes;
        }
    }

    /// <summary>From an instant on; not before the last one. What it gives already changes nothing.</summary>
    /// <param name="share">Thousandths of full light.</param>
    public void Set(int share, long at)
    {
        lock (_gate)
        {
            if (!_changes.IsEmpty && _changes[^1] > at)
                throw new ArgumentOutOfRangeException(nameof(at), at, "Light does not change in the past.");
            if (share == (_shares.IsEmpty ? IFeed.Whole : _shares[^1]))
                return;
            (_changes, _shares) = (_changes.Add(at), _shares.Add(share));
        }
    }

    public int ShareAt(long instant)
    {
        ImmutableArray<long> changes;
        ImmutableArray<int> shares;
        lock (_gate)
            (changes, shares) = (_changes, _shares);
        // Of several at one instant the last counts.
        var (low, high) = (0, changes.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (changes[middle] <= instant)
                low = middle + 1;
            else
                high = middle;
        }
        return low == 0 ? IFeed.Whole : shares[low - 1];
    }
}
