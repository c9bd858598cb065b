using System.Collections.Immutable;
using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Jingu.Contracts.Readings;
using Jingu.Modbus.Profiles;
using Xunit;

namespace Jingu.Modbus.Tests.Profiles;

public sealed class ProfileRegisterTests
{
    [Theory]
    [InlineData(0f, 0)]
    [InlineData(230.2f, 23020)]
    [InlineData(131071.99f, 13_107_199)]
    [InlineData(0.0049f, 0)]
    [InlineData(0.0051f, 1)]
    [InlineData(-1.25f, -125)]
    public void A_float_is_rounded_to_its_resolution(float shown, long count) =>
        Assert.Equal(count, Float("0.01").Decode(Registers(shown)));

    [Fact]
    public void Every_count_a_float_can_hold_comes_back() => Prop.ForAll(
        Gen.Choose(0, 13_107_200).ToArbitrary(),
        count => Float("0.01").Decode(Registers((float)(count / 100.0))) == count).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.MaxValue)]
    public void A_float_that_is_no_count_is_not_available(float shown) =>
        Assert.Null(Float("0.01").Decode(Registers(shown)));

    [Theory]
    [InlineData(0xFFFF, 0xFFFE, -2)]
    [InlineData(0x0000, 0x2710, 10_000)]
    [InlineData(0x8000, 0x0000, null)]
    [InlineData(0x7FFF, 0xFFFF, null)]
    public void Signed_integers_have_values_that_say_not_available(int high, int low, int? count)
    {
        var register = Make("s32", "ABCD", 1, [0x80000000, 0x7FFFFFFF]);
        Assert.Equal(count, (int?)register.Decode([(ushort)high, (ushort)low]));
    }

    [Theory]
    [InlineData(0, 1234)]
    [InlineData(2, 123_400)]
    [InlineData(-1, 123)]
    [InlineData(10, 12_340_000_000_000)]
    [InlineData(-10, 0)]
    public void A_scale_factor_is_a_power_of_ten(short power, long count) =>
        Assert.Equal(count, Make("u32", "ABCD", 1, []).Decode([0, 1234], power));

    [Theory]
    [InlineData(11)]
    [InlineData(short.MinValue)]
    public void A_scale_factor_out_of_range_is_not_available(short power) =>
        Assert.Null(Make("u32", "ABCD", 1, []).Decode([0, 1234], power));

    [Fact]
    public void A_count_that_no_long_can_hold_is_not_available() =>
        Assert.Null(Make("u64", "ABCDEFGH", 0.001m, []).Decode([0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF]));

    [Theory]
    [InlineData("0.01", 1, 100)]
    [InlineData("1", 1, 1)]
    [InlineData("0.001", 1, 1000)]
    [InlineData("2.5", 25, 10)]
    public void The_scaling_is_base_units_per_count(string resolution, long numerator, long denominator) =>
        Assert.Equal(new Scaling(Quantity.Power, numerator, denominator), Float(resolution).Scaling);

    [Fact]
    public void A_counter_in_kilowatt_hours_is_scaled_to_watt_hours()
    {
        var register = new ProfileRegister(
            Quantity.EnergyImport, "1", 0, 4, RegisterFormat.Parse("f32", "ABCD"), ProfileUnit.Parse("kWh"), 1, 0.01m,
            [], new CounterLimits(100_000_000, 1000), TransformerSide.Primary);
        Assert.Equal(new Scaling(Quantity.EnergyImport, 10, 1), register.Scaling);
    }

    [Fact]
    public void A_register_cannot_be_built_wrong()
    {
        Refused("function 6 reads no registers", function: 6);
        Refused("power is not counted in V", unit: "V");
        Refused("scale is 0", scale: 0);
        Refused("resolution is not above 0", resolution: 0);
        Refused("end beyond 65535", address: 65535);
        Refused("power is no counter", counter: new CounterLimits(100, 1));
        Refused("energy-import is a counter", quantity: Quantity.EnergyImport, unit: "Wh");
        Refused("a scale factor belongs to integers", scaleFactor: 7);
        Refused("power goes through transformers and needs ctSide", side: null);
        Refused("frequency goes through no transformer", quantity: Quantity.Frequency, unit: "Hz");
        Assert.Throws<ArgumentException>(() => new CounterLimits(1, 1));
        Assert.Throws<ArgumentException>(() => new CounterLimits(100, 0));
    }

    private static void Refused(
        string sentence, Quantity quantity = Quantity.Power, ushort address = 0, byte function = 4, string unit = "W",
        decimal scale = 1, decimal resolution = 1, CounterLimits? counter = null, ushort? scaleFactor = null,
        TransformerSide? side = TransformerSide.Primary)
    {
        var refused = Assert.Throws<ArgumentException>(() => new ProfileRegister(
            quantity, "1", address, function, RegisterFormat.Parse("f32", "ABCD"), ProfileUnit.Parse(unit), scale,
            resolution, [], counter, side, scaleFactor));
        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
    }

    private static ProfileRegister Float(string resolution) =>
        Make("f32", "ABCD", decimal.Parse(resolution, CultureInfo.InvariantCulture), []);

    private static ProfileRegister Make(
        string type, string order, decimal resolution, ImmutableArray<ulong> notAvailable) => new(
        Quantity.Power, "1", 0, 3, RegisterFormat.Parse(type, order), ProfileUnit.Parse("W"), 1, resolution,
        notAvailable, null, TransformerSide.Primary);

    private static ushort[] Registers(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return [(ushort)(bits >> 16), (ushort)(bits & 0xFFFF)];
    }
}
