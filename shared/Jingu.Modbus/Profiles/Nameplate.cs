namespace Jingu.Modbus.Profiles;

/// <summary>
/// What a device says of itself, for a person to compare with what is written on it. A device may say nothing, and may
/// say anything: only characters that print are taken over. Immutable.
/// </summary>
/// <param name="Manufacturer">Empty where it does not say.</param>
/// <param name="Model">Likewise.</param>
/// <param name="Serial">Likewise.</param>
public sealed record Nameplate(string Manufacturer, string Model, string Serial)
{
    /// <summary>The id of SunSpec's common model.</summary>
    internal const ushort CommonModel = 1;

    /// <summary>Of the common model those that stand in every version of it: 65 long, or 66 with a pad.</summary>
    internal const int Registers = 64;

    /// <summary>Points Mn, Md and SN (sunspec/models, json/model_1.json), from the register behind length on.</summary>
    internal static Nameplate FromCommonModel(ReadOnlySpan<ushort> registers) => new(
        Printed(registers[..16]), Printed(registers[16..32]), Printed(registers[48..64]));

    /// <summary>A line for a person, such as <c>Maker Model, serial 123</c>.</summary>
    public override string ToString()
    {
        var name = $"{Manufacturer} {Model}".Trim();
        var serial = Serial.Length > 0 ? $"serial {Serial}" : "without a serial";
        return name.Length > 0 ? $"{name}, {serial}" : serial;
    }

    private static string Printed(ReadOnlySpan<ushort> registers) =>
        string.Concat(RegisterText.Of(registers).Where(character => character is >= ' ' and <= '~')).Trim();
}
