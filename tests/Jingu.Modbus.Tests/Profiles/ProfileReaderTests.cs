using Jingu.Modbus.Profiles;
using Jingu.Yaml;
using Xunit;

namespace Jingu.Modbus.Tests.Profiles;

public sealed class ProfileReaderTests : IDisposable
{
    private const string Good = """
        schema: 1
        name: own-meter
        vendor: Own
        model: M1
        source: its manual
        registersMax: 60
        gapMax: 5
        registers:
          -
            quantity: energy-import
            manual: 40001
            address: 0x0000
            function: 3
            type: u32
            order: CDAB
            scale: 0.1
            unit: kWh
            resolution: 0.1
            notAvailable: 0xFFFFFFFF
            ctSide: secondary
            modulus: 1000000
            rateMax: 50
        identity:
          - {manual: R9, address: 8, function: 3, is: [7, 0x0008]}
        """;

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"jingu-profile-{Path.GetRandomFileName()}.yaml");

    /// <summary>What is written, what somebody wrote instead, and the sentence that says so.</summary>
    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "schema: 1", "schema: 2", ":1: schema: this version reads profiles of schema 1" },
        { "name: own-meter", "name: Own Meter", "name and device are up to 64 of a to z" },
        { "vendor: Own", "vendor: {Own", "not YAML" },
        { "source: its manual", "sources: its manual", ":5: sources: is not known here" },
        { "registersMax: 60", "registersMax: 200", ":6: registersMax: '200' must be a whole number from 4 to 125" },
        { "quantity: energy-import", "quantity: energie", "].quantity: 'energie' is no quantity" },
        { "quantity: energy-import", "quantity: power", "power is not counted in kWh" },
        { "address: 0x0000", "address: 70000", "].address: '70000' is no register address" },
        { "function: 3", "function: 5", "].function: 5 reads no registers" },
        { "type: u32", "type: dword", "].type: 'dword' is no register type" },
        { "order: CDAB", "order: AB", "].order: 'AB' is no word order of u32" },
        { "scale: 0.1", "scale: much", "].scale: 'much' is no number" },
        { "scale: 0.1", "scale: 0", "registers[0]: scale is 0" },
        { "unit: kWh", "unit: kW", "registers[0]: energy-import is not counted in kW" },
        { "unit: kWh", "unit: BTU", "].unit: 'BTU' is no unit" },
        { "resolution: 0.1", "resolution: 0", "resolution is not above 0" },
        { "notAvailable: 0xFFFFFFFF", "notAvailable: NaN", "].notAvailable: NaN belongs to floats" },
        { "notAvailable: 0xFFFFFFFF", "notAvailable: 0xFFFFFFFFFF", "].notAvailable: '0xFFFFFFFFFF' is no raw value" },
        { "ctSide: secondary", "ctSide: left", "].ctSide: 'left' is not known: use one of primary, secondary" },
        { "modulus: 1000000", "modulus: 1", ":21: registers[0].modulus: a counter's modulus is at least 2" },
        { "rateMax: 50", "ratemax: 50", ":22: registers[0].ratemax: is not known here" },
        { "identity:", "identities:", "identities: is not known here" },
        { "is: [7, 0x0008]", "is: none", "identity[0].is: 'none' is no raw value" },
        { "is: [7, 0x0008]", "is: 7, text: M1", "one of is and text belongs here" },
        { ", is: [7, 0x0008]", "", "one of is and text belongs here" },
        { "gapMax: 5", "gapMax: 5\ninFlight: 17", ":8: inFlight: '17' must be a whole number from 1 to 16" },
        { "gapMax: 5", "gapMax: 5\nturnaround: 5", ":8: turnaround: '5' must be a time from" },
        { "gapMax: 5", "gapMax: 5\nsettles: 6s", ":8: settles: '6s' must be a time from" },
        { "gapMax: 5", "gapMax: 5\nsunspec: {bases: [0], model: 1, length: 2}", "].scaleFactor: is missing" },
    };

    /// <summary>Keys without which a counter's register is none.</summary>
    public static TheoryData<string> Mandatory =>
    [
        "quantity", "manual", "address", "function", "type", "order", "scale", "unit", "resolution", "notAvailable",
        "ctSide", "modulus", "rateMax",
    ];

    public static string Mistaken(string right, string wrong) => Good.Replace(right, wrong, StringComparison.Ordinal);

    public static string Without(string key) => string.Join(
        '\n', Good.Split('\n').Where(line => !line.StartsWith($"    {key}:", StringComparison.Ordinal)));

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_profile_of_the_sites_own_is_read_from_its_file()
    {
        File.WriteAllText(_path, Good);
        var profile = ProfileCatalogue.Load(_path);
        var register = Assert.Single(profile.Registers);
        Assert.Equal(("own-meter", 60, 5), (profile.Name, profile.RegistersMax, profile.GapMax));
        Assert.Equal((1_000_000L, 50_000L), (register.Counter!.Modulus, register.Counter.RateMax));
        Assert.Equal("40001", register.Manual);
        Assert.Equal(0x00010002L, register.Decode([2, 1]));
    }

    [Theory]
    [InlineData("rateMax: 50", 0)]
    [InlineData("rateMax: 50\n    backFlow: 0.7", 7)]
    public void A_register_may_say_by_how_much_it_swings_back(string lines, long counts)
    {
        File.WriteAllText(_path, Good.Replace("rateMax: 50", lines, StringComparison.Ordinal));

        Assert.Equal(counts, Assert.Single(ProfileCatalogue.Load(_path).Registers).Counter!.BackFlowMax);
    }

    [Fact]
    public void An_identity_is_numbers_the_address_or_what_a_name_begins_with()
    {
        const string Numbers = "- {manual: R9, address: 8, function: 3, is: [7, 0x0008]}";
        File.WriteAllText(_path, Mistaken(Numbers, $"""
            {Numbers}
              - {"{"}manual: R10, address: 9, function: 3, registers: 2, is: 0x00010002{"}"}
              - {"{"}manual: R20, address: 19, function: 4, is: unit-identifier{"}"}
              - {"{"}manual: R30, address: 29, function: 4, registers: 2, text: M1{"}"}
            """));
        var identity = ProfileCatalogue.Load(_path).Identity;
        Assert.Equal([true, true, false], Matches([7], [8], [9], identity[0]));
        Assert.Equal([true, false, false], Matches([1, 2], [2, 1], [1], identity[1]));
        Assert.Equal([true, false, false], Matches([42], [41], [0], identity[2]));
        Assert.Equal([true, true, false], Matches(['M' << 8 | '1', '0' << 8], ['M', '1'], ['1', 'M'], identity[3]));
    }

    [Theory]
    [MemberData(nameof(Mandatory))]
    public void A_missing_key_of_a_register_is_named_with_file_and_line(string key)
    {
        var sentence = Refusal(Without(key));
        Assert.Contains(key == "ctSide" ? "needs ctSide" : $".{key}: is missing", sentence, StringComparison.Ordinal);
        Assert.StartsWith($"{_path}:1", sentence, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void What_is_wrong_is_named_with_line_and_key(string right, string wrong, string sentence) =>
        Assert.Contains(sentence, Refusal(Mistaken(right, wrong)), StringComparison.Ordinal);

    [Fact]
    public void An_absent_file_is_a_sentence() =>
        Assert.StartsWith($"{_path}: cannot be read", Refusal(null), StringComparison.Ordinal);

    private static bool[] Matches(ushort[] one, ushort[] two, ushort[] three, IdentityRegister identity) =>
        [identity.Matches(one, 42), identity.Matches(two, 42), identity.Matches(three, 42)];

    private string Refusal(string? text)
    {
        if (text is not null)
            File.WriteAllText(_path, text);
        return Assert.Throws<ConfigurationException>(() => ProfileCatalogue.Load(_path)).Message;
    }
}
