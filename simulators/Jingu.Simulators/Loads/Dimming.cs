using System.Collections.Immutable;

namespace Jingu.Simulators.Loads;

/// <summary>How much light a lamp gives, over time, and so how much it draws: all from the beginning.</summary>
internal sealed class Dimming : IFeed
{
    private readonly Lock _gate = new();
    private ImmutableArray<(long At, int Share)> _steps = [];

    public ImmutableArray<long> Changes => [.. Steps.Select(step => step.At)];

    /// <summary>From an instant on; not before the last one.</summary>
    /// <param name="share">Thousandths of full light.</param>
    public void Set(int share, long at)
    {
        lock (_gate)
        {
            if (_steps.LastOrDefault().At > at)
                throw new ArgumentOutOfRangeException(nameof(at), at, "Light does not change in the past.");
            _steps = _steps.Add((at, share));
        }
    }

    public int ShareAt(long instant)
    {
        var share = IFeed.Whole;
        foreach (var step in Steps)
        {
            if (step.At <= instant)
                share = step.Share;
        }
        return share;
    }

    private ImmutableArray<(long At, int Share)> Steps
    {
        get
        {
            lock (_gate)
                return _steps;
        }
    }
}
