using System.Globalization;
using Jingu.Contracts.Readings;
using Jingu.Modbus.Profiles;
using Jingu.Yaml;

namespace Jingu.Modbus.MeterFrames;

/// <summary>
/// Reads a profile's YAML; throws <see cref="ConfigurationException"/> with file, line and key for what cannot be used.
/// </summary>
internal static class FrameProfileReader
{
    private const int Schema = 1;

    private static readonly Dictionary<string, FrameProtocol> Protocols = new()
    {
        ["dlt645"] = FrameProtocol.Dlt645,
        ["cjt188"] = FrameProtocol.Cjt188,
    };

    private static readonly Dictionary<string, bool> YesOrNo = new() { ["true"] = true, ["false"] = false };

    /// <param name="file">The name for sentences.</param>
    public static FrameProfile Read(string text, string file)
    {
        var map = YamlMap.Parse(text, file);
        map.Number("schema", Schema, Schema);
        var protocol = map.Choice("protocol", Protocols);
        var type = protocol == FrameProtocol.Cjt188 ? map.Parsed("meterType", Hex) : (uint?)null;
        var profile = Checked(map, "items", () => new FrameProfile(
            map.Text("name"), protocol, map.Text("source"), (byte?)type, [.. map.List("items").Select(ReadItem)]));
        map.Done();
        return profile;
    }

    private static FrameItem ReadItem(YamlMap map)
    {
        if (!Quantities.TryParse(map.Text("quantity"), out var quantity))
            throw map.Complaint("quantity", $"'{map.Text("quantity")}' is no quantity.");
        var unit = Checked(map, "unit", () => ProfileUnit.Parse(map.Text("unit")));
        var item = Checked(map, "quantity", () => new FrameItem(
            quantity,
            map.Parsed("identifier", Hex),
            (int)map.Number("offset", 0, 1023, 0),
            (int)map.Number("digits", 2, 16),
            (int)map.Number("decimals", 0, 16),
            map.Choice("signed", YesOrNo, false),
            unit,
            map.Has("unitCode") ? (byte)map.Parsed("unitCode", Hex) : null,
            map.Has("rateMax") ? map.Number("rateMax", 1, 1_000_000_000) : null,
            map.Has("backFlow") ? map.Parsed("backFlow", Decimal) : 0));
        map.Done();
        return item;
    }

    private static decimal Decimal(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FormatException($"'{text}' is no number of 0 or more");

    private static uint Hex(string text) => text.StartsWith("0x", StringComparison.Ordinal)
        && uint.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FormatException($"'{text}' must be hexadecimal digits after 0x");

    private static T Checked<T>(YamlMap map, string key, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException wrong)
        {
            throw map.Complaint(key, $"{wrong.Message}.");
        }
    }
}
