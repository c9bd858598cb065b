using Jingu.Contracts.Readings;
using Jingu.Modbus.MeterFrames;
using Jingu.Modbus.Profiles;
using Jingu.Yaml;
using Xunit;

namespace Jingu.Modbus.Tests.MeterFrames;

public sealed class FrameItemTests
{
    private const string Profile = """
        schema: 1
        name: test-meter
        protocol: dlt645
        source: the test
        items:
          - {quantity: energy-import, identifier: 0x00010000, digits: 8, decimals: 2, unit: kWh, rateMax: 100}
        """;

    [Theory]
    [InlineData("563412", false, 123_456L)]
    [InlineData("563492", true, -123_456L)]
    [InlineData("000080", true, 0L)]
    [InlineData("FFFFFF", true, null)]
    public void Digits_are_read_low_byte_first_with_a_sign_in_the_highest_bit(string hex, bool signed, long? count) =>
        Assert.Equal(new FrameValue(count, null), Power(signed).Decode(Convert.FromHexString(hex)));

    [Theory]
    [InlineData("56341A", "power 56341A is no decimal number")]
    [InlineData("5634B2", "power 5634B2 is no decimal number")]
    [InlineData("5634", "2 bytes of data, too few for power")]
    public void What_is_no_number_is_none(string hex, string said)
    {
        var value = Power(signed: hex[4..] != "B2").Decode(Convert.FromHexString(hex));
        Assert.Null(value.Count);
        Assert.StartsWith(said, value.Wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_unit_than_the_profiles_is_no_number()
    {
        var volume = FrameProfiles.Find("cjt188-cold-water")!.Items[0];
        var value = volume.Decode(Convert.FromHexString("0077665529"));
        Assert.Equal("volume in unit 29, where the profile has 2C.", value.Wrong);
    }

    [Fact]
    public void A_water_meter_may_swing_back_as_far_as_recorded_ones_do_and_an_electricity_meter_not_at_all()
    {
        // 0.12 m3 in steps of 10 L.
        Assert.Equal(12, FrameProfiles.Find("cjt188-cold-water")!.LimitsAt(0)!.BackFlowMax);
        Assert.Equal(0, FrameProfiles.Find("dlt645-single-phase")!.LimitsAt(0)!.BackFlowMax);
    }

    [Theory]
    [InlineData("cjt188-cold-water", Quantity.Volume, 10, 1, 100_000_000L)]
    [InlineData("dlt645-single-phase", Quantity.EnergyImport, 10, 1, 100_000_000L)]
    [InlineData("dlt645-three-phase", Quantity.EnergyExport, 10, 1, 100_000_000L)]
    [InlineData("dlt645-three-phase", Quantity.Power, 1, 10, null)]
    [InlineData("dlt645-three-phase", Quantity.VoltageL2, 1, 10, null)]
    [InlineData("dlt645-three-phase", Quantity.CurrentL3, 1, 1000, null)]
    [InlineData("dlt645-three-phase", Quantity.Frequency, 1, 100, null)]
    public void A_profile_says_how_counts_are_scaled_and_where_a_counter_rolls_over(
        string name, Quantity quantity, long numerator, long denominator, long? modulus)
    {
        var profile = FrameProfiles.Find(name)!;
        var place = profile.Items.ToList().FindIndex(item => item.Quantity == quantity);
        Assert.Equal(new Scaling(quantity, numerator, denominator), profile.Layout[place]);
        Assert.Equal(modulus, profile.LimitsAt(place)?.Modulus);
    }

    [Theory]
    [InlineData("unit: kWh", "unit: m3", ":6: items[0].quantity: energy-import is not counted in m3")]
    [InlineData("unit: kWh", "unit: kwh", ":6: items[0].unit: 'kwh' is no unit")]
    [InlineData("rateMax: 100", "rateMax: 100, backFlow: -1", ":6: items[0].backFlow: '-1' is no number")]
    [InlineData(", rateMax: 100", "", ":6: items[0].quantity: energy-import is a counter and needs rateMax")]
    [InlineData("digits: 8", "digits: 7", "7 digits: an even number")]
    [InlineData("0x00010000", "10000", ":6: items[0].identifier: '10000' must be hexadecimal digits after 0x")]
    [InlineData("dlt645", "dlt644", ":3: protocol: 'dlt644' is not known")]
    [InlineData("decimals: 2", "decimal: 2", "items[0].decimals: is missing")]
    public void A_mistake_in_a_profile_is_named_with_line_and_key(string good, string bad, string said)
    {
        var text = Profile.Replace(good, bad, StringComparison.Ordinal);
        var complaint = Assert.Throws<ConfigurationException>(() => FrameProfileReader.Read(text, "test.yaml"));
        Assert.Contains(said, complaint.Message, StringComparison.Ordinal);
    }

    private static FrameItem Power(bool signed) =>
        new(Quantity.Power, 0x02030000, 0, 6, 4, signed, ProfileUnit.Parse("kW"), null, null);
}
