using System.Collections.Immutable;
using Jingu.Contracts.Readings;

namespace Jingu.Edge.Acquisition;

/// <summary>
/// What has arrived since the last tick. Ports add and never wait; the tick takes all at once: the image it works on.
/// Safe from any thread.
/// </summary>
internal sealed class Arrivals
{
    private readonly Lock _gate = new();
    private ImmutableArray<Sample>.Builder _arrived = ImmutableArray.CreateBuilder<Sample>();

    public void Add(Sample sample)
    {
        lock (_gate)
            _arrived.Add(sample);
    }

    /// <summary>Freezes what has arrived, in order of meter and instant, whichever port was faster.</summary>
    public ImmutableArray<Sample> Take()
    {
        ImmutableArray<Sample>.Builder taken;
        lock (_gate)
        {
            if (_arrived.Count == 0)
                return [];
            taken = _arrived;
            _arrived = ImmutableArray.CreateBuilder<Sample>();
        }
        taken.Sort((a, b) => a.MeterIndex != b.MeterIndex
            ? a.MeterIndex.CompareTo(b.MeterIndex)
            : a.Instant.CompareTo(b.Instant));
        return taken.DrainToImmutable();
    }
}
