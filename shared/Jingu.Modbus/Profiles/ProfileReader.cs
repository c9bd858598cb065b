using System.Collections.Immutable;
using System.Globalization;
using Jingu.Contracts.Readings;
using Jingu.Modbus.Transactions;
using Jingu.Yaml;

namespace Jingu.Modbus.Profiles;

/// <summary>
/// Reads a profile's YAML. Every key is mandatory where it has a meaning, and unknown keys are refused: a slip is never
/// a default.
/// </summary>
internal static class ProfileReader
{
    private const int Schema = 1;
    private const int InFlightMax = 16;
    private static readonly TimeSpan TurnaroundMax = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SettlesMax = TimeSpan.FromSeconds(5);

    private static readonly ImmutableArray<string> ProfileKeys =
    [
        "schema", "name", "device", "vendor", "model", "source", "registersMax", "gapMax", "inFlight", "turnaround",
        "settles", "sunspec", "identity", "curtailment", "registers",
    ];

    private static readonly ImmutableArray<string> IdentityKeys =
        ["manual", "address", "function", "registers", "is", "text"];

    private static readonly Dictionary<string, TransformerSide> Sides = new()
    {
        ["primary"] = TransformerSide.Primary,
        ["secondary"] = TransformerSide.Secondary,
        ["set-in-meter"] = TransformerSide.SetInMeter,
    };

    private static readonly ImmutableArray<string> CurtailmentKeys = ["mode", "limit", "unlimited", "percent"];

    private static readonly ImmutableArray<string> SunSpecKeys = ["bases", "model", "length"];

    private static readonly ImmutableArray<string> RegisterKeys =
    [
        "quantity", "manual", "address", "function", "type", "order", "scale", "unit", "resolution", "notAvailable",
        "ctSide", "modulus", "rateMax", "backFlow", "scaleFactor",
    ];

    /// <summary>Reads a profile from a file's root; what is wrong is a <see cref="ConfigurationException"/>.</summary>
    public static DeviceProfile Read(YamlMap map)
    {
        map.Only(ProfileKeys);
        if (map.Parsed("schema", WholeNumber) != Schema)
            throw map.Complaint("schema", $"this version reads profiles of schema {Schema}.");
        var sunSpec = map.Map("sunspec") is { } model ? ReadSunSpec(model) : null;
        if (!map.Has("registers"))
            throw map.Complaint("registers", "is missing: add it.");
        var registers = map.List("registers")
            .Select(register => ReadRegister(register, sunSpec is not null)).ToImmutableArray();
        return Built(map, () => new DeviceProfile(
            map.Text("name"), map.Text("vendor"), map.Text("model"), map.Text("source"),
            (int)map.Number("registersMax", 4, ModbusRequest.RegistersMax),
            (int)map.Number("gapMax", 0, ModbusRequest.RegistersMax), sunSpec, registers,
            map.Has("device") ? map.Text("device") : null, [.. map.List("identity").Select(ReadIdentity)])
        {
            InFlight = (int)map.Number("inFlight", 1, InFlightMax, 1),
            Turnaround = map.Duration("turnaround", TimeSpan.Zero, TurnaroundMax, TimeSpan.Zero),
            Settles = map.Duration("settles", TimeSpan.Zero, SettlesMax, TimeSpan.Zero),
            Curtailment = map.Map("curtailment") is { } curtailment ? ReadCurtailment(curtailment) : null,
        });
    }

    private static IdentityRegister ReadIdentity(YamlMap map)
    {
        map.Only(IdentityKeys);
        var (manual, address, function) =
            (map.Text("manual"), map.Parsed("address", Register), map.Parsed("function", Function));
        var registers = (int)map.Number("registers", 1, IdentityRegister.RegistersMax, 1);
        if (map.Has("is") == map.Has("text"))
        {
            throw map.Complaint(
                "one of is and text belongs here: values or unit-identifier, or what a name begins with.");
        }
        return Built(map, () => map.Has("text")
            ? IdentityRegister.OfText(manual, address, function, registers, map.Text("text"))
            : map.ParsedEach("is", text => text) is ["unit-identifier"]
                ? IdentityRegister.OfUnitIdentifier(manual, address, function)
                : IdentityRegister.OfValues(manual, address, function, registers, [.. map.ParsedEach("is", Raw)]));
    }

    private static CurtailRegisters ReadCurtailment(YamlMap map)
    {
        map.Only(CurtailmentKeys);
        return new(
            map.Parsed("mode", Register), map.Parsed("limit", Register), map.Parsed("unlimited", Register),
            map.Parsed("percent", Register));
    }

    private static SunSpecModel ReadSunSpec(YamlMap map)
    {
        map.Only(SunSpecKeys);
        return Built(map, () => new SunSpecModel(
            [.. map.ParsedEach("bases", Register)], map.Parsed("model", Register), map.Parsed("length", Register)));
    }

    private static ProfileRegister ReadRegister(YamlMap map, bool sunSpec)
    {
        map.Only(RegisterKeys);
        var quantity = map.Parsed("quantity", QuantityOf);
        var format = Built(map, () => RegisterFormat.Parse(map.Text("type"), map.Text("order")), "type");
        var unit = Built(map, () => ProfileUnit.Parse(map.Text("unit")), "unit");
        var counter = Quantities.IsCounter(quantity) || map.Has("modulus") || map.Has("rateMax")
            ? ReadCounter(map, unit)
            : null;
        return Built(map, () => new ProfileRegister(
            quantity, map.Text("manual"), map.Parsed("address", Register), map.Parsed("function", Function), format,
            unit, map.Parsed("scale", Number), map.Parsed("resolution", Number), ReadNotAvailable(map, format), counter,
            map.Has("ctSide") ? map.Choice("ctSide", Sides) : null,
            sunSpec ? map.Parsed("scaleFactor", ScaleFactor) : null));
    }

    private static CounterLimits ReadCounter(YamlMap map, ProfileUnit unit)
    {
        var (modulus, rateMax) = (map.Parsed("modulus", WholeNumber), map.Parsed("rateMax", Number));
        // May be left out: most registers never swing back, and then none is tolerated.
        var backFlow = map.Has("backFlow") && map.Parsed("resolution", Number) is > 0 and var resolution
            ? map.Parsed("backFlow", Number) / resolution
            : 0;
        return Built(
            map, () => new CounterLimits(modulus, (long)(rateMax * unit.Factor), (long)backFlow), "modulus");
    }

    /// <summary>
    /// <c>none</c>, <c>NaN</c> (floats only), or raw values as they stand in the registers, most significant digit
    /// first.
    /// </summary>
    private static ImmutableArray<ulong> ReadNotAvailable(YamlMap map, RegisterFormat format)
    {
        if (map.ParsedEach("notAvailable", text => text) is [var word] && word is "none" or "NaN")
        {
            return word == "NaN" != format.IsFloat
                ? throw map.Complaint("notAvailable", "NaN belongs to floats, and none or raw values to integers.")
                : [];
        }
        var top = (16 * format.Registers) - 1;
        return [.. map.ParsedEach("notAvailable", text => TryHex(text, out var bits) && bits >> top <= 1
            ? bits
            : throw new FormatException($"'{text}' is no raw value of {format.Registers} registers."))];
    }

    private static Quantity QuantityOf(string text) => Quantities.TryParse(text, out var quantity)
        ? quantity
        : throw new FormatException($"'{text}' is no quantity.");

    private static byte Function(string text) => WholeNumber(text) is var function and (3 or 4)
        ? (byte)function
        : throw new FormatException($"{text} reads no registers: use 3 or 4.");

    private static ushort Register(string text) => TryHex(text, out var bits) && bits <= ushort.MaxValue
        ? (ushort)bits
        : throw new FormatException($"'{text}' is no register address: use 0 to 65535 or 0x0000 to 0xFFFF.");

    /// <summary>A SunSpec point of a state has none, which is said so that no other's is forgotten.</summary>
    private static ushort? ScaleFactor(string text) => text == "none" ? null : Register(text);

    private static ulong Raw(string text) => TryHex(text, out var bits)
        ? bits
        : throw new FormatException($"'{text}' is no raw value: use 0 or more, or 0x0000 and more.");

    private static long WholeNumber(string text) => long.TryParse(text, CultureInfo.InvariantCulture, out var value)
        ? value
        : throw new FormatException($"'{text}' is no whole number.");

    private static decimal Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FormatException($"'{text}' is no number.");

    private static bool TryHex(string text, out ulong bits) => text.StartsWith("0x", StringComparison.Ordinal)
        ? ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bits)
        : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out bits);

    /// <summary>
    /// Turns what a constructor refuses into a complaint about the key it names, else about <paramref name="key"/>.
    /// </summary>
    private static T Built<T>(YamlMap map, Func<T> build, string? key = null)
    {
        try
        {
            return build();
        }
        catch (ArgumentException wrong)
        {
            var suffix = $" (Parameter '{wrong.ParamName}')";
            var sentence = wrong.Message.Replace(suffix, "", StringComparison.Ordinal) + ".";
            var named = wrong.ParamName is { } name && map.Has(name) ? name : key;
            throw named is null ? map.Complaint(sentence) : map.Complaint(named, sentence);
        }
    }
}
