using System.Collections.Immutable;

namespace Jingu.Simulators.Loads;

/// <summary>Counts what flows through others since an instant.</summary>
internal sealed class SumCounter(long atStart, long start, ImmutableArray<ICounter> parts) : ICounter
{
    private readonly long _offset = atStart - parts.Sum(part => part.At(start));

    public long At(long instant)
    {
        var sum = _offset;
        foreach (var part in parts)
            sum += part.At(instant);
        return sum;
    }

    public double PerHour(long instant)
    {
        double sum = 0;
        foreach (var part in parts)
            sum += part.PerHour(instant);
        return sum;
    }
}
