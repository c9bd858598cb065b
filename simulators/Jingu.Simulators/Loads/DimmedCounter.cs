namespace Jingu.Simulators.Loads;

/// <summary>
/// Counts what lamps draw: in each stretch between two levels the same share of what they would draw at full light,
/// rounded down.
/// </summary>
internal sealed class DimmedCounter(ICounter whole, Dimming light) : ICounter
{
    public long At(long instant)
    {
        var first = light.Changes.FirstOrDefault(instant);
        if (instant <= first)
            return whole.At(instant);
        var (count, from) = (whole.At(first), first);
        foreach (var to in light.Changes.Where(change => change < instant).Append(instant))
        {
            count += (whole.At(to) - whole.At(from)) * light.ShareAt(from) / IFeed.Whole;
            from = to;
        }
        return count;
    }

    public double PerHour(long instant) => whole.PerHour(instant) * light.ShareAt(instant) / IFeed.Whole;
}
