namespace Jingu.Simulators.Loads;

/// <summary>
/// A floor circuit draws a share of what its unit draws: air-conditioning by season, light and sockets the rest. All
/// circuits of a unit together stay below it in every slot, because each is rounded down.
/// </summary>
internal sealed class CircuitShape
{
    /// <summary>Most that the circuits of a unit take together; the rest has no meter of its own.</summary>
    private const double ShareMax = 0.9;

    private readonly Noise _noise;
    private readonly int _index;
    private readonly int _count;

    /// <param name="index">Which of the unit's circuits, from 0; number 1 is the air-conditioning.</param>
    /// <param name="count">How many the unit has.</param>
    public CircuitShape(ulong seed, string name, int index, int count) =>
        (_noise, _index, _count) = (Noise.Of(seed, name), index, count);

    /// <summary>Wh in a slot of which the unit draws <paramref name="unitEnergy"/>.</summary>
    public long EnergyIn(Slot slot, long unitEnergy)
    {
        var cooling = Math.Min(0.5, 0.22 * ElectricityShape.Season(slot.DayOfYear));
        var share = _index == 1 ? cooling : (ShareMax - (_count > 1 ? cooling : 0)) / Math.Max(1, _count - 1);
        var mood = 0.8 + (0.2 * _noise.Smooth(slot.Index / (double)Slots.PerHour));
        return (long)Math.Floor(unitEnergy * share * mood);
    }
}
