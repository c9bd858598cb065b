using System.Collections.Immutable;
using Jingu.Contracts.Readings;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Jingu.Modbus.Profiles;

/// <summary>
/// Reads a profile's YAML. Every key is mandatory where it has a meaning, and unknown keys are refused: a slip is never
/// a default.
/// </summary>
internal static class ProfileReader
{
    private const int Schema = 1;

    private static readonly ImmutableArray<string> ProfileKeys =
        ["schema", "name", "vendor", "model", "source", "registersMax", "gapMax", "sunspec", "registers"];

    private static readonly ImmutableArray<string> SunSpecKeys = ["bases", "model", "length"];

    private static readonly ImmutableArray<string> RegisterKeys =
    [
        "quantity", "manual", "address", "function", "type", "order", "scale", "unit", "resolution", "notAvailable",
        "modulus", "rateMax", "scaleFactor",
    ];

    /// <param name="file">The name for sentences.</param>
    public static ProfileLoad Read(string file, TextReader text)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(text);
            return stream.Documents is [var document]
                ? new ProfileLoad.Loaded(ReadProfile(YamlSection.Of(file, "a profile", document.RootNode, ProfileKeys)))
                : new ProfileLoad.Rejected($"{file}, line 1: {stream.Documents.Count} documents where one belongs.");
        }
        catch (YamlException malformed)
        {
            return new ProfileLoad.Rejected($"{file}, line {malformed.Start.Line}: no YAML: {malformed.Message}");
        }
        catch (InvalidOperationException)
        {
            // What YamlDotNet 16.3.0 throws for an opened { or [ that is never closed.
            return new ProfileLoad.Rejected($"{file}: no YAML: a bracket or quote is opened and not closed.");
        }
        catch (ProfileException rejected)
        {
            return new ProfileLoad.Rejected(rejected.Message);
        }
    }

    private static DeviceProfile ReadProfile(YamlSection section)
    {
        if (section.Integer("schema") != Schema)
            throw section.Wrong("schema", $"this version reads profiles of schema {Schema}");
        var sunSpec = section.Has("sunspec") ? ReadSunSpec(section.Section("sunspec", SunSpecKeys)) : null;
        var registers = section.Sections("registers", "a register", RegisterKeys)
            .Select(register => ReadRegister(register, sunSpec is not null)).ToImmutableArray();
        try
        {
            return new DeviceProfile(
                section.Text("name"), section.Text("vendor"), section.Text("model"), section.Text("source"),
                section.Integer("registersMax"), section.Integer("gapMax"), sunSpec, registers);
        }
        catch (ArgumentException wrong)
        {
            throw section.Wrong(wrong.Message);
        }
    }

    private static SunSpecModel ReadSunSpec(YamlSection section) =>
        new(section.Registers("bases"), section.Register("model"), section.Register("length"));

    private static ProfileRegister ReadRegister(YamlSection section, bool sunSpec)
    {
        if (!Quantities.TryParse(section.Text("quantity"), out var quantity))
            throw section.Wrong("quantity", $"'{section.Text("quantity")}' is no quantity");
        var format = Parsed(section, "type", () => RegisterFormat.Parse(section.Text("type"), section.Text("order")));
        var unit = Parsed(section, "unit", () => ProfileUnit.Parse(section.Text("unit")));
        var counter = Quantities.IsCounter(quantity) || section.Has("modulus") || section.Has("rateMax")
            ? ReadCounter(section, unit)
            : null;
        try
        {
            return new ProfileRegister(
                quantity, section.Text("manual"), section.Register("address"), ReadFunction(section), format, unit,
                section.Decimal("scale"), section.Decimal("resolution"), ReadNotAvailable(section, format), counter,
                sunSpec ? section.Register("scaleFactor") : null);
        }
        catch (ArgumentException wrong)
        {
            throw section.Wrong(wrong.Message);
        }
    }

    private static byte ReadFunction(YamlSection section) => section.Integer("function") is var function and (3 or 4)
        ? (byte)function
        : throw section.Wrong("function", $"{section.Integer("function")} reads no registers: use 3 or 4");

    private static CounterLimits ReadCounter(YamlSection section, ProfileUnit unit)
    {
        var (modulus, rateMax) = (section.Long("modulus"), section.Decimal("rateMax"));
        return Parsed(section, "modulus", () => new CounterLimits(modulus, (long)(rateMax * unit.Factor)));
    }

    /// <summary>
    /// <c>none</c>, <c>NaN</c> (floats only), or raw values as they stand in the registers, most significant digit
    /// first.
    /// </summary>
    private static ImmutableArray<ulong> ReadNotAvailable(YamlSection section, RegisterFormat format)
    {
        var texts = section.Texts("notAvailable");
        if (texts is ["none"] or ["NaN"])
        {
            return texts[0] == "NaN" != (format.Type == RegisterType.F32)
                ? throw section.Wrong("notAvailable", "NaN belongs to f32, and none or raw values to integers")
                : [];
        }
        var top = (16 * format.Registers) - 1;
        return [.. texts.Select(text => YamlSection.TryHex(text, out var bits) && bits >> top <= 1
            ? bits
            : throw section.Wrong("notAvailable", $"'{text}' is no raw value of {format.Registers} registers"))];
    }

    private static T Parsed<T>(YamlSection section, string key, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (ArgumentException wrong)
        {
            var named = wrong.ParamName is { } name && section.Has(name) ? name : key;
            var suffix = $" (Parameter '{wrong.ParamName}')";
            throw section.Wrong(named, wrong.Message.Replace(suffix, "", StringComparison.Ordinal));
        }
    }
}
