using Jingu.Modbus.Profiles;
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
        """;

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"jingu-profile-{Path.GetRandomFileName()}.yaml");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_profile_of_the_sites_own_is_read_from_its_file()
    {
        File.WriteAllText(_path, Good);
        var profile = Assert.IsType<ProfileLoad.Loaded>(ProfileCatalogue.Load(_path)).Profile;
        var register = Assert.Single(profile.Registers);
        Assert.Equal(("own-meter", 60, 5), (profile.Name, profile.RegistersMax, profile.GapMax));
        Assert.Equal((1_000_000L, 50_000L), (register.Counter!.Modulus, register.Counter.RateMax));
        Assert.Equal("40001", register.Manual);
        Assert.Equal(0x00010002L, register.Decode([2, 1]));
    }

    [Theory]
    [InlineData("quantity")]
    [InlineData("manual")]
    [InlineData("address")]
    [InlineData("function")]
    [InlineData("type")]
    [InlineData("order")]
    [InlineData("scale")]
    [InlineData("unit")]
    [InlineData("resolution")]
    [InlineData("notAvailable")]
    [InlineData("modulus")]
    [InlineData("rateMax")]
    public void A_missing_key_of_a_register_is_named_with_file_and_line(string key)
    {
        var kept = Good.Split('\n').Where(line => !line.StartsWith($"    {key}:", StringComparison.Ordinal));
        var sentence = Refusal(string.Join('\n', kept));
        Assert.StartsWith($"{_path}:10: registers[0].{key}: is missing", sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("schema: 1", "schema: 2", ":1: schema: this version reads profiles of schema 1")]
    [InlineData("quantity: energy-import", "quantity: energie", ":10: registers[0].quantity: 'energie' is no quantity")]
    [InlineData("address: 0x0000", "address: 70000", ":12: registers[0].address: '70000' is no register address")]
    [InlineData("function: 3", "function: 5", ":13: registers[0].function: 5 reads no registers")]
    [InlineData("type: u32", "type: dword", ":14: registers[0].type: 'dword' is no register type")]
    [InlineData("order: CDAB", "order: AB", ":15: registers[0].order: 'AB' is no word order of u32")]
    [InlineData("scale: 0.1", "scale: much", ":16: registers[0].scale: 'much' is no number")]
    [InlineData("unit: kWh", "unit: kW", ":10: registers[0]: energy-import is not counted in kW")]
    [InlineData("unit: kWh", "unit: BTU", ":17: registers[0].unit: 'BTU' is no unit")]
    [InlineData("notAvailable: 0xFFFFFFFF", "notAvailable: NaN", ":19: registers[0].notAvailable: NaN belongs to floats")]
    [InlineData("notAvailable: 0xFFFFFFFF", "notAvailable: 0xFFFFFFFFFF", ":19: registers[0].notAvailable: '0xFFFFFFFFFF'")]
    [InlineData("modulus: 1000000", "modulus: 1", ":21: registers[0].modulus: a counter's modulus is at least 2")]
    [InlineData("rateMax: 50", "ratemax: 50", ":22: registers[0].ratemax: is not known here")]
    [InlineData("registersMax: 60", "registersMax: 200", ":6: registersMax: '200' must be a whole number from 4 to 125")]
    [InlineData("vendor: Own", "vendor: {Own", "not YAML")]
    public void What_is_wrong_is_named_with_line_and_key(string right, string wrong, string sentence) =>
        Assert.Contains(
            sentence, Refusal(Good.Replace(right, wrong, StringComparison.Ordinal)), StringComparison.Ordinal);

    [Fact]
    public void An_absent_file_is_a_sentence()
    {
        var rejected = Assert.IsType<ProfileLoad.Rejected>(ProfileCatalogue.Load(_path));
        Assert.StartsWith($"{_path}: cannot be read", rejected.Sentence, StringComparison.Ordinal);
    }

    private string Refusal(string text)
    {
        File.WriteAllText(_path, text);
        return Assert.IsType<ProfileLoad.Rejected>(ProfileCatalogue.Load(_path)).Sentence;
    }
}
