using Jingu.Simulators.Campus;

namespace Jingu.Simulators.Devices;

/// <summary>
/// The registers of one kind of meter, written down a second time, apart from the product's profiles: what the one gets
/// wrong the other shows. Implementations hold no state and are safe from any thread.
/// </summary>
internal interface IDeviceMap
{
    /// <summary>The one function code by which the registers are read: 3 or 4.</summary>
    byte Function { get; }

    /// <summary>The registers that exist; everything else is refused.</summary>
    IReadOnlyList<RegisterBlock> Blocks { get; }

    /// <summary>Writes all registers, rounded as the real meter rounds.</summary>
    void Write(in Shown shown, RegisterImage image);

    /// <summary>
    /// Reads a counter back from what was served: Wh or L of the secondary side. Nothing when the answer does not hold
    /// the whole counter.
    /// </summary>
    long? Counter(Direction direction, ServedRegisters served);
}
