using Xunit;

namespace Jingu.Modbus.Tests.MeterFrames;

public sealed class MeterAddressTests
{
    [Theory]
    [InlineData("12345678901")]
    [InlineData("1234567890123")]
    [InlineData("12345678901A")]
    [InlineData("AAAAAAAAAAAA")]
    [InlineData("999999999999")]
    public void What_addresses_no_single_meter_is_refused(string digits) =>
        Assert.Throws<ArgumentException>(() => new MeterAddress.Dlt645(digits));

    [Fact]
    public void A_water_meters_address_has_fourteen_digits() => Assert.Throws<ArgumentException>(
        () => new MeterAddress.Cjt188("123456789012", ByteOrder.LowFirst, ByteOrder.LowFirst));
}
