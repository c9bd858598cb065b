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
    VoltageDc = 37,
    CurrentDc = 38,
    /// <summary>
    /// What an inverter is doing, numbered as SunSpec's point St (model_103.json): 1 off, 2 sleeping, 3 starting, 4
    /// tracking the maximum power point, 5 throttled, 6 shutting down, 7 fault, 8 standby.
    /// </summary>
    OperatingState = 39,
    /// <summary>Of the plane a sensor stands in, such as that of a PV array.</summary>
    Irradiance = 40,
    /// <summary>Light as the eye weighs it, at a sensor's place.</summary>
    Illuminance = 41,
}
