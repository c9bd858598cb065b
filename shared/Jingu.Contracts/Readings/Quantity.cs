namespace Jingu.Contracts.Readings;

/// <summary>
/// What a value says. Codes are on the wire and in stores: never renumbered, never reused.
/// Import from the grid is positive; export is its own register.
/// </summary>
public enum Quantity
{
    EnergyImport = 1,
    EnergyExport = 2,
    /// <summary>Energy an inverter has generated.</summary>
    EnergyGeneration = 3,
    Volume = 4,
    VolumeReverse = 5,

    Power = 20,
    PowerL1 = 21,
    PowerL2 = 22,
    PowerL3 = 23,
    VoltageL1 = 24,
    VoltageL2 = 25,
    VoltageL3 = 26,
    CurrentL1 = 27,
    CurrentL2 = 28,
    CurrentL3 = 29,
    Frequency = 30,
    PowerFactor = 31,
    ReactivePower = 32,
    ApparentPower = 33,
    Flow = 34,
    Temperature = 35,
    PowerDc = 36,
}
