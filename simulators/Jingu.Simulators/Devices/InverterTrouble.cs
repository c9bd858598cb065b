namespace Jingu.Simulators.Devices;

/// <summary>What may be wrong with an inverter and its array.</summary>
internal enum InverterTrouble
{
    None,

    /// <summary>It has a fault, says so, and generates nothing.</summary>
    Fault,

    /// <summary>Snow lies on the array: it has voltage and no current.</summary>
    Snow,

    /// <summary>It answers with what it showed last; it generates on.</summary>
    Stale,
}
