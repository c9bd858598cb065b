using System.Collections.Frozen;
using Jingu.Contracts.Readings;

namespace Jingu.Modbus.Profiles;

/// <summary>A unit as manuals write it, and how many base units it has.</summary>
public sealed record ProfileUnit
{
    private static readonly FrozenDictionary<string, ProfileUnit> Known = new ProfileUnit[]
    {
        new("Wh", BaseUnit.WattHour, 1), new("kWh", BaseUnit.WattHour, 1000), new("MWh", BaseUnit.WattHour, 1_000_000),
        new("L", BaseUnit.Litre, 1), new("m3", BaseUnit.Litre, 1000),
        new("W", BaseUnit.Watt, 1), new("kW", BaseUnit.Watt, 1000),
        new("var", BaseUnit.Var, 1), new("kvar", BaseUnit.Var, 1000),
        new("VA", BaseUnit.VoltAmpere, 1), new("kVA", BaseUnit.VoltAmpere, 1000),
        new("V", BaseUnit.Volt, 1), new("A", BaseUnit.Ampere, 1), new("Hz", BaseUnit.Hertz, 1),
        new("L/h", BaseUnit.LitrePerHour, 1), new("m3/h", BaseUnit.LitrePerHour, 1000),
        new("1", BaseUnit.One, 1), new("degC", BaseUnit.Celsius, 1),
        new("W/m2", BaseUnit.WattPerSquareMetre, 1), new("lx", BaseUnit.Lux, 1),
    }.ToFrozenDictionary(unit => unit.Name);

    private ProfileUnit(string name, BaseUnit unit, int factor) => (Name, Base, Factor) = (name, unit, factor);

    public string Name { get; }

    public BaseUnit Base { get; }

    /// <summary>Base units in one of this.</summary>
    public int Factor { get; }

    /// <summary>
    /// Reads a name such as <c>kWh</c>; throws <see cref="ArgumentException"/> for one that is not known.
    /// </summary>
    public static ProfileUnit Parse(string name) => Known.TryGetValue(name, out var unit)
        ? unit
        : throw new ArgumentException(
            $"'{name}' is no unit: use one of {string.Join(", ", Known.Keys.Order())}", nameof(name));
}
