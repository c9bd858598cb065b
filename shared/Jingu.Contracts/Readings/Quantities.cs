using System.Collections.Frozen;

namespace Jingu.Contracts.Readings;

/// <summary>
/// What is known of each quantity: its name in files and stores, its base unit, and whether a meter counts it up.
/// </summary>
public static class Quantities
{
    private static readonly FrozenDictionary<Quantity, (string Name, BaseUnit Unit)> Known =
        new Dictionary<Quantity, (string, BaseUnit)>
        {
            [Quantity.EnergyImport] = ("energy-import", BaseUnit.WattHour),
            [Quantity.EnergyExport] = ("energy-export", BaseUnit.WattHour),
            [Quantity.EnergyGeneration] = ("energy-generation", BaseUnit.WattHour),
            [Quantity.Volume] = ("volume", BaseUnit.Litre),
            [Quantity.VolumeReverse] = ("volume-reverse", BaseUnit.Litre),
            [Quantity.Power] = ("power", BaseUnit.Watt),
            [Quantity.PowerL1] = ("power-l1", BaseUnit.Watt),
            [Quantity.PowerL2] = ("power-l2", BaseUnit.Watt),
            [Quantity.PowerL3] = ("power-l3", BaseUnit.Watt),
            [Quantity.VoltageL1] = ("voltage-l1", BaseUnit.Volt),
            [Quantity.VoltageL2] = ("voltage-l2", BaseUnit.Volt),
            [Quantity.VoltageL3] = ("voltage-l3", BaseUnit.Volt),
            [Quantity.CurrentL1] = ("current-l1", BaseUnit.Ampere),
            [Quantity.CurrentL2] = ("current-l2", BaseUnit.Ampere),
            [Quantity.CurrentL3] = ("current-l3", BaseUnit.Ampere),
            [Quantity.Frequency] = ("frequency", BaseUnit.Hertz),
            [Quantity.PowerFactor] = ("power-factor", BaseUnit.One),
            [Quantity.ReactivePower] = ("reactive-power", BaseUnit.Var),
            [Quantity.ApparentPower] = ("apparent-power", BaseUnit.VoltAmpere),
            [Quantity.Flow] = ("flow", BaseUnit.LitrePerHour),
            [Quantity.Temperature] = ("temperature", BaseUnit.Celsius),
            [Quantity.PowerDc] = ("power-dc", BaseUnit.Watt),
            [Quantity.VoltageDc] = ("voltage-dc", BaseUnit.Volt),
            [Quantity.CurrentDc] = ("current-dc", BaseUnit.Ampere),
            [Quantity.OperatingState] = ("operating-state", BaseUnit.One),
            [Quantity.Irradiance] = ("irradiance", BaseUnit.WattPerSquareMetre),
            [Quantity.Illuminance] = ("illuminance", BaseUnit.Lux),
        }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Quantity> ByName =
        Known.ToFrozenDictionary(pair => pair.Value.Name, pair => pair.Key);

    /// <summary>The name in profiles, commissioning files and stores, such as <c>energy-import</c>.</summary>
    public static string NameOf(Quantity quantity) => Known[quantity].Name;

    public static BaseUnit UnitOf(Quantity quantity) => Known[quantity].Unit;

    /// <summary>True for what a meter counts up (Wh and L); false for instantaneous values.</summary>
    public static bool IsCounter(Quantity quantity) => UnitOf(quantity) is BaseUnit.WattHour or BaseUnit.Litre;

    public static bool IsKnown(Quantity quantity) => Known.ContainsKey(quantity);

    public static bool TryParse(string name, out Quantity quantity) => ByName.TryGetValue(name, out quantity);
}
