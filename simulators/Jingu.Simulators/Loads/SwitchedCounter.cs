namespace Jingu.Simulators.Loads;

/// <summary>
/// Counts what flows while there is supply: what would have flowed without it is gone for good, not made up for later.
/// </summary>
internal sealed class SwitchedCounter(ICounter whole, Supply supply) : ICounter
{
    public long At(long instant)
    {
        var count = whole.At(instant);
        foreach (var (from, to) in supply.OffUntil(instant))
            count -= whole.At(to) - whole.At(from);
        return count;
    }

    public double PerHour(long instant) => supply.IsOn(instant) ? whole.PerHour(instant) : 0;
}
