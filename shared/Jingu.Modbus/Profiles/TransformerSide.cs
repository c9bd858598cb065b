namespace Jingu.Modbus.Profiles;

/// <summary>
/// Which side of the current and voltage transformers a register shows. The commissioning's multiplier makes a
/// secondary value a primary one, once: never on top of what the meter has already done.
/// </summary>
public enum TransformerSide
{
    /// <summary>What flows in the circuit: no transformer, or the meter has multiplied. No multiplier.</summary>
    Primary = 1,

    /// <summary>What flows through the meter, always: the multiplier is the transformers' ratio.</summary>
    Secondary = 2,

    /// <summary>
    /// The ratio can be set in the meter. Where it is, the multiplier stays 1; where it is left at 1, the multiplier is
    /// the ratio.
    /// </summary>
    SetInMeter = 3,
}
