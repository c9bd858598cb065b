namespace Jingu.Contracts.Readings;

/// <summary>
/// The base units in which quantities are kept and sent. Not to be confused with an agency, a unit of the site.
/// </summary>
public enum BaseUnit
{
    WattHour = 1,
    Litre = 2,
    Watt = 3,
    Volt = 4,
    Ampere = 5,
    Hertz = 6,
    /// <summary>A plain number: a ratio such as a power factor, or the number of a state.</summary>
    One = 7,
    LitrePerHour = 8,
    Celsius = 9,
    Var = 10,
    VoltAmpere = 11,
    WattPerSquareMetre = 12,
    Lux = 13,
}
