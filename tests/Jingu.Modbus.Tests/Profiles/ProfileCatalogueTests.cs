using Jingu.Contracts.Readings;
using Jingu.Modbus.Profiles;
using Xunit;

namespace Jingu.Modbus.Tests.Profiles;

public sealed class ProfileCatalogueTests
{
    [Fact]
    public void An_unknown_name_finds_nothing() => Assert.Null(ProfileCatalogue.Find("eastron-sdm63O"));

    /// <summary>Addresses of the manuals, typed a second time.</summary>
    [Theory]
    [InlineData("eastron-sdm630", "energy-import", 0x0048, 4, 10, 1, 100_000_000L)]
    [InlineData("eastron-sdm630", "energy-export", 0x004A, 4, 10, 1, 100_000_000L)]
    [InlineData("eastron-sdm630", "power", 0x0034, 4, 1, 10, null)]
    [InlineData("eastron-sdm630", "voltage-l3", 0x0004, 4, 1, 10, null)]
    [InlineData("chint-dtsu666", "energy-import", 0x101E, 3, 10, 1, 100_000_000L)]
    [InlineData("chint-dtsu666", "power", 0x2012, 3, 1, 10, null)]
    [InlineData("chint-dtsu666", "frequency", 0x2044, 3, 1, 100, null)]
    [InlineData("acrel-adw300", "energy-import", 62, 3, 10, 1, 100_000_000L)]
    [InlineData("acrel-adw300", "power", 36, 3, 1, 1, null)]
    [InlineData("xintai-water", "volume", 0x0001, 3, 1, 1, 100_000_000L)]
    [InlineData("xintai-water", "flow", 0x0005, 3, 1, 1, null)]
    [InlineData("sunspec-103", "energy-generation", 24, 3, 1, 1, 4_294_967_296L)]
    [InlineData("sunspec-103", "power", 14, 3, 1, 10, null)]
    public void Registers_stand_where_the_manual_says(
        string name, string quantityName, int address, int function, long numerator, long denominator, long? modulus)
    {
        var profile = ProfileCatalogue.Find(name)!;
        Assert.True(Quantities.TryParse(quantityName, out var quantity));
        var place = profile.IndexOf(quantity);
        var register = profile.Registers[place];
        Assert.Equal((address, function, modulus), (register.Address, register.Function, register.Counter?.Modulus));
        Assert.Equal(new Scaling(quantity, numerator, denominator), profile.Layout[place]);
    }

    [Fact]
    public void Eastron_numbers_of_the_manual_are_the_wire_addresses_from_30001() => Assert.All(
        ProfileCatalogue.Find("eastron-sdm630")!.Registers,
        register => Assert.Equal($"{30001 + register.Address}", register.Manual));

    [Fact]
    public void The_water_meters_published_flow_decodes()
    {
        var profile = ProfileCatalogue.Find("xintai-water")!;
        var flow = profile.Registers[profile.IndexOf(Quantity.Flow)];
        Assert.Equal(545, flow.Decode([0x1E85, 0x0B3F]));
    }
}
