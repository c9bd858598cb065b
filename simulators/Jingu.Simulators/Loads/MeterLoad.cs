namespace Jingu.Simulators.Loads;

/// <summary>What one meter counts, on the primary side, and when it says nothing.</summary>
/// <param name="Forward">Wh imported or generated, or L.</param>
/// <param name="Reverse">Wh exported; nothing for meters with one direction.</param>
internal sealed record MeterLoad(ICounter Forward, ICounter? Reverse, SilentSpans Silent)
{
    /// <summary>What feeds the circuit or pipe behind this meter, where it can be switched.</summary>
    public Supply? Supply { get; init; }

    /// <summary>The chiller behind this meter.</summary>
    public Chiller? Chiller { get; init; }

    /// <summary>What the sun would let an inverter count, whatever is wrong with it.</summary>
    public ICounter? Sun { get; init; }

    /// <summary>The light of the lamps of a unit or zone, where it can be dimmed.</summary>
    public Dimming? Lighting { get; init; }
}
