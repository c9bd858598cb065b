namespace Jingu.Simulators.Loads;

/// <summary>
/// Water of an office: about 40 L per head and working day, nearly nothing at night, a tap that drips.
/// </summary>
internal sealed class WaterShape
{
    /// <summary>L per head and hour while everybody works.</summary>
    private const double WorkingLitres = 4.2;

    /// <summary>L per head and hour that never stop.</summary>
    private const double BaseLitres = 0.06;

    private readonly Noise _noise;
    private readonly double _scale;

    public WaterShape(ulong seed, string name, int headcount)
    {
        _noise = Noise.Of(seed, name);
        _scale = headcount * (0.8 + (0.4 * _noise.At(-1)));
    }

    /// <summary>L in a slot.</summary>
    public long VolumeIn(Slot slot)
    {
        var presence = ElectricityShape.Presence(slot.Hour, slot.IsWorkingDay);
        var people = WorkingLitres * presence * 2 * _noise.At(slot.Index);
        return _noise.Whole(_scale * (BaseLitres + people) / Slots.PerHour, ~slot.Index);
    }
}
