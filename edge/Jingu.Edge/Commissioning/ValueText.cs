using System.Globalization;
using Jingu.Contracts.Readings;

namespace Jingu.Edge.Commissioning;

/// <summary>A value as a person reads it: in the unit of a display, with as many digits as its register has.</summary>
internal static class ValueText
{
    public static string Of(Scaling scaling, long? count) => count is { } known
        ? $"{Number(scaling, known)} {UnitOf(scaling.Quantity)}".TrimEnd()
        : "not available";

    /// <summary>Counters in kWh and m3, all else in its base unit.</summary>
    public static string Number(Scaling scaling, long count)
    {
        var value = (decimal)count * scaling.Numerator / scaling.Denominator;
        return (Quantities.IsCounter(scaling.Quantity) ? value / 1000 : value)
            .ToString("0.######", CultureInfo.InvariantCulture);
    }

    public static string UnitOf(Quantity quantity) => Quantities.UnitOf(quantity) switch
    {
        BaseUnit.WattHour => "kWh",
        BaseUnit.Litre => "m3",
        BaseUnit.Watt => "W",
        BaseUnit.Volt => "V",
        BaseUnit.Ampere => "A",
        BaseUnit.Hertz => "Hz",
        BaseUnit.One => "",
        BaseUnit.LitrePerHour => "L/h",
        BaseUnit.Celsius => "°C",
        BaseUnit.Var => "var",
        BaseUnit.VoltAmpere => "VA",
        BaseUnit.WattPerSquareMetre => "W/m2",
        BaseUnit.Lux => "lx",
        var other => other.ToString(),
    };
}
